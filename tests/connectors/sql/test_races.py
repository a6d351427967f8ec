"""What can race, races: on one key one effect, on one record one change, and nobody writes over anybody."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.connectors.contract import Answer, Done, Moved, NotSent, Prepared
from tests.connectors.sql.shop import Notes, Shop


def at_once(shop: Shop, prepared: list[Prepared], keys: list[str]) -> list[Answer]:
    def run(place: int) -> Answer:
        return shop.driver.execute(shop.work(prepared[place]), shop.attempt(keys[place]), Notes())

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(run, range(len(keys))))


def test_eight_workers_with_one_key_have_one_effect(shop: Shop) -> None:
    shop.install_marker()
    shop.sql(
        "CREATE TABLE paid (id serial PRIMARY KEY); GRANT ALL ON paid TO operations; GRANT ALL ON SEQUENCE paid_id_seq TO operations"
    )
    shop.tick("paid")
    prepared = shop.prepare("create", table="paid")
    answers = at_once(shop, [prepared] * 8, ["act_1"] * 8)
    assert any(isinstance(answer, Done) for answer in answers)
    assert all(isinstance(answer, Done | NotSent) for answer in answers)
    assert shop.one("SELECT count(*) FROM paid") == 1


@pytest.mark.parametrize("trial", range(5))
def test_two_proposals_on_one_record_change_it_once(shop: Shop, trial: int) -> None:
    one = shop.prepare("update", table="cases", key={"id": 1}, set={"status": f"one{trial}"})
    two = shop.prepare("update", table="cases", key={"id": 1}, set={"status": f"two{trial}"})
    answers = at_once(shop, [one, two] * 2, ["act_1", "act_2", "act_3", "act_4"])
    assert sum(isinstance(answer, Done) for answer in answers) == 1
    assert all(isinstance(answer, Done | Moved | NotSent) for answer in answers)
    winner = next(place for place, answer in enumerate(answers) if isinstance(answer, Done))
    assert shop.one("SELECT status FROM cases WHERE id = 1") == f"{'two' if winner % 2 else 'one'}{trial}"


def test_an_edit_that_commits_while_we_wait_for_the_row_is_not_written_over(shop: Shop) -> None:
    prepared = shop.prepare("update", table="cases", key={"id": 1}, set={"status": "resolved"})
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'operations' AND wait_event_type = 'Lock'"
    with shop.server.owner(shop.name) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN")
        other.execute("UPDATE cases SET status = 'contested' WHERE id = 1")
        answer = pool.submit(shop.run, prepared)
        while not answer.done() and not shop.one(waiting):
            time.sleep(0.005)
        other.execute("COMMIT")
        assert isinstance(answer.result(), Moved | NotSent)  # not sent, where this machine took 300 ms to notice
    assert shop.one("SELECT status FROM cases WHERE id = 1") == "contested"
