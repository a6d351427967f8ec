"""xmin settles it fast; a moved xmin does not refuse anything by itself. A re-check only reads."""

from apps.connectors.contract import ABSENT, Moved, Same, Unclear
from tests.connectors.sql.shop import Shop, word


def test_a_value_that_was_shown_moved(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("UPDATE cases SET status = 'waiting' WHERE id = 1")
    moved = shop.recheck(prepared)
    assert isinstance(moved, Moved)
    shown = {change.field: (word(change.before), word(change.after)) for change in moved.changes}
    assert shown == {"status": ("open", "waiting"), "shout": ("OPEN", "WAITING")}


def test_an_edit_elsewhere_in_the_row_does_not_stop_it(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("UPDATE cases SET note = 'seen' WHERE id = 1")
    assert shop.recheck(prepared) == Same()
    done = shop.done(prepared)
    assert shop.sql("SELECT status, note FROM cases WHERE id = 1") == [("resolved", "seen")]
    shop.undone(prepared, done)
    assert shop.sql("SELECT status, note FROM cases WHERE id = 1") == [("open", "seen")]


def test_an_update_that_changes_nothing_moves_xmin_and_stops_nothing(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("UPDATE cases SET status = status WHERE id = 1")
    assert shop.recheck(prepared) == Same()
    shop.done(prepared)


def test_a_lock_or_a_freeze_moves_nothing(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("VACUUM (FREEZE) cases")
    with shop.server.owner(shop.name) as other, other.transaction():
        other.execute("SELECT FROM cases WHERE id = 1 FOR UPDATE")
        assert shop.recheck(prepared) == Same()


def test_a_row_that_is_gone_moved(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("DELETE FROM cases WHERE id = 1")
    assert shop.recheck(prepared).changes[0].after == ABSENT
    answer = shop.run(prepared)
    assert isinstance(answer, Moved)
    assert answer.changes[0].after == ABSENT


def test_deleting_guards_the_whole_row_and_all_that_goes_with_it(shop: Shop) -> None:
    prepared = shop.prepare("delete", table="orders", key={"id": 10})
    shop.sql("UPDATE order_lines SET item = 'other' WHERE id = 100")
    assert shop.recheck(prepared).changes[0].record == "Order line 100"
    shop.sql("UPDATE order_lines SET item = 'lamp' WHERE id = 100")
    assert shop.recheck(prepared) == Same()
    shop.sql("UPDATE orders SET total = 312.0 WHERE id = 10")
    assert shop.recheck(prepared).changes[0].field == "total"


def test_a_recheck_only_reads(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql(f"ALTER ROLE operations IN DATABASE {shop.name} SET default_transaction_read_only = on")
    before = shop.one("SELECT pg_current_xact_id()::text::bigint")
    assert shop.recheck(prepared) == Same()
    assert shop.one("SELECT pg_current_xact_id()::text::bigint") == before + 1


def test_a_database_that_cannot_be_read_is_unclear_and_not_the_same(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("REVOKE SELECT ON cases FROM operations")
    assert isinstance(shop.recheck(prepared), Unclear)


def test_case_and_accent_count_whatever_the_column_calls_equal(shop: Shop) -> None:
    prepared = shop.prepare("update", table="customers", key={"id": 1}, set={"name": "MARIA ODUYA"})
    shop.sql("UPDATE customers SET name = 'maria oduya' WHERE id = 1")
    assert isinstance(shop.recheck(prepared), Moved)
    assert isinstance(shop.run(prepared), Moved)


def test_a_column_may_appear_while_a_run_is_under_way(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("ALTER TABLE cases ADD colour text DEFAULT 'red', ADD parts int GENERATED ALWAYS AS (2) STORED")
    assert shop.recheck(prepared) == Same()
    done = shop.done(prepared)
    shop.sql("ALTER TABLE cases ADD again text")
    shop.undone(prepared, done)
    assert shop.sql("SELECT status, colour FROM cases WHERE id = 1") == [("open", "red")]


def test_a_column_that_changed_its_type_or_went_away_is_refused(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"note": "5"})
    shop.sql("ALTER TABLE cases ALTER note TYPE int USING 3")
    assert "was character varying(10)" in shop.run(prepared).why  # type: ignore[union-attr]  # a no says why
    shop.sql("ALTER TABLE cases DROP note")
    assert "has no column note" in shop.run(prepared).why  # type: ignore[union-attr]  # a no says why
