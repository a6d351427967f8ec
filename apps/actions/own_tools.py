"""The tools of the built-in connector: Countersign governs itself by the same road. They take effect inside their own
settle transaction, since what they change is ours.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from apps.actions import claim, settle
from apps.actions.claim import Claim, Road
from apps.actions.draft import Step
from apps.actions.load import Loaded
from apps.actions.models import Action, Proposal
from apps.actions.permit import Picked
from apps.agents.models import Agent
from apps.connectors.contract import (
    Change,
    Facts,
    HasNone,
    JsonDict,
    Known,
    NoInverse,
    Prepared,
    Tier,
    Undo,
    UndoKind,
    Value,
)  # fmt: skip
from apps.core.errors import Invalid
from apps.workspaces import pause as flags
from apps.workspaces.models import Pause, User, Workspace
from apps.workspaces.pause import Scope

RESUME = "countersign.resume"


def prepare(step: Step) -> Prepared:
    """What an own tool would change, read from our own tables."""
    return {"resume": _prepare_resume}[step.tool.name](step)


def run(picked: Picked, loaded: Loaded) -> None:
    """Claim, take effect and settle."""
    taken = claim.claim(picked, Road.SHORT)
    if not isinstance(taken, Claim):
        claim.defer(picked, 2)
        return
    effect = EFFECTS[loaded.prepared.tool]
    with transaction.atomic():
        refused = effect(taken, loaded.prepared.arguments)
        if not refused:
            settle.positive(picked, {}, by=claim.WORKER, settled_by="answer", attempt=taken.attempt)
    if refused:
        settle.negative(taken, ended_as="refused", why=refused)


def undo_plan() -> NoInverse:
    return NoInverse(why="Pause again instead: a pause needs no signature.")


def _prepare_resume(step: Step) -> Prepared:
    arguments = step.wanted.arguments
    scope = Scope(arguments["scope"], UUID(arguments["id"]))
    standing = standing_on(scope)
    name = _name(scope)
    return Prepared(
        tool=RESUME, definition=step.tool.definition, title=f"Resume {name}", button=f"resuming {name}", record=name,
        risk=step.tool.risk, arguments=arguments, before={"pause": str(standing.pk)},
        changes=(_change(name, standing),), guard={"pause": str(standing.pk)}, request=arguments,
        facts=_facts(name), undo=Undo(kind=UndoKind.NONE, say="Pause again instead: a pause needs no signature."),
        hold_s=0, tier=Tier.A,
    )  # fmt: skip


def _change(name: str, standing: Pause) -> Change:
    paused = Value(type="text", text=f"paused: {standing.reason}" if standing.reason else "paused")
    return Change(record=name, field="State", before=paused, after=Value(type="text", text="running"))


def _facts(name: str) -> Facts:
    none = HasNone()
    return Facts(
        money=none, recipients=none, fields=none, permission_change=Known(value=False),
        billing_change=Known(value=False), count=Known(value=1), record=Known(value={"object": "Pause", "id": name}),
    )  # fmt: skip


def _resume(taken: Claim, arguments: JsonDict) -> str:
    """Lift the pause that was signed for, and wake what waited. A sentence where it stands no more."""
    scope = Scope(arguments["scope"], UUID(arguments["id"]))
    standing = Pause.objects.filter(pk=UUID(arguments["pause"]), resumed_at=None).first()
    if standing is None or not flags.clear_flag(scope, workspace=taken.picked.workspace, by=_asker(taken)):
        return "This pause does not stand any more."
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE actions_openwork SET due_at = clock_timestamp() WHERE workspace_id = %s AND state = 'approved'"
            " AND due_at < clock_timestamp() + interval '1 hour' AND EXISTS (SELECT 1 FROM actions_action a"
            " WHERE a.id = action_id AND coalesce(a.hold_until, '-infinity') <= clock_timestamp())",
            [taken.picked.workspace],
        )
    return ""


EFFECTS: dict[str, Callable[[Claim, JsonDict], str]] = {RESUME: _resume}


def _asker(taken: Claim) -> str:
    action = Action.objects.get(pk=taken.picked.action)
    return User.objects.get(pk=Proposal.objects.get(pk=action.proposal_id).asker_id).said


def standing_on(scope: Scope) -> Pause:
    """The pause of this scope. Raises Invalid where none stands."""
    found = Pause.objects.filter(scope_kind=scope.kind, scope_id=scope.id, resumed_at=None).first()
    if found is None:
        raise Invalid("There is no pause here to lift.")
    return found


def _name(scope: Scope) -> str:
    if scope.kind == "agent":
        return Agent.objects.get(pk=scope.id).name
    return Workspace.objects.get(pk=scope.id).name
