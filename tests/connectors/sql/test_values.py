"""Every kind of value goes out as the server's own text and comes back the same to the bit."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.connectors.contract import UndoKind
from apps.connectors.drivers.sql import paths
from apps.core.errors import Invalid
from tests.connectors.sql.shop import Shop, word

KINDS = """
CREATE TYPE mood AS ENUM ('calm', 'it''s complicated');
CREATE DOMAIN positive AS numeric CHECK (VALUE > 0);
CREATE TYPE pair AS (a int, b text);
CREATE TABLE kinds (id int PRIMARY KEY, i8 bigint, n numeric, n2 numeric(20,4), f4 real, f8 float8, b bool, t text, v varchar(50),
  c char(8), y bytea, d date, ts timestamp, tz timestamptz, ti time, iv interval, u uuid, j json, jb jsonb, ia int[], ta text[],
  inet inet, r int4range, m mood, p positive, pr pair, bits bit varying, pt point, tsv tsvector, x xid8);
INSERT INTO kinds (id) VALUES (1);
GRANT ALL ON kinds TO operations;
"""
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
finite = st.floats(allow_nan=True, allow_infinity=True)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
moments = st.sampled_from(
    ["infinity", "-infinity", "0044-03-15 BC", "2026-03-29 02:30:00", "99999-12-31", "1970-01-01"]
)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "i8": st.integers(-(2**63), 2**63 - 1).map(str),
    "n": st.decimals(allow_nan=False, allow_infinity=False).map(str) | st.sampled_from(["50", "50.0", "1e-20", "NaN"]),
    "n2": st.integers(-(10**15), 10**15).map(lambda n: f"{n}.50"),
    "f4": st.floats(width=32).map(repr),
    "f8": finite.map(repr),
    "b": st.sampled_from(["true", "false"]),
    "t": words,
    "v": words,
    "c": st.text("ab ", max_size=8),
    "y": st.binary(max_size=12).map(lambda b: "\\x" + b.hex()),
    "d": moments.filter(lambda m: ":" not in m),
    "ts": moments,
    "tz": moments,
    "ti": st.times().map(str),
    "iv": st.sampled_from(["1 mon -2 days +03:04:05.000006", "-1 year", "00:00:00", "100 years 5 mons"]),
    "u": st.uuids().map(str),
    "j": documents.map(json.dumps).filter(lambda d: "\\u0000" not in d),
    "jb": documents.map(json.dumps).filter(lambda d: "\\u0000" not in d),
    "ia": st.sampled_from(["{}", "{1,NULL,3}", "{{1,2},{3,4}}", "[0:1]={5,6}"]),
    "ta": st.sampled_from(["{}", '{"a,b","\\"q\\"",NULL,"NULL",""}']),
    "inet": st.ip_addresses().map(str),
    "r": st.sampled_from(["empty", "[1,5)", "(,7)", "[2,]"]),
    "m": st.sampled_from(["calm", "it's complicated"]),
    "p": st.integers(1, 10**9).map(str),
    "pr": st.sampled_from(["(1,x)", "(,)", '(2,"a ""b"" c")']),
    "bits": st.text("01", max_size=9),
    "pt": st.sampled_from(["(1,2)", "(0.1,-1e-300)"]),
    "tsv": st.sampled_from(["'fat':2 'cat':3A", ""]),
    "x": st.integers(0, 2**64 - 1).map(str),
}
rows = st.fixed_dictionaries({name: st.none() | values for name, values in COLUMNS.items()})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=rows, after=rows)
def test_any_row_becomes_any_other_and_comes_back_the_same(shop: Shop, before: Any, after: Any) -> None:
    if not shop.one("SELECT to_regclass('kinds') IS NOT NULL"):
        shop.sql(KINDS)
        shop.tick("kinds")
    casts = ", ".join(f"{name} = %s::{typed}" for name, typed in types(shop).items())
    shop.sql(f"UPDATE kinds SET {casts}", *(before[name] for name in types(shop)))
    image = "SELECT k::text, md5(record_send(k)::text) FROM kinds k"
    was = shop.sql(image)
    prepared = shop.prepare("update", table="kinds", key={"id": 1}, exact=after)
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    for name, value in done.result["rows"][0]["after"].items():
        same = f"SELECT {name}::text IS NOT DISTINCT FROM (%s::{types(shop)[name]})::text FROM kinds"
        assert shop.sql(same, value and value["text"]) == [(True,)]
    if prepared.changes:
        shop.undone(prepared, done)
    assert shop.sql(image) == was


def types(shop: Shop) -> dict[str, str]:
    query = (
        "SELECT attname, format_type(atttypid, -1) FROM pg_attribute WHERE attrelid = 'kinds'::regclass AND attnum > 1"
    )
    return dict(shop.sql(query))


@settings(max_examples=200, deadline=None)
@given(before=documents, after=documents)
def test_places_put_back_give_the_document_back(before: Any, after: Any) -> None:
    one, two = json.dumps(before), json.dumps(after)
    back = paths.put_back(two, before=one, after=two)
    assert back is not None
    assert paths.differences(back, one) == []


def test_plain_arguments_become_the_columns_own_text(shop: Shop) -> None:
    shop.sql(KINDS)
    shop.tick("kinds")
    sent = {
        "i8": 5,
        "n": 50.0,
        "b": True,
        "t": "x",
        "jb": {"a": [1, 1.0, None]},
        "ta": ["a,b", None, 'q"'],
        "ia": [[1], [2]],
    }
    prepared = shop.prepare("update", table="kinds", key={"id": 1}, set=sent)
    shown = {change.field: word(change.after) for change in prepared.changes}
    assert shown == {
        "i8": "5",
        "n": "50.0",
        "b": "true",
        "t": "x",
        "jb": '{"a": [1, 1.0, null]}',
        "ta": '{"a,b",NULL,"q\\""}',
        "ia": "{{1},{2}}",
    }


@pytest.mark.parametrize("value", ["a\0b", {"a": "b"}, ["x"]])
def test_what_no_column_can_hold_is_refused_in_plain_words(shop: Shop, value: Any) -> None:
    with pytest.raises(Invalid):
        shop.prepare("update", table="cases", key={"id": 1}, set={"status": value})
