"""Deciding again, where the policy in force is another, or signatures stand no more.

The same or milder: the new version is noted and signatures stand. Stricter: what remains is asked of people again, or
is denied.
"""

import logging
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from apps.actions import (
    afterwards,
    approve,
    decide,
    document,
    doing,
    draft,
    owed,
    permit,
    recording,
    rules,
    signers,
    states,
    telling,
)
from apps.actions.draft import Drafted, Step, Wanted, who_asked
from apps.actions.models import Action, Occasion, Proposal, State
from apps.actions.permit import Hindrance
from apps.actions.rules import Rules
from apps.approvals import requests
from apps.core import doorbell, scope
from apps.core.errors import Refused
from apps.policies import lattice
from apps.policies.decision import Decision
from apps.policies.models import InForce

log = logging.getLogger(__name__)

OPEN = (State.WAITING, State.APPROVED)
# No version has this id, so the claim finds that the policy in force is not the one that decided.
UNSETTLE = """
UPDATE actions_action SET policy_version_id = '00000000-0000-0000-0000-000000000000' WHERE id IN (
    SELECT a.id FROM actions_openwork w JOIN actions_action a ON a.id = w.action_id AND a.workspace_id = w.workspace_id
    WHERE w.workspace_id = %s AND a.state IN ('waiting', 'approved') AND (a.agent_id = %s OR %s)
    ORDER BY a.id FOR UPDATE OF a)
"""
STRICTER = {"suggest": State.SUGGESTED, "deny": State.DENIED}


@transaction.atomic
def decide_again(proposal_id: UUID, *, by: str) -> State | None:
    """Decide what remains of a proposal by the rules in force. Returns where its actions went, if any remain."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if not Action.objects.filter(proposal_id=proposal.pk, state__in=OPEN).exists():
        return None
    remaining, drafted, decision = as_recorded(proposal)
    current, asked = rules.in_force(), who_asked(proposal)
    for action, one in zip(remaining, drafted, strict=True):
        Action.objects.filter(pk=action.pk).update(
            decision=one.decision.model_dump(mode="json"), policy_version_id=current.version_id,
            above_version_id=current.above_id, past=doing.kept(one, asked, current),
        )  # fmt: skip
    again = [one.decided for one in drafted]
    recording.keep(current, drafted[0].step.id, again, proposal=proposal.pk, occasion=Occasion.AGAIN)
    return _apply(proposal, remaining, drafted, decision, by=by)


def as_recorded(proposal: Proposal) -> tuple[list[Action], list[Drafted], Decision]:
    """What remains of a proposal, decided by the rules in force over the facts that were recorded."""
    remaining = list(Action.objects.filter(proposal_id=proposal.pk, state__in=OPEN).order_by("position"))
    current = rules.in_force()
    drafted = [_decided(action, proposal, current) for action in remaining]
    decision = lattice.strictest([one.decision for one in drafted])
    if signers.was_applied(proposal):
        decision = signers.of_an_applied_suggestion(decision)
    return remaining, drafted, decision


def all_open(version_id: UUID, *, by: str) -> int:
    """After a publication, here or of the organisation: decide again what is open and was decided by another version.
    Returns how many proposals.

    It goes proposal by proposal, each in its own transaction. What is missed is met by the claim, which compares.
    """
    current = rules.in_force()
    if version_id not in (current.version_id, current.above_id):
        return 0
    same = _is("policy_version_id", current.version_id) & _is("above_version_id", current.above_id)
    others = Action.objects.filter(~same, state__in=OPEN)
    moved = list(others.order_by("proposal_id").values_list("proposal_id", flat=True).distinct())
    for proposal in moved:
        try:
            decide_again(proposal, by=by)
        except Refused as why:  # its tool or connection is gone: whoever takes it up says so and stops it
            log.info("Proposal %s is not decided again: %s", proposal, why)
    return len(moved)


def _is(column: str, version: UUID | None) -> Q:
    return Q(**{f"{column}__isnull": True}) if version is None else Q(**{column: version, f"{column}__isnull": False})


def unsettle(workspace: UUID, agent: UUID | None) -> None:
    """What this agent, or every agent, has open is decided again: another ladder stands now. No claim passes before."""
    with connection.cursor() as cursor:
        cursor.execute(UNSETTLE, [workspace, agent, agent is None])
    for version in InForce.objects.filter(workspace_id=workspace).values_list("version_id", flat=True):
        doorbell.ring("policy", version, workspace=workspace)


def where_the_ground_moved(proposal_id: UUID, *, by: str) -> State | None:
    """Decide again only where the decision or the signatures of something ready do not stand any more."""
    ready = Action.objects.filter(proposal_id=proposal_id, state=State.APPROVED).values_list("pk", flat=True)
    with transaction.atomic():
        picked = permit.pick_many(ready, scope.required())
        why = permit.hindrances(picked, permit.share_and_ask(picked)) if picked else {}
    moved = {Hindrance.POLICY, Hindrance.SIGNATURES} & set(why.values())
    return decide_again(proposal_id, by=by) if moved else None


def _apply(
    proposal: Proposal, remaining: list[Action], drafted: list[Drafted], decision: Decision, *, by: str
) -> State:
    Proposal.objects.filter(pk=proposal.pk).update(outcome=decision.outcome)
    telling.tell(proposal, decision, drafted, by=by)
    afterwards.again(proposal, drafted)
    if decision.outcome in STRICTER:
        if proposal.request_id:
            requests.withdraw(proposal.request_id)
        move_all(remaining, STRICTER[decision.outcome], by=by, why="The policy in force now decides otherwise.")
        doorbell.ring("run", proposal.run_id, workspace=proposal.workspace_id)
        return STRICTER[decision.outcome]
    if _stands(proposal, drafted, decision):
        if any(action.state == State.WAITING for action in remaining):
            approve.make_ready(proposal, by=by)
        afterwards.begin(proposal, held_s=owed.longest_hold_s(drafted))
        return State.APPROVED
    why = "The policy in force now asks for other signatures."
    move_all([one for one in remaining if one.state == State.APPROVED], State.WAITING, by=by, why=why)
    return State.WAITING


def _stands(proposal: Proposal, drafted: list[Drafted], decision: Decision) -> bool:
    """Has everybody signed who is asked now? Who is asked in vain is asked no more, and who was not is asked."""
    if decision.outcome == "auto":
        signers.ask_no_more(proposal)
        return True
    if signers.asks_the_same(proposal, decision, drafted):
        return signers.signed_enough(proposal, decision, drafted) or signers.ask_anew(proposal, decision, drafted)
    return signers.ask_otherwise(proposal, decision, drafted)


def _decided(action: Action, proposal: Proposal, current: Rules) -> Drafted:
    """The action decided anew over the facts that were recorded: nothing is read again."""
    part = document.read(action.document or b"")
    [found] = draft.steps([Wanted(action.connection_id, action.tool, part.prepared.arguments, action.undoes_id)])
    step = Step(found.wanted, found.tool, found.opened, action.pk)
    asked = who_asked(proposal)
    return Drafted(step, part.prepared, decide.after_looking(step, asked, current, part.prepared))


def move_all(actions: list[Action], to: State, *, by: str, why: str) -> None:
    for action in actions:
        if action.state == to:
            continue
        frm, due_s = State(action.state), signers.SIGN_WITHIN.total_seconds()
        states.move(action.pk, to, workspace=action.workspace_id, frm=frm, by=by, why=why, due_s=due_s)
