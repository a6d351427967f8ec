"""The run: one transaction, compared with what was signed before COMMIT, one honest answer."""

import pytest

from apps.connectors.contract import Done, InDoubt, Moved, NotSent, NotThere, RefusedByTarget
from tests.connectors.sql.shop import Notes, Shop
from tests.connectors.sql.test_preview import LOG, TOUCH


def test_what_comes_out_otherwise_than_signed_is_rolled_back(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("""CREATE FUNCTION meddles() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN NEW.status := 'meddled'; RETURN NEW; END$$;
        CREATE TRIGGER meddles BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION meddles()""")
    answer = shop.run(prepared)
    assert isinstance(answer, RefusedByTarget)
    assert "status of Case 00048213 came out otherwise" in answer.why
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"


def test_a_column_that_changes_too_is_rolled_back(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("""CREATE FUNCTION adds() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN UPDATE cases SET note = 'more' WHERE id = NEW.id AND note IS NULL; RETURN NEW; END$$;
        CREATE TRIGGER adds AFTER UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION adds()""")
    answer = shop.run(prepared)
    assert isinstance(answer, RefusedByTarget)
    assert shop.sql("SELECT status, note FROM cases WHERE id = 1") == [("open", None)]


def test_rows_nobody_was_shown_are_rolled_back(shop: Shop) -> None:
    computed = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql(LOG)
    answer = shop.run(computed)
    assert isinstance(answer, RefusedByTarget)
    assert "nobody was shown" in answer.why
    assert shop.sql("SELECT count(*) FROM log") == [(0,)]
    gone = shop.prepare("delete", table="orders", key={"id": 10})
    shop.sql("INSERT INTO order_lines VALUES (102, 10, 'bulb')")
    answer = shop.run(gone)
    assert isinstance(answer, RefusedByTarget)
    assert "Order line 102" in answer.why
    assert shop.one("SELECT count(*) FROM order_lines") == 3


def test_a_computed_preview_runs_while_triggers_keep_to_what_was_shown(shop: Shop) -> None:
    shop.sql(TOUCH)
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.done(prepared)
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "resolved"


@pytest.mark.parametrize("value", [{"status": "forbidden"}, {"customer_id": 77}, {"number": "00048214"}])
def test_a_plain_refusal_changes_nothing(shop: Shop, value: dict[str, object]) -> None:
    checks = "ALTER TABLE cases DROP CONSTRAINT cases_status_check, DROP CONSTRAINT cases_customer_id_fkey, DROP CONSTRAINT cases_number_key"
    before = shop.sql("SELECT * FROM cases ORDER BY id")
    with shop.server.owner(shop.name) as owner:
        owner.execute(checks)
        prepared = shop.prepare("update", table="cases", key={"id": 1}, set=value)
        owner.execute(
            "ALTER TABLE cases ADD CHECK (status <> 'forbidden'), ADD UNIQUE (number), ADD FOREIGN KEY (customer_id) REFERENCES customers"
        )
    answer = shop.run(prepared)
    assert isinstance(answer, RefusedByTarget)
    assert "violates" in answer.why
    assert shop.sql("SELECT * FROM cases ORDER BY id") == before


def test_a_deferred_constraint_refuses_before_commit(shop: Shop) -> None:
    prepared = shop.prepare("update", table="orders", key={"id": 10}, set={"case_id": 99})
    shop.sql("ALTER TABLE orders ADD FOREIGN KEY (case_id) REFERENCES cases DEFERRABLE INITIALLY DEFERRED")
    answer = shop.run(prepared)
    assert isinstance(answer, RefusedByTarget)
    assert shop.notes.kept == []  # never came near COMMIT


def test_a_locked_row_is_not_sent(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    with shop.server.owner(shop.name) as other, other.transaction():
        other.execute("SELECT FROM cases WHERE id = 1 FOR UPDATE")
        answer = shop.run(prepared)
    assert isinstance(answer, NotSent)
    assert answer.retry_after_s
    assert isinstance(shop.run(prepared), Done)


def test_a_slow_statement_ends_inside_the_lease(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.sql("""CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(30); RETURN NEW; END$$;
        CREATE TRIGGER slow BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION slow()""")
    assert isinstance(shop.run(prepared, timeout_s=1), NotSent)
    assert isinstance(shop.run(prepared, lease_left_s=2.0), NotSent)
    assert isinstance(shop.run(prepared, lease_left_s=0.5), NotSent)
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"


def test_an_attempt_that_is_not_ours_any_more_rolls_back(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.notes = Notes(ours=False)
    assert isinstance(shop.run(prepared), NotSent)
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"


def test_a_note_that_cannot_be_stored_rolls_back(shop: Shop) -> None:
    def broken(_: object) -> bool:
        raise OSError("disk full")

    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    assert isinstance(shop.driver.execute(shop.work(prepared), shop.attempt(), broken), NotSent)
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"


def test_a_table_that_is_not_ticked_any_more_is_not_written(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    del shop.tables["cases"]
    assert isinstance(shop.run(prepared), RefusedByTarget)


def test_an_unreachable_database_is_not_sent(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.user = "nobody_here"
    assert isinstance(shop.run(prepared), NotSent)


def test_a_second_run_finds_the_record_moved(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    shop.done(prepared)
    assert isinstance(shop.run(prepared, "act_2"), Moved)


def test_the_customers_clock_and_zone_are_their_own(shop: Shop) -> None:
    shop.sql("ALTER TABLE orders ADD stamped timestamp DEFAULT now()")
    shop.done(shop.prepare("create", table="orders", set={"id": 50}))
    assert shop.one("SELECT abs(extract(epoch FROM stamped - localtimestamp)) < 60 FROM orders WHERE id = 50")


def test_text_forms_do_not_follow_the_roles_settings(shop: Shop) -> None:
    shop.sql("ALTER TABLE orders ADD paid bytea, ADD took interval, ADD at timestamptz, ADD x float8")
    shop.sql(
        "UPDATE orders SET paid = 'ab', took = '1 day 02:00', at = '2026-01-02 03:04:05+00', x = 0.1 WHERE id = 10"
    )
    prepared = shop.prepare("update", table="orders", key={"id": 10}, set=dict.fromkeys(["paid", "took", "at", "x"]))
    for name, value in {
        "datestyle": "SQL, DMY",
        "intervalstyle": "iso_8601",
        "bytea_output": "escape",
        "extra_float_digits": "-5",
    }.items():
        shop.sql(f"ALTER ROLE operations IN DATABASE {shop.name} SET {name} = '{value}'")
    done = shop.done(prepared)
    shop.undone(prepared, done)
    restored = shop.sql("SELECT paid, took::text, at = '2026-01-02 03:04:05+00', x FROM orders WHERE id = 10")
    assert restored == [(b"ab", "1 day 02:00:00", True, 0.1)]


def test_the_customers_people_see_one_transaction(shop: Shop) -> None:
    prepared = shop.prepare(
        "change",
        steps=[
            {"do": "update", "table": "cases", "key": {"id": 1}, "set": {"status": "resolved"}},
            {"do": "create", "table": "vouchers", "set": {"id": 8, "order_id": 10, "code": "SORRY"}},
        ],
    )
    shop.done(prepared)
    both = shop.sql("SELECT c.xmin = v.xmin FROM cases c, vouchers v WHERE c.id = 1 AND v.id = 8")
    assert both == [(True,)]


def test_a_connection_lost_before_commit_leaves_nothing_and_raises_nothing(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})

    class Killed(Notes):
        def __call__(self, proof: dict[str, object], /) -> bool:
            shop.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'operations'")
            return super().__call__(proof)

    shop.notes = Killed()
    answer = shop.run(prepared)
    assert isinstance(answer, InDoubt)
    assert isinstance(shop.reconcile(prepared, doubts=shop.doubts), NotThere)
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "open"
