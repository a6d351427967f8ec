"""A rung that moves while something is open: it waits, is decided anew, and never runs by the rung that was."""

import pytest
from django.db import transaction

from apps.actions import decide_again, rung
from apps.agents import ladder
from apps.agents.ladder import Place
from apps.agents.models import Rung
from apps.policies.models import InForce
from tests.actions.shop import Shop


@pytest.fixture
def free(shop: Shop) -> Shop:
    with transaction.atomic():
        ladder.move(Place(shop.id, shop.agent), Rung.AUTO, by="operator", why="")
    shop.agent.refresh_from_db()
    shop.publish("Do anything without asking.")
    return shop


def everywhere(shop: Shop) -> Place:
    return Place(shop.id, shop.agent, "stripe:refunds")


def test_what_was_ready_does_not_run_once_its_agent_came_down(free: Shop) -> None:
    proposal = free.refund()
    assert free.states(proposal) == ["approved"]
    rung.move(everywhere(free), Rung.SUGGEST, by=free.person("ada"))
    free.wait_for_hold(proposal)
    free.work(until=lambda: free.states(proposal) == ["suggested"])
    assert free.effects("stripe") == []


def test_what_waits_is_decided_anew_at_once(free: Shop) -> None:
    free.publish("Refunds need two people from Finance or Support leads.")
    proposal = free.refund()
    rung.move(everywhere(free), Rung.OFF, by=free.person("ada"))
    decide_again.all_open(InForce.objects.get().version_id, by="worker")
    assert free.states(proposal) == ["denied"]


def test_a_limit_over_all_agents_asks_for_a_signature_that_was_not_needed(free: Shop) -> None:
    proposal = free.refund()
    rung.move(Place(free.id, None, "stripe:refunds"), Rung.APPROVE, by=free.person("ada"))
    decide_again.all_open(InForce.objects.get().version_id, by="worker")
    assert free.states(proposal) == ["waiting"]
    free.sign(proposal, "priya")
    free.wait_for_hold(proposal)
    free.work(until=lambda: free.states(proposal) == ["done"])


def test_another_agents_work_stands(free: Shop) -> None:
    proposal = free.refund()
    before = free.action(proposal).policy_version_id
    decide_again.unsettle(free.id, free.person("ada").pk)  # no agent has this id
    assert free.action(proposal).policy_version_id == before
