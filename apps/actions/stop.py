"""Stop: nothing of this proposal runs that has not been sent yet."""

from uuid import UUID

from django.db import connection, transaction

from apps.actions import attempts, states
from apps.actions.models import Action, OpenWork, Proposal, State
from apps.approvals import requests
from apps.audit import log
from apps.billing import budgets
from apps.core import doorbell, ids
from apps.core.errors import NotFound, Refused
from apps.workspaces.access import Right, check
from apps.workspaces.models import User

STOPPABLE = (State.WAITING, State.APPROVED, State.EXECUTING)


@transaction.atomic
def stop(proposal_id: UUID, *, by: User, reason: str = "") -> int:
    """Stop what waits, is ready, or is claimed but not started. Returns how many actions were stopped.

    Raises Refused where nothing can be stopped any more.
    """
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    check(by, Right.STOP, proposal.workspace_id)
    stopped = what_has_not_begun(proposal, by=by, reason=reason)
    if not stopped:
        raise Refused("Nothing of this can be stopped any more: what has begun is on its way, the rest has ended.")
    if proposal.request_id:
        requests.withdraw(proposal.request_id)
    facts = {"stopped": stopped, "reason": reason}
    subject = ids.say("proposal", proposal.pk)
    log.append("proposal.stopped", workspace=proposal.workspace_id, subject=subject, by=by.said, facts=facts)
    doorbell.ring("run", proposal.run_id, workspace=proposal.workspace_id)
    return stopped


def what_has_not_begun(proposal: Proposal, *, by: User, reason: str) -> int:
    """Stop just that, in the caller's transaction. Returns how many actions were stopped."""
    return sum(_stop(action, by=by, reason=reason) for action in _stoppable(proposal))


def _stoppable(proposal: Proposal) -> list[Action]:
    work = OpenWork.objects.filter(proposal_id=proposal.pk, workspace_id=proposal.workspace_id, state__in=STOPPABLE)
    held = list(work.select_for_update().order_by("position").values_list("action_id", flat=True))
    return list(Action.objects.select_for_update().filter(pk__in=held).order_by("position"))


def _stop(action: Action, *, by: User, reason: str) -> bool:
    """False for one whose request may be on its way already."""
    if attempts.in_doubt(action.pk):
        return False
    why = f"Stopped by {by.name}" + (f": {reason}" if reason else ".")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = 'stopped'"
            " WHERE workspace_id = %s AND action_id = %s AND ended_at IS NULL",
            [action.workspace_id, action.pk],
        )
    budgets.release(action.pk)
    return states.move(
        action.pk, State.STOPPED, workspace=action.workspace_id, frm=State(action.state), by=by.said, why=why,
        lease_until=None,
    )  # fmt: skip
