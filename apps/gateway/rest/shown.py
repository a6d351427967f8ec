"""A proposal as its agent sees it: state, decision, and the changes read from the live record."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest

from apps.actions import document, kept, states
from apps.actions.models import Action, Proposal
from apps.agents.models import Agent
from apps.approvals import quorum
from apps.approvals.models import Request
from apps.connectors.contract import Cell, Change, Prepared, Value
from apps.connectors.models import Connection
from apps.core import ids
from apps.core.errors import NotFound
from apps.gateway.rest.shapes import AbsentOut, ActionOut, CellOut, ChangeOut, DecisionOut, ProposalOut, UndoOut
from apps.workspaces.models import User


def found(proposal_id: str, agent: Agent) -> Proposal:
    """A proposal of this agent. Any other is as one that does not exist."""
    try:
        pk = ids.parse("proposal", proposal_id)
    except ValueError:
        raise NotFound from None
    proposal = kept.proposals().filter(pk=pk, agent_id=agent.pk).first()
    if proposal is None:
        raise NotFound
    return proposal


def id_of(proposal: Proposal) -> str:
    return ids.say("proposal", proposal.pk)


def proposal(shown: Proposal, request: HttpRequest) -> ProposalOut:
    actions = list(Action.objects.filter(proposal_id=shown.pk).order_by("position"))
    names: dict[UUID | None, str] = dict(Connection.objects.values_list("pk", "name"))
    return ProposalOut(
        id=id_of(shown),
        run=ids.say("run", shown.run_id),
        state=states.of_proposal(action.state for action in actions).value,
        digest=shown.digest,
        title=shown.title,
        goal=shown.goal,
        asked_by=User.objects.get(pk=shown.asker_id).email,
        asked_by_named=shown.asker_named,
        actions=[_action(action, names.get(action.connection_id, "")) for action in actions],
        decision=_decision(shown, actions),
        url=request.build_absolute_uri(f"/proposals/{id_of(shown)}/"),
        created_at=shown.created_at,
    )


def _action(action: Action, connection: str) -> ActionOut:
    prepared = document.read(action.document).prepared if action.document else None
    return ActionOut(
        id=ids.say("action", action.pk), position=action.position, tool=action.tool, connection=connection,
        title=action.title, risk=action.risk, state=action.state, why=action.why,
        changes=_changes(prepared), text=prepared.text if prepared else "",
        undo=UndoOut(kind=prepared.undo.kind.value, say=prepared.undo.say) if prepared else None,
        result=action.result,
    )  # fmt: skip


def _changes(prepared: Prepared | None) -> list[ChangeOut]:
    return [_change(change) for change in prepared.changes] if prepared else []


def _change(change: Change) -> ChangeOut:
    before, after = _cell(change.before), _cell(change.after)
    return ChangeOut(
        record=change.record, field=change.field, before=before, after=after, moves=change.moves.value,
        before_text=change.shown_before or _text(change.before), after_text=change.shown_after or _text(change.after),
    )  # fmt: skip


def _cell(cell: Cell) -> CellOut | AbsentOut | None:
    if cell is None:
        return None
    return CellOut(type=cell.type, text=cell.text) if isinstance(cell, Value) else AbsentOut()


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Value) else ""


def _decision(shown: Proposal, actions: Sequence[Action]) -> DecisionOut:
    sentences = [rule["sentence"] for action in actions for rule in action.decision.get("matched", ())]
    return DecisionOut(outcome=shown.outcome, sentences=list(dict.fromkeys(sentences)), needs=_needs(shown))


def _needs(shown: Proposal) -> list[str]:
    """Before it runs, or of what ran first."""
    asked = Request.objects.filter(pk__in=[one for one in (shown.request_id, shown.afterwards_id) if one], state="open")
    return [needed.sentence for one in asked.order_by("id") for needed in quorum.still_needed(one)]
