"""JSON columns place by place, and put back exactly."""

from apps.connectors.contract import ABSENT, InverseCall, NoInverse, UndoKind, Value
from apps.connectors.drivers.sql import paths
from tests.connectors.sql.shop import Shop


def places(before: str, after: str) -> dict[str, tuple[object, object]]:
    found = paths.differences(before, after) or []
    return {paths.label("d", p.path): (_said(p.before), _said(p.after)) for p in found}


def _said(value: object) -> str:
    return "ABSENT" if value is paths.GONE else paths.literal(value)


def test_absent_is_not_null() -> None:
    assert places('{"a": null}', "{}") == {"d.a": ("null", "ABSENT")}
    assert places("{}", '{"a": {}}') == {"d.a": ("ABSENT", "{}")}


def test_a_number_keeps_its_literal() -> None:
    assert places('{"a": 50}', '{"a": 50.0}') == {"d.a": ("50", "50.0")}
    assert places('{"a": 1}', '{"a": "1"}') == {"d.a": ("1", '"1"')}
    assert places('{"a": 9007199254740993}', '{"a": 9007199254740992}') != {}
    assert places('{"a": true}', '{"a": 1}') == {"d.a": ("true", "1")}


def test_the_order_of_a_list_counts() -> None:
    assert places('["a", "b"]', '["b", "a"]') == {"d[0]": ('"a"', '"b"'), "d[1]": ('"b"', '"a"')}
    assert places('["a"]', '["a", null]') == {"d[1]": ("ABSENT", "null")}


def test_strange_names_stay_apart() -> None:
    assert set(places('{"a.b": 1, "a": {"b": 1}}', '{"a.b": 2, "a": {"b": 2}}')) == {'d["a.b"]', "d.a.b"}


def test_a_name_that_stands_twice_is_compared_whole() -> None:
    assert paths.differences('{"a": 1, "a": 2}', '{"a": 2}') is None


def test_a_json_column_shows_the_places_that_change(shop: Shop) -> None:
    new = {"address": {"city": "Odense", "zip": None}, "tags": ["b", "a"], "weight": 50.0}
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"details": new})
    shown = {change.field: (change.before, change.after) for change in prepared.changes}
    assert shown["details.address.zip"] == (ABSENT, Value(type="jsonb", text="null"))
    assert shown["details.weight"] == (Value(type="jsonb", text="50"), Value(type="jsonb", text="50.0"))
    assert set(shown) == {
        "details.address.city",
        "details.address.zip",
        "details.tags[0]",
        "details.tags[1]",
        "details.weight",
    }


def test_a_document_is_put_back_to_the_letter(shop: Shop) -> None:
    shop.sql("""UPDATE cases SET raw = '{ "b":1.50, "a" : [1, 2e3], "b":null}' WHERE id = 1""")
    before = shop.sql("SELECT details::text, raw::text FROM cases WHERE id = 1")
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"details": {}, "raw": {"a": 1}})
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    shop.undone(prepared, done)
    assert shop.sql("SELECT details::text, raw::text FROM cases WHERE id = 1") == before


def test_sql_null_and_json_null_are_two_things(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, exact={"raw": "null"})
    assert prepared.changes[0].before is None
    assert prepared.changes[0].after == Value(type="json", text="null")
    done = shop.done(prepared)
    shop.undone(prepared, done)
    assert shop.one("SELECT raw IS NULL FROM cases WHERE id = 1")


def test_undo_puts_our_places_back_and_keeps_those_of_others(shop: Shop) -> None:
    new = {"address": {"city": "Odense"}, "tags": ["a", "b"], "weight": 50}
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"details": new})
    done = shop.done(prepared)
    shop.sql("""UPDATE cases SET details = details || '{"weight": 7, "seen": true}' WHERE id = 1""")
    shop.undone(prepared, done)
    assert shop.one("SELECT details FROM cases WHERE id = 1") == {
        "address": {"city": "Aarhus"},
        "tags": ["a", "b"],
        "weight": 7,
        "seen": True,
    }


def test_undo_refuses_where_our_place_moved(shop: Shop) -> None:
    new = {"address": {"city": "Odense"}, "tags": ["a", "b"], "weight": 50}
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"details": new})
    done = shop.done(prepared)
    assert isinstance(shop.undo_plan(prepared, done), InverseCall)
    shop.sql("""UPDATE cases SET details = jsonb_set(details, '{address,city}', '"Ribe"') WHERE id = 1""")
    refused = shop.undo_plan(prepared, done)
    assert isinstance(refused, NoInverse)
    assert "Ribe" in refused.why
