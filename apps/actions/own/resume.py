"""Resuming after a pause: the only thing that passes it. People propose it, and another admin signs."""

from functools import partial
from uuid import UUID

from django.db import transaction

from apps.actions import park
from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.connectors.contract import Change, JsonDict, NoInverse, Prepared, Tier, Undo, UndoKind
from apps.core import ids
from apps.core.errors import Invalid
from apps.workspaces import pause as flags
from apps.workspaces.models import Pause
from apps.workspaces.pause import Scope

RESUME = "countersign.resume"
AGAIN = "Pause again instead: a pause needs no signature."
BY_OPERATOR = "The whole installation was paused by its operator, who alone lifts that."


def standing_on(scope: Scope) -> Pause:
    """The pause of this scope. Raises Invalid where none stands, or where it is the operator's to lift."""
    if scope.kind == "installation":
        raise Invalid(BY_OPERATOR)
    found = Pause.objects.filter(scope_kind=scope.kind, scope_id=scope.id, resumed_at=None).first()
    if found is None:
        raise Invalid("There is no pause here to lift.")
    return found


def _prepare(step: Step) -> Prepared:
    arguments = step.wanted.arguments
    standing = standing_on(Scope(arguments["scope"], UUID(arguments["id"])))
    name = standing.called
    return Prepared(
        tool=RESUME, definition=step.tool.definition, title=f"Resume {name}", button=f"resuming {name}", record=name,
        risk=step.tool.risk, arguments=arguments, before={"pause": str(standing.pk)},
        changes=(_change(name, standing),), guard={"pause": str(standing.pk)}, request=arguments,
        facts=facts("Pause", name), undo=Undo(kind=UndoKind.NONE, say=AGAIN), hold_s=0, tier=Tier.A,
    )  # fmt: skip


def _change(name: str, standing: Pause) -> Change:
    paused = text(f"paused: {standing.reason}" if standing.reason else "paused")
    return Change(record=name, field="State", before=paused, after=text("running"))


def _resume(taken: Claim, arguments: JsonDict) -> str:
    """Lift the pause that was signed for, and wake what sleeps, in steps. A sentence where it stands no more."""
    scope, workspace = Scope(arguments["scope"], UUID(arguments["id"])), taken.picked.workspace
    standing = Pause.objects.filter(pk=UUID(arguments["pause"]), resumed_at=None).first()
    why = f"Signed as {ids.say('proposal', taken.picked.proposal)}."
    if standing is None or not flags.clear_flag(scope, workspace=workspace, by=asker(taken).said, why=why):
        return "This pause does not stand any more."
    transaction.on_commit(partial(park.wake, workspace))
    return ""


def _inverse(_: Prepared) -> NoInverse:
    return NoInverse(why=AGAIN)


TOOL = OwnTool(_prepare, _resume, _inverse)
