"""Values of records keep the form that their target gave them."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.connectors import cel, literals, snapshot
from apps.connectors.contract import ABSENT, Value
from apps.core.canonical import canonical

BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(BODIES)
def test_a_body_comes_back_letter_by_letter(body: Any) -> None:
    text = json.dumps(body, separators=(",", ":"))
    assert literals.dump(literals.parse(text)) == text


@settings(max_examples=60, deadline=None)
@given(BODIES)
def test_every_kept_value_has_one_byte_form_and_comes_back(body: Any) -> None:
    cells = snapshot.take(literals.parse(json.dumps({"a": body})), ["a", "b.c"], name="rec")
    assert cells["rec.b.c"] == ABSENT
    assert canonical(snapshot.written(cells))
    assert snapshot.unwritten(snapshot.written(cells)) == cells
    assert canonical(snapshot.plain(literals.parse(json.dumps({"a": body}))))


@pytest.mark.parametrize(("one", "other"), [("50", "50.0"), ("9007199254740993", "9007199254740992"), ("1e2", "100")])
def test_numbers_that_python_would_take_for_equal_differ(one: str, other: str) -> None:
    assert snapshot.cell(literals.parse(one)) != snapshot.cell(literals.parse(other))


def test_null_absent_and_empty_are_three_things() -> None:
    cells = snapshot.take({"null": None, "empty": ""}, ["null", "empty", "gone"], name="r")
    assert cells == {"r.null": None, "r.empty": Value(type="string", text=""), "r.gone": ABSENT}


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{", '{"a": 1,}', "[" * 100_000])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        literals.parse(text)


@pytest.mark.parametrize("value", [1.5, 2**63, datetime(2026, 4, 18), b"x", {1, 2}, list(range(1001))])  # noqa: DTZ001  naive on purpose
def test_what_cel_would_bend_does_not_go_in(value: object) -> None:
    with pytest.raises(cel.CannotTell):
        cel.admit(value)


def test_numbers_of_a_body_go_in_as_integers_where_they_fit_and_else_as_text() -> None:
    body = literals.parse('{"whole": 50, "part": 50.0, "large": 9223372036854775808, "null": null}')
    assert cel.admit(body) == {"whole": 50, "part": "50.0", "large": "9223372036854775808"}
