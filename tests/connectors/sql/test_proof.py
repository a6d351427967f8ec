"""Exactly once, wherever the process or the connection dies: the marker row or the transaction's status tells."""

import json
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from apps.connectors.contract import Done, Found, InDoubt, JsonDict, NotThere, Prepared, Tier, Unclear
from apps.connectors.drivers.sql import marker_sql
from apps.core import failpoints
from tests.connectors.sql.proxy import Proxy
from tests.connectors.sql.shop import Shop

FORK = multiprocessing.get_context("fork")
PLACES = ["sql.after_claim", "sql.before_proof", "note.before", "note.after", "sql.before_commit", "sql.after_commit"]


@pytest.fixture(params=["marker", "xact"])
def proof(request: pytest.FixtureRequest, shop: Shop) -> str:
    shop.sql("CREATE TABLE paid (id serial PRIMARY KEY, amount numeric)")
    shop.sql("GRANT ALL ON paid TO operations; GRANT ALL ON SEQUENCE paid_id_seq TO operations")
    shop.tick("paid", object="Payment")
    if request.param == "marker":
        shop.install_marker()
    return str(request.param)


def pay(shop: Shop) -> Prepared:
    return shop.prepare("create", table="paid", set={"amount": 184.5})


class Kept:
    """The spine's table of proofs, in a file that survives the process."""

    def __init__(self, path: Path, die: str = "") -> None:
        self.path, self.die = path, die

    def __call__(self, proof: JsonDict, /) -> bool:
        if self.die == "note.before":
            os._exit(9)
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps(proof))
        draft.replace(self.path)  # whole or not at all, as a row of a table
        if self.die == "note.after":
            os._exit(9)
        return True

    @property
    def doubts(self) -> tuple[JsonDict, ...]:
        return (json.loads(self.path.read_text()),) if self.path.exists() else ()


def die_at(shop: Shop, prepared: Prepared, place: str, kept: Path) -> None:
    """Run one attempt in a child that ends itself there, as kill -9 would."""

    def attempt() -> None:
        os.environ[failpoints.VARIABLE] = f"{place}=exit"
        failpoints._armed.cache_clear()
        shop.driver.execute(shop.work(prepared), shop.attempt(), Kept(kept, place))
        os._exit(0)

    child = FORK.Process(target=attempt)
    child.start()
    child.join(20)
    assert child.exitcode in (0, 1, 9)


def settled(shop: Shop, prepared: Prepared, doubts: tuple[JsonDict, ...]) -> Any:
    """What a look finds, once the dead attempt's transaction is over."""
    for _ in range(600):
        looked = shop.reconcile(prepared, doubts=doubts, number=2)
        if not isinstance(looked, Unclear):
            return looked
        time.sleep(0.05)
    raise AssertionError(looked.why)


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_that_dies_leaves_exactly_one_effect(shop: Shop, proof: str, place: str, tmp_path: Path) -> None:
    prepared, kept = pay(shop), Kept(tmp_path / "proof")
    assert prepared.tier is (Tier.A if proof == "marker" else Tier.C)
    die_at(shop, prepared, place, kept.path)
    looked = settled(shop, prepared, kept.doubts)
    assert isinstance(looked, Found) == (shop.one("SELECT count(*) FROM paid") == 1)
    result = shop.done(prepared).result if isinstance(looked, NotThere) else looked.result
    assert shop.one("SELECT count(*) FROM paid") == 1
    shop.undone(prepared, Done(result=result))
    assert shop.one("SELECT count(*) FROM paid") == 0


def test_kills_at_any_moment_around_commit_leave_exactly_one_effect(shop: Shop, proof: str, tmp_path: Path) -> None:
    chance, found = random.Random(7), 0
    prepared = pay(shop)
    for trial in range(20):
        kept, key = Kept(tmp_path / f"proof{trial}"), f"act_{trial}"

        def attempt(kept: Kept = kept, key: str = key) -> None:
            shop.driver.execute(shop.work(prepared), shop.attempt(key), kept)
            os._exit(0)

        child = FORK.Process(target=attempt)
        child.start()
        time.sleep(chance.uniform(0.01, 0.06))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        for _ in range(600):
            looked = shop.reconcile(prepared, key, doubts=kept.doubts, number=2)
            if not isinstance(looked, Unclear):
                break
            time.sleep(0.05)
        found += isinstance(looked, Found)
        if isinstance(looked, NotThere):
            shop.done(prepared, key)
        assert shop.one("SELECT count(*) FROM paid") == trial + 1
    assert 0 <= found <= 20


@pytest.mark.parametrize("forwards", [True, False])
def test_a_connection_lost_around_commit_is_in_doubt_until_it_is_asked_for(
    shop: Shop, proof: str, forwards: bool
) -> None:
    prepared = pay(shop)
    with Proxy(shop.server.port, ends_at=b"COMMIT\0", forwards=forwards) as proxy:
        answer = shop.driver.execute(shop.work(prepared, port=proxy.port), shop.attempt(), shop.notes)
    assert isinstance(answer, InDoubt), answer
    looked = settled(shop, prepared, shop.doubts)
    assert isinstance(looked, Found if forwards else NotThere)
    assert shop.one("SELECT count(*) FROM paid") == int(forwards)


def test_a_connection_lost_before_commit_was_not_sent(shop: Shop, proof: str) -> None:
    prepared = pay(shop)
    with Proxy(shop.server.port, ends_at=b'INSERT INTO "public"', forwards=True) as proxy:
        answer = shop.driver.execute(shop.work(prepared, port=proxy.port), shop.attempt(), shop.notes)
    assert type(answer).__name__ == "NotSent", answer
    assert isinstance(settled(shop, prepared, shop.doubts), NotThere)
    assert shop.one("SELECT count(*) FROM paid") == 0


def test_a_transaction_still_under_way_is_unclear(shop: Shop, proof: str, tmp_path: Path) -> None:
    prepared, kept = pay(shop), Kept(tmp_path / "proof")
    gate = tmp_path / "gate"

    def attempt() -> None:
        os.environ[failpoints.VARIABLE] = f"sql.before_commit=hold:{gate}"
        failpoints._armed.cache_clear()
        shop.driver.execute(shop.work(prepared), shop.attempt(), kept)
        os._exit(0)

    child = FORK.Process(target=attempt)
    child.start()
    while (
        shop.one("SELECT count(*) FROM pg_stat_activity WHERE usename = 'operations' AND state = 'idle in transaction'")
        == 0
    ):
        time.sleep(0.01)
    time.sleep(0.2)
    assert isinstance(shop.reconcile(prepared, doubts=kept.doubts, number=2), Unclear)
    gate.touch()
    child.join(20)
    assert isinstance(shop.reconcile(prepared, doubts=kept.doubts, number=2), Found)


def test_the_same_key_never_has_its_effect_twice(shop: Shop) -> None:
    shop.install_marker()
    prepared = shop.prepare("create", table="vouchers", set={"id": 8, "code": "SORRY"})
    first = shop.done(prepared)
    shop.sql("DELETE FROM vouchers WHERE id = 8")
    again = shop.done(prepared)
    assert again.result == first.result
    assert shop.one("SELECT count(*) FROM vouchers WHERE id = 8") == 0
    assert shop.sql("SELECT key, result::json->'rows' IS NOT NULL FROM countersign.applied") == [("act_1", True)]


def test_a_status_nobody_knows_any_more_is_unclear(shop: Shop) -> None:
    prepared = shop.prepare("create", table="vouchers", set={"id": 8})
    shop.done(prepared)
    stored = shop.notes.kept[0]
    ahead = str(int(stored["xid"]) + 1_000_000)
    assert isinstance(shop.reconcile(prepared, doubts=(stored | {"xid": ahead},)), Unclear)
    assert isinstance(shop.reconcile(prepared, doubts=(stored | {"xid": "3"},)), Unclear)
    assert isinstance(shop.reconcile(prepared, doubts=(stored | {"server": "another"},)), Unclear)
    assert isinstance(shop.reconcile(prepared, doubts=(stored,)), Found)


def test_an_attempt_that_stored_no_proof_had_no_effect(shop: Shop) -> None:
    prepared = shop.prepare("create", table="vouchers", set={"id": 8})
    assert isinstance(shop.reconcile(prepared), NotThere)


def test_a_database_that_does_not_answer_is_unclear(shop: Shop) -> None:
    prepared = shop.prepare("create", table="vouchers", set={"id": 8})
    shop.user = "nobody_here"
    assert isinstance(shop.reconcile(prepared), Unclear)


def test_a_marker_table_that_vanished_is_not_worked_around(shop: Shop) -> None:
    shop.install_marker()
    prepared = shop.prepare("create", table="vouchers", set={"id": 8})
    shop.sql("DROP SCHEMA countersign CASCADE")
    assert "is gone" in shop.run(prepared).why  # type: ignore[union-attr]  # a no says why
    assert isinstance(shop.reconcile(prepared), Unclear)


def test_the_printed_sql_runs_twice_quotes_the_login_and_gives_no_more_than_needed(shop: Shop) -> None:
    shop.sql(marker_sql("operations"))
    shop.sql(marker_sql("operations"))
    assert 'TO "odd""name; DROP"' in marker_sql('odd"name; DROP')
    rights = "has_table_privilege('operations', 'countersign.applied', %s)"
    assert [shop.sql(f"SELECT {rights}", right)[0][0] for right in ("SELECT", "INSERT", "UPDATE", "DELETE")] == [
        *(True, True, False, False),
    ]


def test_a_commit_that_turns_into_a_rollback_is_no_success(shop: Shop) -> None:
    """A constraint trigger made deferrable again by another trigger speaks only at COMMIT."""
    shop.sql("""CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
        IF pg_trigger_depth() < 2 AND NEW.code = 'LATE' THEN SET CONSTRAINTS ALL DEFERRED; UPDATE vouchers SET code = 'later' WHERE id = NEW.id; END IF;
        IF NEW.code = 'later' THEN RAISE 'too late'; END IF; RETURN NULL; END$$;
        CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON vouchers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late()""")
    prepared = shop.prepare("update", table="vouchers", key={"id": 7}, set={"code": "LATE"})
    answer = shop.run(prepared)
    assert not isinstance(answer, Done)
    assert shop.one("SELECT code FROM vouchers WHERE id = 7") == "WELCOME"
