"""The end of a trial: whoever works while rows and books are compared makes what was kept look lost."""

from pathlib import Path

import pytest
from django.db import connection

from apps.actions.models import Action
from apps.console.faults import brokers, place, rest
from apps.console.faults.wire import ask
from apps.core import scope
from tests.brokers.conftest import Listening

pgmq = pytest.mark.parametrize("running", ["pgmq"], indirect=True, scope="session")  # how a trial ends is one on all
SLOW = {"slow": 1000}
DROPPED = {"dropped": 1000}  # it does it, and hangs up


def misbehaves(listening: Listening, mix: dict[str, int]) -> None:
    for port in listening.ports:
        ask(port, "POST", "/__mix", mix, timeout_s=5)


def states() -> set[str]:
    return set(Action.objects.values_list("state", flat=True))


@pgmq
def test_whoever_rests_has_ended_what_he_was_at_and_may_be_called_back(listening: Listening) -> None:
    actions = listening.propose(10)
    misbehaves(listening, SLOW)
    listening.ring(actions[0])
    brokers.wait(lambda: "executing" in states(), "Nothing was begun.")
    listening.crew.rest()
    misbehaves(listening, {})
    assert not any(map(listening.crew.alive, listening.crew.hands))
    assert "executing" not in states()
    assert sum(listening.effects().values()) == Action.objects.filter(state="done").count() > 0
    listening.crew.resume()
    listening.ring(actions[0])
    listening.done()


@pgmq
def test_what_its_target_can_still_tell_of_is_waited_for_and_nobody_works_any_more(listening: Listening) -> None:
    """It is unknown, and done when the key is asked again: after the books were read, it would have been lost."""
    (action,) = listening.propose()
    misbehaves(listening, DROPPED)
    listening.ring(action)
    brokers.wait(lambda: states() == {"unknown"}, "It did not become unknown.")
    misbehaves(listening, {})
    listening.crew.hire("reaper", 1)
    with scope.workspace():  # a trial has none open: row security would show it nothing to wait for
        assert rest.moving([listening.place.id]) == 1
        rest.come_to_rest(listening.crew, [listening.place.id], listening.ports)
    assert (states(), rest.moving([listening.place.id])) == ({"done"}, 0)
    assert not any(map(listening.crew.alive, listening.crew.hands))


@pgmq
def test_what_nobody_can_tell_of_is_not_waited_for(listening: Listening) -> None:
    (action,) = listening.propose()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_action SET tier = 'D', state = 'unknown' WHERE id = %s", [action])
        cursor.execute("UPDATE actions_openwork SET state = 'unknown' WHERE action_id = %s", [action])
    assert rest.moving([listening.place.id]) == 0


def test_a_target_whose_port_somebody_else_took_first_takes_another(tmp_path: Path) -> None:
    """A second trial on this machine answers there just as well, into books of its own."""
    with place.target(tmp_path, "A", 1, "none", 0) as taken, (tmp_path / "said.log").open("ab") as said:
        first = iter([taken])
        process, port = place.listening(lambda free: place.spawned(next(first, free), ("--seed", "1"), said), "A")
        try:
            assert port != taken
            assert place.answers(port, process)
            assert not place.answers(taken, process)
        finally:
            process.kill()
            process.wait()
