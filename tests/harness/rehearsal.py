"""The steps of the model as calls: what a worker does, what befalls it, what people do. After each, the promises hold."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from apps.actions import approve, pause, reaper, rules, settle, stop, undo, word
from apps.actions.draft import Asked, Wanted
from apps.actions.models import Action, Proposal
from apps.billing import budgets
from apps.billing.models import Budget
from apps.console.faults import world
from apps.console.faults.place import TIERS
from apps.console.faults.world import Place
from apps.core import ids, scope
from apps.core.errors import Refused
from apps.policies.publish import publish
from apps.runs import record
from apps.workspaces import pause as flags
from apps.workspaces.models import Pause
from apps.workspaces.pause import Scope
from tests.harness import stage as stages
from tests.harness.promises import Promises
from tests.harness.stage import Puppet, Request, Stage

PORTS = dict.fromkeys(TIERS, 1)
MILDER = "Write to anything without asking."
STRICTER = "Writing to anything needs one person from Support leads."


@dataclass(eq=False)
class Rehearsal:
    place: Place
    stage: Stage
    promises: Promises
    workers: tuple[Puppet, Puppet]
    proposals: dict[UUID, UUID] = field(default_factory=dict)  # by action

    # --- what there is ---

    def propose(self, *tiers: str, careful: bool = False, record_of: str = "") -> list[UUID]:
        """One proposal with an action for each tier; where the agent is careful, somebody has signed it."""
        wanted = [world.wanted(self.place, tier, record=record_of, value=f"new {n}") for n, tier in enumerate(tiers)]
        proposal = self._propose(wanted, careful=careful)
        if careful:
            self.sign(proposal)
        return self._join(proposal)

    def sign(self, proposal: Proposal) -> None:
        approve.sign(proposal.pk, by=self.place.signer, digest=Proposal.objects.get(pk=proposal.pk).digest)
        Action.objects.filter(proposal_id=proposal.pk).update(hold_until=None)

    def _propose(self, wanted: Sequence[Wanted], *, careful: bool) -> Proposal:
        agent = self.place.agents[careful]
        run = record.open_run(agent, goal="A rehearsal", asker=self.place.asker)
        return world.propose_one(Asked(agent, self.place.asker, run), rules.in_force(), wanted)

    def _join(self, proposal: Proposal) -> list[UUID]:
        made = list(Action.objects.filter(proposal_id=proposal.pk).order_by("position"))
        for one in made:
            if one.pk not in self.proposals:
                self.proposals[one.pk] = proposal.pk
                self.promises.actions.append(one.pk)
                if one.tier == "B":
                    self.stage.signed[ids.say("action", one.pk)] = self.stage.books.read(self.record(one.pk))[0]
        return [one.pk for one in made]

    def record(self, action: UUID) -> str:
        return Action.objects.get(pk=action).title.partition(": ")[2]

    def state(self, action: UUID) -> str:
        return str(Action.objects.get(pk=action).state)

    # --- the wire ---

    def on_the_wire(self, action: UUID) -> Request:
        return next(one for one in self.stage.wire if one.key == ids.say("action", action))

    def may_arrive(self, action: UUID) -> bool:
        """Is a request on the wire, or about to be written by a worker past its last check?"""
        key = ids.say("action", action)
        flying = any(one.key == key for one in self.stage.wire)
        return flying or any(one.at == "send.before_write" for one in self.workers)

    # --- reaper and people ---

    def reap(self) -> None:
        reaper.sweep()

    def stop(self, action: UUID) -> None:
        with suppress(Refused):
            stop.stop(self.proposals[action], by=self.place.signer)

    def word(self, action: UUID, says: word.Says | None = None, *, again: bool = False) -> bool:
        """A person says what they saw at the target; it is true. False where it is not taken now."""
        happened = self.stage.books.counts().get(ids.say("action", action), 0)
        true: word.Says = "happened" if happened else "try again" if again else "did not"
        try:
            word.word(action, by=self.place.signer, says=says or true)
        except Refused:
            return False
        return True

    def undo(self, action: UUID) -> list[UUID]:
        """The actions of the undo that is clicked; nothing where it cannot be."""
        try:
            proposal = undo.undo(self.proposals[action], by=self.place.signer)
        except Refused:
            return []
        if any(one.state == "waiting" for one in Action.objects.filter(proposal_id=proposal.pk)):
            with suppress(Refused):
                self.sign(proposal)
        return self._join(proposal)

    def pause(self) -> None:
        pause.pause(self._whole, by=self.place.signer, reason="A rehearsal")

    def resume(self) -> None:
        with transaction.atomic():
            flags.clear_flag(self._whole, workspace=self.place.id, by="operator")

    def report_quiet(self) -> bool:
        return any([pause.report_quiet(one.pk) for one in Pause.objects.filter(resumed_at=None)])

    def cap(self, cap: int, name: str = "Payouts") -> None:
        budgets.set_cap(Budget.objects.get(name=name).pk, cap, by="operator")

    def publish(self, *sentences: str) -> None:
        publish(
            self.place.id, name="trial", sentences=sentences, vocabulary=rules.vocabulary(), by="operator", last_editor=None
        )  # fmt: skip

    def withdraw(self, action: UUID) -> None:
        with suppress(Refused):
            approve.withdraw(self.proposals[action], by=self.place.signer)

    def edit(self, action: UUID, value: str) -> None:
        """Somebody else writes into the record at the target."""
        self.stage.books.edit(self.record(action), value)

    def stop_the_rest(self, action: UUID) -> None:
        settle.stop_the_rest(self.place.id, self.proposals[action], by="reaper")

    @property
    def _whole(self) -> Scope:
        return Scope("workspace", self.place.id)


@contextmanager
def on_stage(place: Place) -> Iterator[Rehearsal]:
    """The workspace is in scope. Whoever is still held in the end goes home."""
    with scope.workspace(place.id), stages.set_up(place.id) as stage:
        made = Rehearsal(place, stage, Promises(stage), (Puppet(stage), Puppet(stage)))
        try:
            yield made
        finally:
            for worker in made.workers:
                while worker.at != "idle":
                    worker.die()


def everything_holds(rehearsal: Rehearsal, steps: Sequence[Callable[[], object]]) -> None:
    """Do these one after the other; after each the promises hold."""
    for step in steps:
        step()
        rehearsal.promises.check()
