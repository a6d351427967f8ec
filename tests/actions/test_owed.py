"""What a rule asks besides signatures: a longer hold, and a yes that does not stand for ever."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from apps.actions import owed, signers
from apps.actions.cards.words import lasting
from apps.actions.models import Action, Proposal, State
from apps.approvals.models import Request
from apps.policies.decision import Decision, Outcome, Owed, Requirement
from tests.actions.shop import Shop

HELD = Owed(kind="hold", seconds=1800, rule_id="rule 1", sentence="Refunds are held for 30 minutes.")
HOUR = Owed(kind="expire", seconds=3600, rule_id="rule 2", sentence="Approvals expire after an hour.")
DAY = HOUR.model_copy(update={"seconds": 86_400})


def asked(shop: Shop, *debts: Owed) -> Proposal:
    """A refund that one person signs, decided by a rule that asks these things besides."""
    proposal = shop.refund()
    need = Requirement(people=1, rule_id="rule 1", sentence="Refunds need one person.")
    decision = Decision(outcome=Outcome.APPROVE, requirements=(need,), owed=debts)
    Action.objects.filter(proposal_id=proposal.pk).update(decision=decision.model_dump(mode="json"))
    signers.ask(proposal, decision, ())
    return proposal


def request_of(proposal: Proposal) -> Request:
    assert proposal.request_id
    return Request.objects.get(pk=proposal.request_id)


def test_an_action_is_held_as_long_as_the_longest_of_tool_and_rules_says(shop: Shop) -> None:
    proposal = asked(shop, HELD)
    shop.sign(proposal, "priya")
    until = shop.action(proposal).hold_until
    assert until
    left = until - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)


def test_signatures_that_expired_are_asked_for_anew_before_anything_runs(shop: Shop) -> None:
    proposal = asked(shop, DAY, HOUR)
    shop.sign(proposal, "priya")
    request = request_of(proposal)
    assert request.expires_at
    assert request.closed_at
    assert request.expires_at - request.closed_at == timedelta(hours=1)
    shop.forge("UPDATE approvals_request SET expires_at = now() WHERE id = %s", request.pk)
    shop.past_due(proposal)
    Action.objects.filter(proposal_id=proposal.pk).update(hold_until=timezone.now())
    shop.work(until=lambda: shop.states(proposal) == [State.WAITING])
    assert shop.effects("stripe") == []
    request.refresh_from_db()
    assert request.state == "superseded"


def test_signatures_without_an_end_do_not_expire(shop: Shop) -> None:
    proposal = asked(shop)
    shop.sign(proposal, "priya")
    assert request_of(proposal).expires_at is None


def test_how_long_they_stand_cannot_be_changed_afterwards(shop: Shop) -> None:
    proposal = asked(shop, HOUR)
    with pytest.raises(IntegrityError, match="frozen"):
        Request.objects.filter(digest=proposal.digest).update(valid_s=999_999)


def test_the_shortest_end_and_the_longest_hold_count() -> None:
    decision = Decision(outcome=Outcome.APPROVE, owed=(HOUR, DAY, HELD))
    assert owed.valid_s(decision) == 3600
    assert owed.valid_s(Decision(outcome=Outcome.APPROVE)) is None


@pytest.mark.parametrize(
    ("seconds", "said"), [(90, "90 s"), (1800, "30 min"), (129_600, "36 h"), (259_200, "3 days"), (3601, "3601 s")]
)
def test_how_long_is_said_in_the_largest_unit_that_fits(seconds: int, said: str) -> None:
    assert lasting(seconds) == said
