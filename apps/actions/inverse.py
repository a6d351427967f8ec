"""The inverse of one done action: what would take it back, whether that is proposed already, and under which key."""

from collections.abc import Sequence

from apps.actions import own_tools
from apps.actions.load import load
from apps.actions.models import Action, Proposal, State
from apps.actions.permit import pick
from apps.connectors import engine
from apps.connectors.contract import InverseCall, NoInverse
from apps.core.errors import Refused

OVER = (State.FAILED, State.STOPPED, State.REJECTED, State.LAPSED, State.DENIED)  # it ended without effect


def plan(action: Action, later: Sequence[Action] = ()) -> InverseCall | NoInverse:
    """The inverse call, read against the record as it is once `later`, last first, is taken back."""
    picked = pick(action.pk, action.workspace_id)
    if picked is None:
        raise Refused("This action is gone.")
    loaded = load(picked)
    if loaded.own:
        return own_tools.undo_plan(loaded.prepared)
    same = [one.result or {} for one in later if one.connection_id == action.connection_id]
    return engine.undo_plan(loaded.prepared, action.result or {}, loaded.opened, later=same)


def standing(originals: Sequence[Action]) -> Proposal | None:
    """The open or standing undo of any of these, where there is one."""
    inverses = Action.objects.filter(undoes_id__in=[one.pk for one in originals]).order_by("-id")
    for one in inverses:
        if not over(one):
            return Proposal.objects.get(pk=one.proposal_id)
    return None


def over(undo: Action) -> bool:
    """Did this undo end without effect, or was it itself undone?"""
    if undo.state in OVER:
        return True
    if undo.state != State.DONE:
        return False
    return any(again.state == State.DONE and not over(again) for again in Action.objects.filter(undoes_id=undo.pk))


def key_for(original: Action) -> str:
    """`undo:<action>`, and `undo:<action>:<n>` once earlier ones are over."""
    earlier = Action.objects.filter(undoes_id=original.pk).count()
    return f"undo:{original.pk.hex}" + (f":{earlier + 1}" if earlier else "")
