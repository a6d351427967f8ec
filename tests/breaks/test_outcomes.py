"""The model's break table, second part: what came of it, what is done about doubt, and undo."""

from uuid import UUID

import psycopg

from tests.breaks.test_claims import in_doubt
from tests.harness import environment
from tests.harness.rehearsal import Rehearsal
from tests.harness.stage import WIRE


def send(there: Rehearsal, tier: str, *, heard: bool) -> UUID:
    """An action that was sent and had its effect; its worker heard of it, or died."""
    (action,) = there.propose(tier)
    worker = there.workers[0]
    worker.take(action)
    worker.to(WIRE)
    there.stage.arrive(there.on_the_wire(action), heard=heard)
    worker.end() if heard else worker.die()
    there.promises.check()
    return action


def lost(there: Rehearsal, action: UUID) -> None:
    there.stage.lease_over(action)
    there.reap()
    there.promises.check()


def again(there: Rehearsal, action: UUID) -> None:
    """Another worker does what it finds right; what it sends arrives."""
    worker = there.workers[1]
    worker.take(action)
    while worker.at != "idle":
        there.stage.arrive(there.on_the_wire(action)) if worker.at == WIRE else worker.go()
        there.promises.check()
    assert worker.broke is None


def test_doubt_holds_budget(rehearsal: Rehearsal) -> None:
    lost(rehearsal, send(rehearsal, "D", heard=False))


def test_tier_wait(rehearsal: Rehearsal) -> None:
    """Its worker still has the request in hand; nobody looks, finds nothing and sends again before it is too late."""
    (action,) = rehearsal.propose("C")
    first, second = rehearsal.workers
    first.take(action)
    first.to("send.before_write")
    lost(rehearsal, action)
    second.take(action)
    while second.at not in ("idle", "send.before_write"):
        second.go()
    rehearsal.promises.check()
    first.to(WIRE)
    rehearsal.promises.check()
    assert (second.at, rehearsal.state(action)) == ("idle", "unknown")


def test_reconcile(rehearsal: Rehearsal) -> None:
    action = send(rehearsal, "C", heard=False)
    rehearsal.stage.quiet(action)
    lost(rehearsal, action)
    again(rehearsal, action)
    assert rehearsal.state(action) == "done"


def test_own_attempt_only(rehearsal: Rehearsal) -> None:
    """The refusal of attempt 2 says nothing of attempt 1, which arrives after it."""
    (action,) = rehearsal.propose("A")
    first, second = rehearsal.workers
    first.take(action)
    first.to(WIRE)
    rehearsal.promises.check()
    late = rehearsal.on_the_wire(action)
    first.end()
    second.take(action)
    second.to(WIRE)
    rehearsal.promises.check()
    rehearsal.stage.arrive(next(one for one in rehearsal.stage.wire if one is not late), refused=True)
    second.end()
    rehearsal.promises.check()
    assert rehearsal.state(action) == "unknown"
    rehearsal.stage.arrive(late)
    rehearsal.promises.check()


def test_record_version(rehearsal: Rehearsal) -> None:
    """It had its effect; somebody sets the record back; a second attempt must not fit."""
    action = send(rehearsal, "B", heard=False)
    rehearsal.edit(action, "")
    lost(rehearsal, action)
    again(rehearsal, action)
    assert rehearsal.state(action) == "unknown"


def test_version_kept(rehearsal: Rehearsal) -> None:
    test_record_version(rehearsal)


def test_key_window(rehearsal: Rehearsal) -> None:
    action = send(rehearsal, "A", heard=False)
    lost(rehearsal, action)
    rehearsal.stage.key_grows_old(action)
    rehearsal.stage.key_is_forgotten(action)
    again(rehearsal, action)
    assert rehearsal.state(action) == "unknown"


def test_word_waits(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("D")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to("send.before_write")
    lost(rehearsal, action)
    taken = rehearsal.word(action)
    rehearsal.promises.check()
    worker.to(WIRE)
    rehearsal.promises.check()
    assert not taken
    rehearsal.stage.lose(rehearsal.on_the_wire(action))
    rehearsal.stage.quiet(action)
    assert rehearsal.word(action)


def test_found_so(rehearsal: Rehearsal) -> None:
    """An identical change by somebody else is not taken for ours."""
    (action,) = rehearsal.propose("B")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to("send.before_write")
    worker.die()
    rehearsal.edit(action, "new 0")
    lost(rehearsal, action)
    again(rehearsal, action)
    assert rehearsal.state(action) == "done"


def test_late_proof(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("D")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(WIRE)
    lost(rehearsal, action)
    rehearsal.stage.arrive(rehearsal.on_the_wire(action))
    worker.end()
    rehearsal.promises.check()
    assert rehearsal.state(action) == "done"


def test_undo_waits(rehearsal: Rehearsal) -> None:
    action = in_doubt(rehearsal, "A")
    assert rehearsal.undo(action) == []
    rehearsal.promises.check()


def test_undo_once(rehearsal: Rehearsal) -> None:
    action = send(rehearsal, "B", heard=True)
    assert rehearsal.undo(action) == rehearsal.undo(action) != []
    rehearsal.promises.check()


def test_undo_again(rehearsal: Rehearsal) -> None:
    action = send(rehearsal, "B", heard=True)
    (first,) = rehearsal.undo(action)
    rehearsal.stop(first)
    (second,) = rehearsal.undo(action)
    rehearsal.promises.check()
    assert (first != second, rehearsal.state(first)) == (True, "stopped")


def test_rest_stops(rehearsal: Rehearsal) -> None:
    first, second = rehearsal.propose("A", "D")
    worker = rehearsal.workers[0]
    worker.take(first)
    worker.to(WIRE)
    rehearsal.promises.check()
    rehearsal.stage.arrive(rehearsal.on_the_wire(first), refused=True)
    worker.end()
    rehearsal.reap()
    rehearsal.promises.check()
    assert (rehearsal.state(first), rehearsal.state(second)) == ("failed", "stopped")


def test_reaper_expires(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("D")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to("claim.after_commit")
    worker.die()
    lost(rehearsal, action)
    assert rehearsal.state(action) == "unknown"


def test_reaper_rings(rehearsal: Rehearsal) -> None:
    """Every message is lost; whoever is due is rung for again."""
    rehearsal.propose("D")
    with psycopg.connect(environment.place.url("cs_broker", environment.QUEUE), autocommit=True) as queue:
        queue.execute("SELECT pgmq.purge_queue('work')")
        rehearsal.reap()
        assert queue.execute("SELECT count(*) FROM pgmq.q_work").fetchone() == (1,)


def test_tier_d_never(rehearsal: Rehearsal) -> None:
    action = send(rehearsal, "D", heard=False)
    lost(rehearsal, action)
    rehearsal.stage.quiet(action)
    again(rehearsal, action)
    assert rehearsal.state(action) == "unknown"
