"""Undo: not a state but a proposed inverse, with its own diff, decision, signatures and entries.

One open or standing undo per action: a second click returns it. One that ended without effect, or was itself undone,
makes room for the next under a new key.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.actions import draft, inverse, propose
from apps.actions.draft import Asked, Wanted
from apps.actions.models import Action, Proposal, State
from apps.agents.models import Agent
from apps.connectors.contract import NoInverse
from apps.core import ids
from apps.core.canonical import digest
from apps.core.errors import NotFound, Refused
from apps.runs.models import Run
from apps.workspaces.access import Right, check
from apps.workspaces.models import User


class Wait(Refused):
    code = "wait"


@dataclass(frozen=True)
class Plan:
    """What an undo would take back, last first, and what it leaves out with the reason."""

    originals: tuple[Action, ...]
    wanted: tuple[Wanted, ...]
    left_out: tuple[str, ...]


def undo(proposal_id: UUID, *, by: User, leave_out: Collection[UUID] = ()) -> Proposal:
    """Propose to take back what a proposal did, as one proposal in reverse order.

    Raises Wait while something is running or unknown, Refused where nothing can be taken back.
    """
    original = Proposal.objects.filter(pk=proposal_id).first()
    if original is None:
        raise NotFound
    return _undo([original], by=by, leave_out=leave_out)


def undo_run(run_id: UUID, *, by: User, leave_out: Collection[UUID] = ()) -> Proposal:
    """Propose to take back what a run did, in all of its proposals."""
    made = list(Proposal.objects.filter(run_id=run_id, undoes_id=None).order_by("-id"))
    if not made:
        raise NotFound
    return _undo(made, by=by, leave_out=leave_out)


def _undo(originals: Sequence[Proposal], *, by: User, leave_out: Collection[UUID]) -> Proposal:
    first = originals[0]
    check(by, Right.UNDO, first.workspace_id)
    done = _done([one.pk for one in originals])
    if standing := inverse.standing(done):
        return standing
    plan = _plan(done, leave_out)
    if not plan.wanted:
        raise Refused("Nothing of this can be taken back. " + " ".join(plan.left_out))
    return _propose(first, plan, by=by)


def _done(proposals: Sequence[UUID]) -> list[Action]:
    """The done writes of these proposals, last first. Raises Wait while one is under way."""
    actions = list(Action.objects.filter(proposal_id__in=proposals).exclude(document=None).order_by("-id"))
    actions.sort(key=lambda one: (one.proposal_id, one.position), reverse=True)
    if any(action.state in (State.EXECUTING, State.UNKNOWN) for action in actions):
        raise Wait("Wait for the outcome: something of this is still running or unknown.")
    done = [action for action in actions if action.state == State.DONE]
    if not done:
        raise Refused("Nothing of this was done, so there is nothing to take back.")
    return done


def _plan(done: Sequence[Action], leave_out: Collection[UUID]) -> Plan:
    """The inverse of each, read against the record as it is now. Raises Refused where a record moved since."""
    originals: list[Action] = []
    wanted: list[Wanted] = []
    left_out: list[str] = []
    for action in done:
        found = "You left it out." if action.pk in leave_out else _inverse(action, originals)
        if isinstance(found, str):
            left_out.append(f"{action.title}: {found}")
        else:
            originals.append(action)
            wanted.append(found)
    return Plan(tuple(originals), tuple(wanted), tuple(left_out))


def _inverse(action: Action, later: Sequence[Action]) -> Wanted | str:
    """What takes this action back once `later` is taken back, or why nothing does."""
    found = inverse.plan(action, later)
    if isinstance(found, NoInverse):
        return found.why
    return Wanted(action.connection_id, found.tool, found.arguments, undoes=action.pk)


def _propose(original: Proposal, plan: Plan, *, by: User) -> Proposal:
    agent = Agent.objects.get(pk=original.agent_id)
    run = Run.objects.get(pk=original.run_id)
    asked = Asked(agent, by, run, undoing=True, goal=f"Take back: {original.title}")
    key = inverse.key_for(plan.originals[0])
    fingerprint = digest([ids.say("action", action.pk) for action in plan.originals])
    return propose.put(
        asked, draft.steps(plan.wanted), key=key, fingerprint=fingerprint, undoes=original.pk, left_out=plan.left_out
    )  # fmt: skip
