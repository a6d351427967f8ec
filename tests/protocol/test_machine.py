"""The real steps in every order that hypothesis thinks of; the model's invariants hold after each of them.

`PROTOCOL_EXAMPLES=2000 PROTOCOL_STEPS=60` looks deeper.
"""

import os
from uuid import UUID

import pytest
from hypothesis import Phase, settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.harness.promises import Seen
from tests.harness.rehearsal import MILDER, STRICTER, Rehearsal
from tests.harness.stage import WIRE, Puppet, Request

EXAMPLES = int(os.environ.get("PROTOCOL_EXAMPLES", "15"))
STEPS = int(os.environ.get("PROTOCOL_STEPS", "20"))
PHASES = (
    tuple(Phase) if "PROTOCOL_SHRINK" in os.environ else (Phase.explicit, Phase.generate)
)  # a shrunk trace costs minutes
THERE: list[Rehearsal] = []
WHICH = strategies.integers(0, 5)
WHO = strategies.integers(0, 1)


class Protocol(RuleBasedStateMachine):
    """Small instances: up to two proposals and their undos, two workers, one target."""

    def __init__(self) -> None:
        super().__init__()
        self.there = THERE[0]
        self.actions: list[UUID] = []
        self.refuses = False
        self.paused = False

    def teardown(self) -> None:
        for worker in self.there.workers:
            while worker.at != "idle":
                worker.die()
        self.there.stage.wire.clear()
        self.there.resume()
        self.there.publish(MILDER)
        self.there.cap(10**9)
        self.there.promises.actions.clear()
        self.there.promises.before = Seen()
        self.there.promises.broken.clear()

    @initialize(
        first=strategies.lists(strategies.sampled_from("ABCD"), min_size=1, max_size=2),
        second=strategies.lists(strategies.sampled_from("ABCD"), max_size=1),
        careful=strategies.booleans(),
    )
    def propose(self, first: list[str], second: list[str], careful: bool) -> None:
        self.actions = self.there.propose(*first, careful=careful)
        if second:
            self.actions += self.there.propose(*second)
        self.there.promises.check()

    # --- workers ---

    @rule(who=WHO, which=WHICH)
    def take(self, who: int, which: int) -> None:
        worker = self.there.workers[who]
        if worker.at == "idle":
            worker.take(self._action(which))
            self._well(worker)

    @rule(who=WHO)
    def go(self, who: int) -> None:
        """On; from the wire: the request timeout."""
        worker = self.there.workers[who]
        if worker.at != "idle":
            worker.go()
            self._well(worker)

    @rule(who=WHO)
    def die(self, who: int) -> None:
        if self.there.workers[who].at != "idle":
            self.there.workers[who].die()

    # --- the target ---

    @precondition(lambda self: self.there.stage.wire)
    @rule(which=WHICH, heard=strategies.booleans(), refused=strategies.booleans())
    def arrive(self, which: int, heard: bool, refused: bool) -> None:
        self.there.stage.arrive(
            self._request(which), heard=heard, refused=refused and self.there.stage.wire[0].body["op"] != "set"
        )

    @precondition(lambda self: self.there.stage.wire)
    @rule(which=WHICH)
    def is_lost(self, which: int) -> None:
        self.there.stage.lose(self._request(which))

    @rule(which=WHICH, value=strategies.sampled_from(["somebody's", "", "new 0"]))
    def somebody_edits(self, which: int, value: str) -> None:
        self.there.edit(self._action(which), value)

    # --- the clocks ---

    @rule()
    def too_late(self) -> None:
        self.there.stage.too_late()

    @rule(which=WHICH)
    def lease_over(self, which: int) -> None:
        self.there.stage.lease_over(self._action(which))

    @rule(which=WHICH)
    def grace_over(self, which: int) -> None:
        action = self._action(which)
        if not self.there.may_arrive(action):
            self.there.stage.quiet(action)

    @rule()
    def reap(self) -> None:
        self.there.reap()

    # --- people ---

    @rule(which=WHICH)
    def stop(self, which: int) -> None:
        self.there.stop(self._action(which))

    @rule(which=WHICH, again=strategies.booleans())
    def word(self, which: int, again: bool) -> None:
        self.there.word(self._action(which), again=again)

    @rule(which=WHICH)
    def undo(self, which: int) -> None:
        made = self.there.undo(self._action(which))
        self.actions += [one for one in made if one not in self.actions]

    @rule()
    def pause_or_resume(self) -> None:
        self.there.resume() if self.paused else self.there.pause()
        self.paused = not self.paused

    @rule()
    def report_quiet(self) -> None:
        self.there.report_quiet()

    @rule(cap=strategies.sampled_from([0, 7, 14, 10**9]))
    def cap(self, cap: int) -> None:
        self.there.cap(cap)

    @rule(stricter=strategies.booleans())
    def publish(self, stricter: bool) -> None:
        self.there.publish(STRICTER if stricter else MILDER)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        self.there.withdraw(self._action(which))

    @invariant()
    def promises_hold(self) -> None:
        self.there.promises.check()

    def _action(self, which: int) -> UUID:
        return self.actions[which % len(self.actions)]

    def _request(self, which: int) -> Request:
        return self.there.stage.wire[which % len(self.there.stage.wire)]

    @staticmethod
    def _well(worker: Puppet) -> None:
        if worker.at == "idle" and worker.broke is not None:
            raise worker.broke


@pytest.mark.usefixtures("rehearsal")
def test_the_steps_keep_the_promises_in_whatever_order_they_come(rehearsal: Rehearsal) -> None:
    THERE[:] = [rehearsal]
    run_state_machine_as_test(
        Protocol, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, phases=PHASES)
    )


def test_a_request_waits_on_the_wire_until_it_is_told_to_arrive(rehearsal: Rehearsal) -> None:
    (action,) = rehearsal.propose("A")
    worker = rehearsal.workers[0]
    worker.take(action)
    worker.to(WIRE)
    rehearsal.promises.check()
    rehearsal.stage.arrive(rehearsal.on_the_wire(action))
    worker.end()
    rehearsal.promises.check()
    assert rehearsal.state(action) == "done"
