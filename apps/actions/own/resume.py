"""Resuming after a pause: the only thing that passes it."""

from uuid import UUID

from django.db import connection

from apps.actions.claim import Claim
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.agents.models import Agent
from apps.connectors.contract import Change, JsonDict, NoInverse, Prepared, Tier, Undo, UndoKind
from apps.core.errors import Invalid
from apps.workspaces import pause as flags
from apps.workspaces.models import Pause, Workspace
from apps.workspaces.pause import Scope

RESUME = "countersign.resume"
AGAIN = "Pause again instead: a pause needs no signature."


def standing_on(scope: Scope) -> Pause:
    """The pause of this scope. Raises Invalid where none stands."""
    found = Pause.objects.filter(scope_kind=scope.kind, scope_id=scope.id, resumed_at=None).first()
    if found is None:
        raise Invalid("There is no pause here to lift.")
    return found


def _prepare(step: Step) -> Prepared:
    arguments = step.wanted.arguments
    scope = Scope(arguments["scope"], UUID(arguments["id"]))
    standing = standing_on(scope)
    name = _name(scope)
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
    """Lift the pause that was signed for, and wake what waited. A sentence where it stands no more."""
    scope = Scope(arguments["scope"], UUID(arguments["id"]))
    standing = Pause.objects.filter(pk=UUID(arguments["pause"]), resumed_at=None).first()
    if standing is None or not flags.clear_flag(scope, workspace=taken.picked.workspace, by=asker(taken).said):
        return "This pause does not stand any more."
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE actions_openwork SET due_at = clock_timestamp() WHERE workspace_id = %s AND state = 'approved'"
            " AND due_at < clock_timestamp() + interval '1 hour' AND EXISTS (SELECT 1 FROM actions_action a"
            " WHERE a.id = action_id AND coalesce(a.hold_until, '-infinity') <= clock_timestamp())",
            [taken.picked.workspace],
        )
    return ""


def _inverse(_: Prepared) -> NoInverse:
    return NoInverse(why=AGAIN)


def _name(scope: Scope) -> str:
    if scope.kind == "agent":
        return Agent.objects.get(pk=scope.id).name
    return Workspace.objects.get(pk=scope.id).name


TOOL = OwnTool(_prepare, _resume, _inverse)
