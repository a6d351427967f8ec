"""No room in a budget, and what its hard line says: stop, ask the budget's owners, or fall back to a suggestion."""

from django.db import transaction

from apps.actions import afterwards, claim, decide_again, settle, signers
from apps.actions.models import Action, Proposal, State
from apps.actions.permit import Picked
from apps.actions.reserve import BUDGET
from apps.approvals import requests
from apps.billing.budgets import OverCap
from apps.billing.models import HardLine
from apps.policies.decision import Decision, Outcome
from apps.policies.decision import Requirement as Needed
from apps.workspaces.access import ADMINS
from apps.workspaces.models import Role


def hold_to(picked: Picked, over: OverCap) -> None:
    """Do with the action what the strictest of the budgets without room says. It has consumed nothing."""
    if over.hard_line == HardLine.ASK:
        _ask(picked, over)
    elif over.hard_line == HardLine.SUGGEST and picked.position == 1:
        _suggest(picked, over)
    else:  # what has begun is not begun anew by whoever applies a suggestion
        settle.stopped(picked, why=str(over))
        settle.stop_the_rest(picked.workspace, picked.proposal, by=claim.WORKER)


@transaction.atomic
def _ask(picked: Picked, over: OverCap) -> None:
    """What remains waits for signatures again: those it had to have, and one of each budget's owners."""
    proposal = Proposal.objects.select_for_update().get(pk=picked.proposal)
    remaining, drafted, decision = decide_again.as_recorded(proposal)
    if not remaining:
        return
    decide_again.move_all(remaining, State.WAITING, by=claim.WORKER, why=str(over))
    afterwards.again(proposal, drafted)
    if proposal.request_id:
        requests.supersede(proposal.request_id)
    signers.ask(proposal, _with_owners(decision, over), drafted)


@transaction.atomic
def _suggest(picked: Picked, over: OverCap) -> None:
    Proposal.objects.select_for_update().get(pk=picked.proposal)
    remaining = Action.objects.filter(proposal_id=picked.proposal, state__in=decide_again.OPEN).order_by("position")
    decide_again.move_all(list(remaining), State.SUGGESTED, by=claim.WORKER, why=str(over))
    settle.finish(picked)


def _with_owners(decision: Decision, over: OverCap) -> Decision:
    admins = Role.objects.get(name=ADMINS).pk
    owners = tuple(
        Needed(people=1, groups=((role or admins).hex,), rule_id=f"{BUDGET}{budget.hex}", sentence=over.sentence)
        for budget, role in over.asks.items()
    )
    needs = (*decision.requirements, *owners)
    return decision.model_copy(update={"outcome": Outcome.APPROVE, "requirements": needs})
