"""Taking back: exactly the shown fields, three-way, and honest about what does not come back."""

import pytest

from apps.connectors.contract import InverseCall, NoInverse, UndoKind
from apps.core.errors import Invalid
from tests.connectors.sql.shop import Shop
from tests.connectors.sql.test_preview import LOG, TOUCH


def test_a_field_somebody_changed_since_is_never_written_over(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved", "note": "paid"})
    done = shop.done(prepared)
    shop.sql("UPDATE cases SET status = 'contested' WHERE id = 1")
    refused = shop.undo_plan(prepared, done)
    assert isinstance(refused, NoInverse)
    assert "status is now “contested”, not “resolved”" in refused.why
    assert refused.changes[0].field == "status"
    assert shop.sql("SELECT status, note FROM cases WHERE id = 1") == [("contested", "paid")]


def test_a_field_that_is_back_already_is_left_alone(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved", "note": "paid"})
    done = shop.done(prepared)
    shop.sql("UPDATE cases SET status = 'open' WHERE id = 1")
    inverse = shop.undo_plan(prepared, done)
    assert isinstance(inverse, InverseCall)
    assert inverse.arguments["steps"][0]["exact"] == {"note": None}
    shop.sql("UPDATE cases SET note = NULL WHERE id = 1")
    assert isinstance(shop.undo_plan(prepared, done), NoInverse)


def test_an_edit_between_plan_and_preview_is_refused_too(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    inverse = shop.undo_plan(prepared, shop.done(prepared))
    assert isinstance(inverse, InverseCall)
    shop.sql("UPDATE cases SET status = 'contested' WHERE id = 1")
    with pytest.raises(Invalid, match="does not hold what the call expects"):
        shop.prepare("change", **inverse.arguments)


def test_a_deleted_row_comes_back_with_its_own_identity(shop: Shop) -> None:
    before = shop.sql("SELECT * FROM cases ORDER BY id")
    prepared = shop.prepare("delete", table="cases", key={"id": 2})
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    assert shop.one("SELECT count(*) FROM cases") == 1
    shop.undone(prepared, done)
    assert shop.sql("SELECT * FROM cases ORDER BY id") == before


def test_what_a_cascade_took_comes_back_too(shop: Shop) -> None:
    tables = ("orders", "order_lines", "vouchers")
    before = [shop.sql(f"SELECT * FROM {table} ORDER BY 1") for table in tables]
    prepared = shop.prepare("delete", table="orders", key={"id": 10})
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    assert shop.one("SELECT count(*) FROM order_lines") == 0
    shop.undone(prepared, done)
    assert [shop.sql(f"SELECT * FROM {table} ORDER BY 1") for table in tables] == before


def test_what_a_cascade_took_from_a_table_nobody_ticked_is_named(shop: Shop) -> None:
    del shop.tables["order_lines"]
    prepared = shop.prepare("delete", table="orders", key={"id": 10})
    assert prepared.undo.kind is UndoKind.COMPENSATE
    assert "order_lines 100" in prepared.undo.say


def test_an_inserted_row_is_deleted_unless_somebody_wrote_to_it(shop: Shop) -> None:
    prepared = shop.prepare("create", table="cases", set={"number": "00048300"})
    done = shop.done(prepared)
    shop.sql("UPDATE cases SET note = 'mine' WHERE number = '00048300'")
    assert isinstance(shop.undo_plan(prepared, done), NoInverse)
    shop.sql("UPDATE cases SET note = NULL WHERE number = '00048300'")
    shop.undone(prepared, done)
    assert shop.one("SELECT count(*) FROM cases WHERE number = '00048300'") == 0


def test_a_column_that_does_not_come_back_is_named(shop: Shop) -> None:
    shop.sql(TOUCH)
    shop.tick("cases", triggers_ok=True)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.undo.kind is UndoKind.COMPENSATE
    assert "updated_at of Case 00048213 would not come back" in prepared.undo.say
    done = shop.done(prepared)
    shop.undone(prepared, done)
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"


def test_a_row_that_a_trigger_logged_stays_and_is_named(shop: Shop) -> None:
    shop.sql(LOG)
    shop.tick("cases", triggers_ok=True)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.undo.kind is UndoKind.COMPENSATE
    assert "log" in prepared.undo.say


def test_what_a_trigger_keeps_in_step_comes_back_by_itself(shop: Shop) -> None:
    shop.sql("""CREATE TABLE counts (status text PRIMARY KEY, n int); INSERT INTO counts VALUES ('open', 2), ('resolved', 0);
        GRANT ALL ON counts TO operations;
        CREATE FUNCTION tallies() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
            UPDATE counts SET n = n - 1 WHERE status = OLD.status; UPDATE counts SET n = n + 1 WHERE status = NEW.status; RETURN NEW; END$$;
        CREATE TRIGGER tallies AFTER UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION tallies()""")
    shop.tick("cases", triggers_ok=True)
    shop.tick("counts", object="Count")
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.undo.kind is UndoKind.EXACT
    assert prepared.unnamed_rows == {"counts": 2}
    done = shop.done(prepared)
    assert shop.sql("SELECT n FROM counts ORDER BY status") == [(1,), (1,)]
    shop.undone(prepared, done)
    assert shop.sql("SELECT n FROM counts ORDER BY status") == [(2,), (0,)]


def test_an_inverse_the_database_refuses_is_no_undo(shop: Shop) -> None:
    shop.sql("REVOKE INSERT ON vouchers FROM operations")
    prepared = shop.prepare("delete", table="vouchers", key={"id": 7})
    assert prepared.undo.kind is UndoKind.NONE
    assert "permission denied" in prepared.undo.say


def test_a_computed_preview_does_not_promise_an_exact_undo(shop: Shop) -> None:
    shop.sql(TOUCH)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.undo.kind is UndoKind.COMPENSATE
    shop.undone(prepared, shop.done(prepared))
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"


def test_an_undo_is_undone_as_any_action(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    inverse = shop.undo_plan(prepared, shop.done(prepared))
    assert isinstance(inverse, InverseCall)
    back = shop.prepare("change", **inverse.arguments)
    assert back.title == "Update Case 00048213"
    again = shop.undone(back, shop.done(back, "undo:act_1"), "undo:undo:act_1")
    assert again.result["rows"]
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "resolved"


def test_a_changed_key_goes_back_with_what_hangs_on_it(shop: Shop) -> None:
    shop.sql(
        "ALTER TABLE order_lines DROP CONSTRAINT order_lines_order_id_fkey, ADD FOREIGN KEY (order_id) REFERENCES orders ON UPDATE CASCADE"
    )
    shop.sql("UPDATE vouchers SET order_id = NULL")
    before = shop.sql("SELECT * FROM orders JOIN order_lines l ON l.order_id = orders.id ORDER BY l.id")
    prepared = shop.prepare("update", table="orders", key={"id": 10}, set={"id": 90})
    assert prepared.unnamed_rows == {"order_lines": 2}
    assert prepared.undo.kind is UndoKind.EXACT
    done = shop.done(prepared)
    assert shop.one("SELECT count(*) FROM order_lines WHERE order_id = 90") == 2
    shop.undone(prepared, done)
    assert shop.sql("SELECT * FROM orders JOIN order_lines l ON l.order_id = orders.id ORDER BY l.id") == before
