"""What was done before: told to the decision where a rule asks, and measured again by the claim under locks."""

import pytest
import time_machine
from django.db import transaction

from apps.actions import execute, history
from apps.actions.models import Action, Deed, Proposal
from apps.agents import ladder
from apps.agents.ladder import Place
from apps.agents.models import Rung
from apps.core import scope
from tests import make
from tests.actions.shop import Shop

A_DAY = (
    "Read anything without asking.",
    "Refund without asking.",
    "Refunds over 100 USD a day need one person from Finance.",
)
FIRST = ("Refund without asking.", "Refunds need one person from Finance if this is the first refund for the customer.")


@pytest.fixture
def free(shop: Shop) -> Shop:
    with transaction.atomic():
        ladder.move(Place(shop.id, shop.agent), Rung.AUTO, by="operator", why="")
    shop.agent.refresh_from_db()
    return shop


def refund(shop: Shop, amount: int, place: int = 0) -> Proposal:
    return shop.propose(shop.wanted(shop.case(place, at_least=150), amount)[:1])


def done(shop: Shop, proposal: Proposal) -> None:
    Action.objects.filter(proposal_id=proposal.pk).update(state="done")


def begun(period: str, zone: str) -> str:
    return str(history.since_of(period, zone)).replace(" ", "T")


def test_a_running_total_counts_what_was_done_today_and_this_one(free: Shop) -> None:
    free.publish(*A_DAY)
    first = refund(free, 6000)
    assert first.outcome == "auto"
    assert refund(free, 6000, 1).outcome == "auto"  # the first has not run yet
    done(free, first)
    assert refund(free, 4000, 1).outcome == "auto"
    assert refund(free, 4001, 1).outcome == "approve"


def test_yesterday_is_over_at_midnight_where_the_workspace_is(free: Shop) -> None:
    with time_machine.travel("2026-03-03T22:30:00+00:00", tick=False):
        assert begun("day", "Europe/Copenhagen") == "2026-03-03T00:00:00+01:00"
    with time_machine.travel("2026-03-03T23:30:00+00:00", tick=False):
        assert begun("day", "Europe/Copenhagen") == "2026-03-04T00:00:00+01:00"
        assert begun("24 hours", "UTC") == "2026-03-02T23:30:00+00:00"
        assert history.since_of("fortnight", "UTC") is None


def test_the_first_time_for_a_customer_is_told_by_the_customer_alone(free: Shop) -> None:
    free.publish(*FIRST)
    first = refund(free, 700)
    assert first.outcome == "approve"
    done(free, first)
    assert refund(free, 800).outcome == "auto"
    assert refund(free, 700, 1).outcome == "approve"


def test_without_such_a_rule_nothing_is_looked_up_or_kept(free: Shop) -> None:
    free.publish("Refund without asking.")
    proposal = refund(free, 700)
    assert free.action(proposal).past is None
    assert Deed.objects.filter(action_id=free.action(proposal).pk).count() >= 4


def test_the_claim_sends_back_what_would_pass_the_limit_together(free: Shop) -> None:
    free.publish(*A_DAY)
    proposals = [refund(free, 6000), refund(free, 6000, 1)]
    assert [one.outcome for one in proposals] == ["auto", "auto"]
    for one in proposals:
        free.wait_for_hold(one)
    free.work(until=lambda: sorted(free.states(proposals[0]) + free.states(proposals[1])) == ["done", "waiting"])
    assert len(free.effects("stripe")) == 1
    [held] = Action.objects.filter(state="waiting")
    [need] = held.decision["requirements"]
    assert 'the total per "day" is over 100 USD' in need["sentence"]


def test_two_workers_at_once_never_pass_the_limit_together(free: Shop) -> None:
    free.publish(*A_DAY)
    proposals = [refund(free, 6000), refund(free, 6000, 1)]
    for one in proposals:
        free.wait_for_hold(one)
    make.race(*[lambda one=one: execute.run(free.action(one).pk, free.id) for one in proposals], of=free.id)
    free.work(until=lambda: sorted(free.states(proposals[0]) + free.states(proposals[1])) == ["done", "waiting"])
    assert len(free.effects("stripe")) == 1


def test_a_batch_takes_them_one_after_the_other_too(free: Shop) -> None:
    free.publish(*A_DAY)
    proposals = [refund(free, 6000), refund(free, 6000, 1)]
    for one in proposals:
        free.wait_for_hold(one)
    execute.run_due(20)
    free.work(until=lambda: sorted(free.states(proposals[0]) + free.states(proposals[1])) == ["done", "waiting"])
    assert len(free.effects("stripe")) == 1


def test_what_the_rule_is_not_about_is_told_nothing_and_waits_for_nobody(free: Shop) -> None:
    free.publish(*A_DAY, "Message without asking.")
    [mail] = free.wanted(free.case())[2:]
    assert free.action(free.propose([mail])).past is None
    assert free.action(refund(free, 700)).past is not None


def test_what_changed_to_no_stricter_decision_runs_all_the_same(free: Shop) -> None:
    free.publish(*A_DAY)
    proposals = [refund(free, 700), refund(free, 800, 1)]
    for one in proposals:
        free.wait_for_hold(one)
    free.work(until=lambda: free.states(proposals[0]) == free.states(proposals[1]) == ["done"])
    assert len(free.effects("stripe")) == 2


def test_another_workspaces_past_is_not_ours(free: Shop) -> None:
    free.publish(*A_DAY)
    first = refund(free, 9900)
    done(free, first)
    line = Deed.objects.filter(key="").first()
    assert line is not None
    with scope.workspace(make.workspace("other").pk):
        assert not Deed.objects.exists()
