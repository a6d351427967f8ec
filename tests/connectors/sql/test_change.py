"""One action over several rows of several tables: previewed, executed and taken back all or nothing."""

from typing import Any

import pytest

from apps.connectors.contract import RefusedByTarget, Risk, UndoKind
from apps.core.errors import Invalid
from tests.connectors.sql.shop import Shop, known, word

TABLES = ("cases", "orders", "order_lines", "vouchers", "customers")
STEPS: list[dict[str, Any]] = [
    {
        "do": "update",
        "table": "cases",
        "key": {"number": "00048213"},
        "set": {"status": "resolved", "refund_amount": 184.5},
    },
    {"do": "update", "table": "cases", "key": {"number": "00048214"}, "set": {"details": {"linked": "00048213"}}},
    {"do": "create", "table": "vouchers", "set": {"id": 8, "order_id": 10, "code": "SORRY"}},
    {"do": "delete", "table": "order_lines", "key": {"id": 101}},
]


def everything(shop: Shop) -> list[Any]:
    return [shop.sql(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES]


def test_many_rows_of_many_tables_are_one_action(shop: Shop) -> None:
    before = everything(shop)
    prepared = shop.prepare("change", steps=STEPS)
    assert everything(shop) == before
    assert prepared.title == "Change 4 records: 2 Case, 1 Voucher, 1 Order line"
    assert known(prepared.facts.count) == 4
    assert prepared.risk is Risk.HIGH
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    assert shop.one("SELECT count(*) FROM cases WHERE status = 'resolved' OR details ? 'linked'") == 2
    shop.undone(prepared, done)
    assert everything(shop) == before


def test_one_row_that_is_refused_takes_all_back(shop: Shop) -> None:
    prepared = shop.prepare("change", steps=STEPS)
    shop.sql("INSERT INTO vouchers VALUES (8, NULL, 'TAKEN')")
    before = everything(shop)
    assert isinstance(shop.run(prepared), RefusedByTarget)
    assert everything(shop) == before


def test_one_row_that_moved_stops_all(shop: Shop) -> None:
    prepared = shop.prepare("change", steps=STEPS)
    shop.sql("UPDATE order_lines SET item = 'else' WHERE id = 101")
    before = everything(shop)
    assert shop.run(prepared).changes[0].record == "Order line 101"  # type: ignore[union-attr]  # it is Moved
    assert everything(shop) == before


def test_one_row_that_moved_stops_the_whole_undo(shop: Shop) -> None:
    prepared = shop.prepare("change", steps=STEPS)
    done = shop.done(prepared)
    shop.sql("UPDATE cases SET status = 'contested' WHERE id = 1")
    assert "contested" in shop.undo_plan(prepared, done).why  # type: ignore[union-attr]  # there is no inverse


def test_a_step_that_nobody_ticked_refuses_the_whole_call(shop: Shop) -> None:
    del shop.tables["vouchers"]
    with pytest.raises(Invalid, match="vouchers is not ticked"):
        shop.prepare("change", steps=STEPS)


def test_two_steps_on_one_row_are_one_change_of_it(shop: Shop) -> None:
    steps = [
        {"do": "update", "table": "cases", "key": {"id": 1}, "set": {"status": "waiting"}},
        {"do": "update", "table": "cases", "key": {"id": 1}, "set": {"status": "resolved", "note": "x"}},
    ]
    prepared = shop.prepare("change", steps=steps)
    shown = {change.field: (word(change.before), word(change.after)) for change in prepared.changes}
    assert shown == {"status": ("open", "resolved"), "shout": ("OPEN", "RESOLVED"), "note": (None, "x")}
    done = shop.done(prepared)
    shop.undone(prepared, done)
    assert shop.sql("SELECT status, note FROM cases WHERE id = 1") == [("open", None)]


def test_partitions_are_written_by_their_parent_and_rows_may_move_between_them(shop: Shop) -> None:
    shop.sql("""CREATE TABLE parcels (id int, region text, note text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
        CREATE TABLE parcels_n PARTITION OF parcels FOR VALUES IN ('n'); CREATE TABLE parcels_s PARTITION OF parcels FOR VALUES IN ('s');
        INSERT INTO parcels VALUES (1, 'n', 'a'), (2, 's', 'b'); GRANT ALL ON parcels TO operations""")
    shop.tick("parcels", object="Parcel")
    prepared = shop.prepare("update", table="parcels", key={"id": 1, "region": "n"}, set={"region": "s", "note": "z"})
    assert prepared.unnamed_rows == {}
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    assert shop.one("SELECT count(*) FROM parcels_s") == 2
    shop.undone(prepared, done)
    assert shop.sql("SELECT * FROM parcels ORDER BY id") == [(1, "n", "a"), (2, "s", "b")]


def test_numbers_no_document_can_carry_travel_as_text(shop: Shop) -> None:
    prepared = shop.prepare(
        "update", table="cases", key={"id": 1}, set={"refund_amount": 1.5, "details": {"big": 2**60, "f": 1.0}}
    )
    assert prepared.arguments["exact"]["refund_amount"] == "1.5"
    assert prepared.arguments["exact"]["details"] == '{"big":1152921504606846976,"f":1.0}'
    again = shop.prepare("update", **prepared.arguments)
    assert again.changes == prepared.changes
