"""A preview runs the write and takes it back: it shows what the database does, and leaves nothing."""

import threading
import time

import pytest

from apps.connectors.contract import Moves, Same
from apps.connectors.drivers.base import Unreadable
from apps.core.errors import Invalid
from tests.connectors.sql.shop import Shop, known, word

TOUCH = """
ALTER TABLE cases ADD updated_at timestamptz NOT NULL DEFAULT '2020-01-01';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION touch();
"""
LOG = """
CREATE TABLE log (id serial PRIMARY KEY, said text);
GRANT ALL ON log TO operations; GRANT ALL ON SEQUENCE log_id_seq TO operations;
CREATE FUNCTION logs() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO log (said) VALUES (NEW.number || NEW.status); RETURN NEW; END';
CREATE TRIGGER logs AFTER UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION logs();
"""


def test_what_a_trigger_adds_is_shown_once_an_admin_ticked_it(shop: Shop) -> None:
    shop.sql(TOUCH)
    shop.tick("cases", triggers_ok=True)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert {change.field for change in prepared.changes} == {"status", "shout", "updated_at"}
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"


def test_a_table_with_triggers_is_not_run_before_it_is_ticked(shop: Shop) -> None:
    shop.sql(LOG)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert "reading and computing" in prepared.notes[0]
    assert [change.field for change in prepared.changes] == ["status", "shout"]
    assert shop.one("SELECT last_value = 1 AND NOT is_called FROM log_id_seq")


def test_what_differs_between_two_runs_is_set_when_it_runs(shop: Shop) -> None:
    shop.sql("GRANT INSERT ON cases TO operations")
    prepared = shop.prepare("create", table="cases", set={"number": "00048300"})
    moves = {change.field: change.moves for change in prepared.changes}
    assert {field for field, move in moves.items() if move is Moves.SET_WHEN_IT_RUNS} == {"id", "opened_at"}
    again = shop.prepare("create", table="cases", set={"number": "00048300"})
    assert again.model_dump(exclude={"guard"}) == prepared.model_dump(exclude={"guard"})
    shop.done(prepared)
    assert shop.one("SELECT count(*) FROM cases WHERE number = '00048300'") == 1


@pytest.mark.parametrize("form", ["date", "timestamptz(0)", "timestamp(0)", "timestamp"])
def test_a_clock_coarser_than_two_runs_is_seen_through(shop: Shop, form: str) -> None:
    shop.sql(f"ALTER TABLE orders ADD stamped {form} DEFAULT now()")
    prepared = shop.prepare("create", table="orders", set={"id": 50})
    assert {c.field for c in prepared.changes if c.moves is Moves.SET_WHEN_IT_RUNS} == {"stamped"}


def test_rows_a_cascade_takes_are_counted_and_shown_one_by_one(shop: Shop) -> None:
    prepared = shop.prepare("delete", table="orders", key={"id": 10})
    assert prepared.unnamed_rows == {"order_lines": 2, "vouchers": 1}
    assert {change.record for change in prepared.changes} == {
        *("Order 10", "Order line 100", "Order line 101", "Voucher WELCOME"),
    }
    voucher = [change for change in prepared.changes if change.record == "Voucher WELCOME"]
    assert [(change.field, change.after) for change in voucher] == [("order_id", None)]
    assert known(prepared.facts.count) == 4


def test_a_cascade_reaches_through_tables_nobody_ticked(shop: Shop) -> None:
    for name in ("orders", "order_lines", "vouchers"):
        del shop.tables[name]
    shop.sql("DELETE FROM cases WHERE customer_id = 1")
    prepared = shop.prepare("delete", table="customers", key={"id": 1})
    assert prepared.unnamed_rows == {"public.orders": 1, "public.order_lines": 2, "public.vouchers": 1}
    assert prepared.facts.record.kind == "cannot tell"


def test_rows_a_trigger_writes_are_counted_and_shown(shop: Shop) -> None:
    shop.sql(LOG)
    shop.tick("cases", triggers_ok=True)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.unnamed_rows == {"public.log": 1}
    logged = {change.field: change.after for change in prepared.changes if change.record.startswith("log")}
    assert word(logged["said"]) == "00048213resolved"
    shop.done(prepared)
    assert shop.one("SELECT count(*) FROM log") == 1


def test_rows_written_inside_an_exception_block_are_seen_too(shop: Shop) -> None:
    shop.sql(LOG)
    shop.sql("""CREATE OR REPLACE FUNCTION logs() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
        BEGIN INSERT INTO log (said) VALUES ('x'); EXCEPTION WHEN others THEN NULL; END; RETURN NEW; END$$""")
    shop.tick("cases", triggers_ok=True)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert prepared.unnamed_rows == {"public.log": 1}


@pytest.mark.parametrize(
    "hidden",
    [
        "INSERT INTO unkeyed VALUES ('x')",
        "DELETE FROM vouchers",
        "TRUNCATE vouchers",
        "ALTER TABLE roles ADD more int",
    ],
)
def test_what_cannot_be_shown_row_by_row_is_refused(shop: Shop, hidden: str) -> None:
    shop.sql(f"""CREATE FUNCTION hides() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN {hidden}; RETURN NEW; END$$;
        CREATE TRIGGER hides AFTER UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION hides()""")
    shop.tick("cases", triggers_ok=True)
    with pytest.raises(Invalid, match="cannot be previewed"):
        shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})


def test_a_write_nobody_can_count_is_refused(shop: Shop) -> None:
    shop.sql(f"ALTER ROLE operations IN DATABASE {shop.name} SET track_counts = off")
    with pytest.raises(Invalid, match="track_counts"):
        shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})


def test_a_deferred_constraint_speaks_in_the_preview(shop: Shop) -> None:
    shop.sql("ALTER TABLE orders ADD FOREIGN KEY (case_id) REFERENCES cases DEFERRABLE INITIALLY DEFERRED")
    with pytest.raises(Invalid, match="violates foreign key"):
        shop.prepare("update", table="orders", key={"id": 10}, set={"case_id": 999})


def test_a_locked_row_does_not_hold_a_preview_up(shop: Shop) -> None:
    with shop.server.owner(shop.name) as other, other.transaction():
        other.execute("SELECT FROM cases WHERE id = 1 FOR UPDATE")
        began = time.monotonic()
        with pytest.raises(Unreadable, match="lock timeout"):
            shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
        assert time.monotonic() - began < 2


def test_nothing_of_a_preview_is_left_in_the_database(shop: Shop) -> None:
    shop.sql("""CREATE FUNCTION locks() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN PERFORM pg_advisory_lock(7); PERFORM pg_notify('c', 'x'); RETURN NEW; END$$;
        CREATE TRIGGER locks AFTER UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION locks()""")
    shop.tick("cases", triggers_ok=True)
    before = shop.sql("SELECT xmin, * FROM cases ORDER BY id")
    shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert shop.sql("SELECT xmin, * FROM cases ORDER BY id") == before
    for _ in range(50):
        if shop.one("SELECT count(*) FROM pg_stat_activity WHERE usename = 'operations'") == 0:
            break
        time.sleep(0.05)
    assert shop.one("SELECT pg_try_advisory_lock(7)")
    assert shop.one("SELECT count(*) FROM pg_stat_activity WHERE usename = 'operations'") == 0
    assert shop.one("SELECT count(*) FROM pg_prepared_xacts") == 0


def test_actions_of_one_proposal_are_previewed_in_sequence(shop: Shop) -> None:
    first, second = shop.together(
        ("update", {"table": "cases", "key": {"id": 1}, "set": {"status": "resolved"}}),
        ("update", {"table": "cases", "key": {"id": 1}, "set": {"status": "closed"}}),
    )
    assert second.changes[0].before == first.changes[0].after
    assert shop.recheck(second) == Same()  # its turn has not come
    shop.done(first, "act_1")
    assert shop.recheck(second) == Same()
    shop.done(second, "act_2")
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "closed"


def test_the_later_action_does_not_run_on_what_the_earlier_did_not_leave(shop: Shop) -> None:
    first, second = shop.together(
        ("update", {"table": "cases", "key": {"id": 1}, "set": {"status": "resolved"}}),
        ("update", {"table": "cases", "key": {"id": 1}, "set": {"status": "closed"}}),
    )
    shop.done(first, "act_1")
    shop.sql("UPDATE cases SET status = 'contested' WHERE id = 1")
    assert shop.recheck(second).changes[0].after.text == "contested"
    answer = shop.run(second, "act_2")
    assert answer.changes[0].after.text == "contested"  # type: ignore[union-attr]  # it is Moved
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "contested"


def test_a_later_action_finds_the_row_that_an_earlier_one_creates(shop: Shop) -> None:
    make = ("create", {"table": "vouchers", "set": {"id": 8, "code": "SORRY"}})
    first, second = shop.together(make, ("update", {"table": "vouchers", "key": {"id": 8}, "set": {"order_id": 10}}))
    assert shop.recheck(second) == Same()
    shop.done(first, "act_1")
    shop.done(second, "act_2")
    assert shop.one("SELECT order_id FROM vouchers WHERE id = 8") == 10
    fresh = ("create", {"table": "cases", "set": {"number": "00048300"}})
    with pytest.raises(Invalid, match="set only when an earlier action runs"):
        shop.together(fresh, ("update", {"table": "cases", "key": {"number": "00048300"}, "set": {"note": "x"}}))


def test_an_earlier_action_that_is_only_computed_is_still_found_by_the_later(shop: Shop) -> None:
    shop.sql(LOG)
    _, second = shop.together(
        ("update", {"table": "cases", "key": {"id": 1}, "set": {"status": "resolved"}}),
        ("update", {"table": "cases", "key": {"id": 1}, "set": {"status": "closed"}}),
    )
    assert word(second.changes[0].before) == "resolved"


def test_a_record_that_somebody_keeps_changing_is_never_shown_half_old(shop: Shop) -> None:
    begun, stop = threading.Event(), threading.Event()

    def edit() -> None:
        with shop.server.owner(shop.name) as other:
            n = 0
            while not stop.is_set():
                n += 1
                other.execute("UPDATE cases SET status = %s, note = %s WHERE id = 1", (f"s{n}", f"s{n}"))
                begun.set()

    editor = threading.Thread(target=edit)
    editor.start()
    assert begun.wait(30)
    try:
        for _ in range(8):
            try:
                prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "x", "note": "x"})
            except Unreadable:
                continue
            shown = {change.field: word(change.before) for change in prepared.changes}
            assert shown["status"] is not None
            assert shown["note"] is not None
            assert shown["status"] == shown["note"]
    finally:
        stop.set()
        editor.join()
