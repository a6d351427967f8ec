"""The model's break table, first part: what stands between an approved action and the wire.

Each test is the shortest trace of the rule that it is named after, through the real steps. `python -m
tests.breaks.remove` takes the rule out and shows that the test fails then.
"""

import threading
from uuid import UUID

import psycopg

from apps.actions import execute
from apps.console.faults import brokers
from tests.harness import environment
from tests.harness.rehearsal import STRICTER, Rehearsal
from tests.harness.stage import WIRE

APPROVED = "claim.after_commit"
READ = "guard.after_read"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    " AND pid <> pg_backend_pid()"
)


def in_doubt(there: Rehearsal, tier: str) -> UUID:
    """An action whose first attempt was sent; its worker is dead, its lease is over, and it is shown as unknown."""
    (action,) = there.propose(tier)
    there.workers[0].take(action)
    there.workers[0].to(WIRE)
    there.workers[0].die()
    there.stage.lease_over(action)
    there.reap()
    there.promises.check()
    assert there.state(action) == "unknown"
    return action


def test_start_mark(rehearsal: Rehearsal) -> None:
    """After the claim of a second attempt, and before its start mark, a pause commits: nothing more is sent."""
    action = in_doubt(rehearsal, "A")
    worker = rehearsal.workers[1]
    worker.take(action)
    worker.to(READ)
    rehearsal.pause()
    rehearsal.promises.check()
    worker.end()
    rehearsal.promises.check()
    assert (len(rehearsal.stage.everything), rehearsal.state(action)) == (1, "unknown")


def test_attempt_fence(rehearsal: Rehearsal) -> None:
    """A worker whose attempt was ended for it makes no start mark any more, though the action is executing again."""
    action = in_doubt(rehearsal, "A")
    first, second = rehearsal.workers
    second.take(action)
    second.to(READ)
    rehearsal.stage.lease_over(action)
    rehearsal.reap()
    first.take(action)
    first.to("send.before_write")
    rehearsal.promises.check()
    rehearsal.stage.late_s = 0  # the second believes that it has time
    second.go()
    rehearsal.promises.check()
    while second.at != "idle":
        second.go()
        rehearsal.promises.check()


def test_settle_fence(rehearsal: Rehearsal) -> None:
    """Stopped while a worker still reads: what it says afterwards changes nothing."""
    (action,) = rehearsal.propose("B")
    rehearsal.edit(action, "somebody's")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(APPROVED)
    rehearsal.stop(action)
    worker.end()
    rehearsal.promises.check()
    assert (rehearsal.state(action), worker.broke) == ("stopped", None)


def test_deadline(rehearsal: Rehearsal) -> None:
    """A worker wakes long after its lease: all has been reported quiet, and it sends nothing."""
    (action,) = rehearsal.propose("D")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(APPROVED)
    rehearsal.stage.quiet(action)
    rehearsal.pause()
    assert rehearsal.report_quiet()
    rehearsal.promises.check()
    worker.end()
    rehearsal.promises.check()
    assert rehearsal.stage.everything == []


def test_pause_check(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("D")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(READ)
    rehearsal.pause()
    rehearsal.promises.check()
    worker.end()
    rehearsal.promises.check()
    assert rehearsal.stage.everything == []


def test_list_attempts(rehearsal: Rehearsal) -> None:
    """Attempt 1's late answer made the action done while attempt 2 is about to send: the pause lists it."""
    (action,) = rehearsal.propose("A")
    first, second = rehearsal.workers
    first.take(action)
    first.to(WIRE)
    rehearsal.stage.lease_over(action)
    rehearsal.reap()
    second.take(action)
    second.to("send.before_write")
    rehearsal.stage.arrive(rehearsal.on_the_wire(action))
    first.end()
    assert rehearsal.state(action) == "done"
    rehearsal.pause()
    rehearsal.promises.check()
    second.to(WIRE)
    rehearsal.promises.check()


def test_pause_lock(rehearsal: Rehearsal) -> None:
    """A claim has read that nothing is paused, and waits for its budget: the pause waits for it, or ends it."""
    (action,) = rehearsal.propose("D")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(READ)
    with psycopg.connect(environment.place.superuser, dbname=environment.MAIN) as other:
        other.execute("SELECT 1 FROM billing_budget FOR UPDATE")
        on = threading.Thread(target=worker.go)
        on.start()
        brokers.wait(lambda: other.execute(WAITING).fetchone() == (1,), "The claim does not wait for its budget.")
        rehearsal.pause()
        rehearsal.promises.check()
    on.join()
    rehearsal.promises.check()
    worker.end()
    rehearsal.promises.check()
    assert rehearsal.stage.everything == []


def test_digest_check(rehearsal: Rehearsal) -> None:
    """Whoever signed may sign no more: the signature stands no longer over this document."""
    (action,) = rehearsal.propose("D", careful=True)
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(READ)
    rehearsal.place.signer.groups.clear()
    worker.end()
    rehearsal.promises.check()
    assert rehearsal.stage.everything == []


def test_policy_check(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("D")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(READ)
    rehearsal.publish(STRICTER)
    rehearsal.promises.check()
    worker.end()
    rehearsal.promises.check()
    assert (rehearsal.stage.everything, rehearsal.state(action)) == ([], "waiting")


def test_reserve_in_claim(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("A")
    rehearsal.cap(0)
    rehearsal.workers[0].take(action)
    rehearsal.workers[0].end()
    rehearsal.promises.check()
    assert (rehearsal.stage.everything, rehearsal.state(action)) == ([], "stopped")


def test_reserve_once(rehearsal: Rehearsal) -> None:
    """The claim of a second attempt finds the reservation of the first."""
    action = in_doubt(rehearsal, "A")
    rehearsal.workers[1].take(action)
    rehearsal.promises.check()
    assert rehearsal.workers[1].broke is None
    assert rehearsal.state(action) == "executing"


def test_cap_not_a_constraint(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("A")
    rehearsal.workers[0].take(action)
    rehearsal.workers[0].to(APPROVED)
    rehearsal.cap(0)
    rehearsal.promises.check()


def test_order(rehearsal: Rehearsal) -> None:
    first, second = rehearsal.propose("A", "D")
    rehearsal.workers[0].take(second)
    rehearsal.workers[0].end()
    rehearsal.promises.check()
    assert (rehearsal.stage.everything, rehearsal.state(first)) == ([], "approved")


def test_hold_before_claim(rehearsal: Rehearsal) -> None:
    """While the hold runs nobody takes it up; a change by somebody else in that time is seen afterwards."""
    (action,) = rehearsal.propose("P")
    worker = rehearsal.workers[0]
    worker.begin(lambda: execute.run_due(5))
    worker.end()
    rehearsal.promises.check()
    assert (rehearsal.stage.everything, rehearsal.state(action)) == ([], "approved")


def test_guard(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("P")
    rehearsal.stage.hold_over(action)
    rehearsal.edit(action, "somebody's")
    worker = rehearsal.workers[0]
    worker.take(action)
    while worker.at not in ("idle", WIRE):
        worker.go()
    if worker.at == WIRE:
        rehearsal.stage.arrive(rehearsal.on_the_wire(action))
    rehearsal.promises.check()
    worker.end()
    assert rehearsal.state(action) == "failed"


def test_entry(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("D")
    rehearsal.workers[0].take(action)
    rehearsal.workers[0].to(APPROVED)
    rehearsal.promises.check()
