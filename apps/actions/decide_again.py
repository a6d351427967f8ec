"""Deciding again, where the policy in force is another, or signatures stand no more.

The same or milder: the new version is noted and signatures stand. Stricter: what remains is asked of people again, or
is denied.
"""

from uuid import UUID

from django.db import transaction

from apps.actions import approve, decide, document, draft, permit, recording, rules, signers, states
from apps.actions.draft import Drafted, Step, Wanted, who_asked
from apps.actions.models import Action, Occasion, Proposal, State
from apps.actions.permit import Hindrance
from apps.actions.rules import Rules
from apps.approvals import requests
from apps.core import doorbell, scope
from apps.policies import lattice
from apps.policies.decision import Decision

OPEN = (State.WAITING, State.APPROVED)
STRICTER = {"suggest": State.SUGGESTED, "deny": State.DENIED}


@transaction.atomic
def decide_again(proposal_id: UUID, *, by: str) -> State | None:
    """Decide what remains of a proposal by the rules in force. Returns where its actions went, if any remain."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    remaining, drafted, decision = as_recorded(proposal)
    if not remaining:
        return None
    current = rules.in_force()
    for action, one in zip(remaining, drafted, strict=True):
        Action.objects.filter(pk=action.pk).update(
            decision=one.decision.model_dump(mode="json"), policy_version_id=current.version_id
        )
    again = [one.decided for one in drafted]
    recording.keep(current, drafted[0].step.id, again, proposal=proposal.pk, occasion=Occasion.AGAIN)
    return _apply(proposal, remaining, drafted, decision, by=by)


def as_recorded(proposal: Proposal) -> tuple[list[Action], list[Drafted], Decision]:
    """What remains of a proposal, decided by the rules in force over the facts that were recorded."""
    remaining = list(Action.objects.filter(proposal_id=proposal.pk, state__in=OPEN).order_by("position"))
    current = rules.in_force()
    drafted = [_decided(action, proposal, current) for action in remaining]
    return remaining, drafted, lattice.strictest([one.decision for one in drafted])


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
    if decision.outcome in STRICTER:
        move_all(remaining, STRICTER[decision.outcome], by=by, why="The policy in force now decides otherwise.")
        doorbell.ring("run", proposal.run_id, workspace=proposal.workspace_id)
        return STRICTER[decision.outcome]
    if decision.outcome == "auto" or signers.signed_enough(proposal, decision, drafted):
        if any(action.state == State.WAITING for action in remaining):
            approve.make_ready(proposal, by=by)
        return State.APPROVED
    why = "The policy in force now asks for other signatures."
    move_all([one for one in remaining if one.state == State.APPROVED], State.WAITING, by=by, why=why)
    if proposal.request_id:
        requests.supersede(proposal.request_id)
    signers.ask(proposal, decision, drafted)
    return State.WAITING


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
