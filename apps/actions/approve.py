"""Signing and declining. The last signature that was needed makes the actions ready and sends them off."""

from functools import partial
from uuid import UUID

from django.db import connection, transaction

from apps.actions import afterwards, document, owed, signers, states, stepup, stop
from apps.actions.models import Action, OpenWork, Proposal, State
from apps.actions.stepup import Proofs
from apps.agents.models import Agent
from apps.approvals import quorum
from apps.audit import log
from apps.core import doorbell, ids
from apps.core.errors import NotFound, Refused
from apps.workspaces.access import Right, check, role_ids_of
from apps.workspaces.models import User


@transaction.atomic
def sign(proposal_id: UUID, *, by: User, digest: str, proofs: Proofs | None = None) -> Proposal:
    """One person's yes to exactly this document. Raises Stale for another digest, NotEntitled for who may not.

    `proofs`: what they confirm it with (`stepup.confirmed`); raises Unconfirmed where more is asked.
    """
    given = proofs or {}
    proposal = _entitled(proposal_id, by)
    if afterwards.is_asked(proposal):
        afterwards.sign(proposal, by=by, digest=digest, proofs=given)
        stepup.use(given)
        return proposal
    signed = quorum.sign(
        _request(proposal), by=by, groups=role_ids_of(by.pk, proposal.workspace_id), digest=digest,
        roles_of=partial(role_ids_of, workspace_id=proposal.workspace_id), proofs=given,
    )  # fmt: skip
    stepup.use(given)
    facts = {"digest": digest, "completed": signed.completed, "confirmed with": sorted(given)}
    if by.pk == proposal.asker_id:
        facts["own wish"] = True  # the only admin, the clicker of an exact undo, or who applied a suggestion
    _enter("proposal.signed", proposal, by, facts)
    if signed.completed:
        make_ready(proposal, by=by.said)
    return proposal


@transaction.atomic
def decline(proposal_id: UUID, *, by: User, digest: str, reason: str) -> Proposal:
    """One person's no, with a reason: none of the actions will run that has not begun."""
    proposal = _entitled(proposal_id, by)
    if afterwards.is_asked(proposal):
        stop.what_has_not_begun(proposal, by=by, reason=reason.strip())
        afterwards.decline(proposal, by=by, digest=digest, reason=reason)
        doorbell.ring("run", proposal.run_id, workspace=proposal.workspace_id)
        return proposal
    groups = role_ids_of(by.pk, proposal.workspace_id)
    quorum.decline(_request(proposal), by=by, groups=groups, digest=digest, reason=reason)
    _enter("proposal.declined", proposal, by, {"digest": digest, "reason": reason.strip()})
    for action in waiting(proposal):
        why = f"Declined by {by.name}: {reason.strip()}"
        states.move(action.pk, State.REJECTED, workspace=action.workspace_id, frm=State.WAITING, by=by.said, why=why)
    doorbell.ring("run", proposal.run_id, workspace=proposal.workspace_id)
    return proposal


@transaction.atomic
def withdraw(proposal_id: UUID, *, by: User) -> Proposal:
    """Take one's signature back while nothing has begun. What was ready waits for signatures again."""
    proposal = _entitled(proposal_id, by)
    held = _open_actions(proposal)
    if not held or any(action.state not in (State.WAITING, State.APPROVED) for action in held):
        raise Refused("What you signed has begun already, so your signature stands.")
    quorum.withdraw(_request(proposal), by=by)
    afterwards.forget(proposal)
    _enter("proposal.signature_withdrawn", proposal, by, {"digest": proposal.digest})
    for action in held:
        if action.state == State.APPROVED:
            why = f"{by.name} took their signature back."
            states.move(
                action.pk, State.WAITING, workspace=action.workspace_id, frm=State.APPROVED, by=by.said, why=why,
                due_s=signers.SIGN_WITHIN.total_seconds(),
            )  # fmt: skip
    return proposal


def make_ready(proposal: Proposal, *, by: str) -> None:
    """Every action waits only for its hold, its turn and no pause from now on. The hold counts from this moment."""
    held = [0]
    for action in waiting(proposal):
        hold_s = owed.hold_s_of(action, document.read(action.document or b"").prepared)
        states.move(
            action.pk, State.APPROVED, workspace=action.workspace_id, frm=State.WAITING, by=by, due_s=hold_s,
            facts={"digest": proposal.digest, "held for seconds": hold_s},
        )  # fmt: skip
        _hold(action.pk, hold_s)
        held.append(hold_s)
    afterwards.begin(proposal, held_s=max(held))
    doorbell.ring("action", proposal.pk, workspace=proposal.workspace_id)


def waiting(proposal: Proposal) -> list[Action]:
    """The proposal's actions that wait for signatures, locked in order."""
    return [action for action in _open_actions(proposal) if action.state == State.WAITING]


def _open_actions(proposal: Proposal) -> list[Action]:
    work = OpenWork.objects.filter(proposal_id=proposal.pk, workspace_id=proposal.workspace_id)
    held = list(work.select_for_update().order_by("position").values_list("action_id", flat=True))
    return list(Action.objects.select_for_update().filter(pk__in=held).order_by("position"))


def _entitled(proposal_id: UUID, by: User) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    check(by, Right.SIGN, proposal.workspace_id, Agent.objects.get(pk=proposal.agent_id))
    return proposal


def _request(proposal: Proposal) -> UUID:
    if proposal.request_id is None:
        raise Refused("This does not ask for a signature.")
    return proposal.request_id


def _enter(kind: str, proposal: Proposal, by: User, facts: dict[str, object]) -> None:
    subject = ids.say("proposal", proposal.pk)
    log.append(kind, workspace=proposal.workspace_id, subject=subject, by=by.said, facts=facts)


def _hold(action: UUID, hold_s: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE actions_action SET hold_until = clock_timestamp() + make_interval(secs => %s) WHERE id = %s",
            [hold_s, action],
        )
