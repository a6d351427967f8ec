"""While its scope is paused signed work sleeps, and nobody asks about it; after a resume it goes on in steps."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.actions import execute, park, pause, permit, reaper, resume
from apps.actions.models import Action, OpenWork, Proposal
from apps.core.errors import Refused
from apps.workspaces import installation
from apps.workspaces import pause as flags
from apps.workspaces.pause import INSTALLATION, Scope
from tests.actions.shop import Shop

KINDS = ["workspace", "agent", "connection", "tool"]


def scope_of(shop: Shop, kind: str) -> Scope:
    ids = {"workspace": shop.id, "agent": shop.agent.pk, "connection": shop.connections["stripe"]}
    return Scope(kind, ids[kind]) if kind in ids else flags.tool_scope("stripe.refund", workspace=shop.id)


def ready(shop: Shop, number: int = 1) -> list[Proposal]:
    """So many refunds, signed and due."""
    found = [shop.refund(place=place) for place in range(number)]
    for proposal in found:
        shop.sign(proposal, "daniel", "priya")
        shop.wait_for_hold(proposal)
    return found


def asleep() -> int:
    return OpenWork.objects.filter(due_at=park.PARKED).count()


def lift(scope: Scope, shop: Shop) -> None:
    with transaction.atomic():
        assert flags.clear_flag(scope, workspace=shop.id, by="operator")


@pytest.mark.parametrize("kind", KINDS)
def test_signed_work_of_a_paused_scope_sleeps_until_another_admin_has_signed(shop: Shop, kind: str) -> None:
    [proposal], scope = ready(shop), scope_of(shop, kind)
    assert pause.pause(scope, by=shop.person("sol"), reason="drill", named="stripe.refund")
    assert execute.run_due(5) == 1
    assert (shop.states(proposal), asleep(), execute.run_due(5)) == (["approved"], 1, 0)
    lifting = resume.propose_resume(scope, by=shop.person("ada"))
    shop.sign(lifting, "ruben")
    shop.work(until=lambda: [*shop.states(lifting), *shop.states(proposal)] == ["done", "done"])
    assert (shop.action(proposal).attempt, len(shop.effects("stripe"))) == (1, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_new_is_proposed_or_read_in_a_paused_scope(shop: Shop, kind: str) -> None:
    wanted = shop.wanted(shop.case())[:1]
    pause.pause(scope_of(shop, kind), by=shop.person("sol"), reason="drill")
    with pytest.raises(Refused, match=f"This {kind} is paused"):
        shop.propose(wanted)


def test_another_connection_and_tool_go_on(shop: Shop) -> None:
    for kind in ("connection", "tool"):
        pause.pause(scope_of(shop, kind), by=shop.person("sol"), reason="drill")
    proposal = shop.propose(shop.wanted(shop.case())[1:2])
    shop.sign(proposal, "daniel")
    shop.work(until=lambda: shop.states(proposal) == ["done"])


def test_the_pause_of_the_installation_holds_signed_work_back_and_no_workspace_lifts_it(shop: Shop) -> None:
    [proposal] = ready(shop)
    installation.pause(by="operator", reason="drill")
    execute.run_due(5)
    assert (shop.states(proposal), asleep()) == (["approved"], 1)
    with pytest.raises(Refused, match="operator"):
        resume.propose_resume(INSTALLATION, by=shop.person("ada"))
    assert park.wake_all() == 0
    installation.lift(by="operator", why="done")
    assert reaper.sweep().woken == 1
    shop.work(until=lambda: shop.states(proposal) == ["done"])


def test_work_wakes_at_the_configured_rate(shop: Shop, settings: Settings) -> None:
    settings.COUNTERSIGN_RESUME_PER_S = 2
    everything = scope_of(shop, "workspace")
    ready(shop, 4)
    pause.pause(everything, by=shop.person("sol"), reason="drill")
    while execute.run_due(5):
        pass
    lift(everything, shop)
    before = timezone.now()
    assert (park.wake_all(), park.wake_all()) == (4, 0)
    due = [
        (one - before) / timedelta(seconds=1)
        for one in OpenWork.objects.order_by("due_at").values_list("due_at", flat=True)
    ]
    assert [round(one - due[0], 2) for one in due] == [0, 0.5, 1, 1.5]


def test_the_next_step_comes_only_when_the_one_before_is_nearly_over(shop: Shop, settings: Settings) -> None:
    settings.COUNTERSIGN_RESUME_PER_S = 0.4  # two in a step of five seconds
    everything = scope_of(shop, "workspace")
    ready(shop, 3)
    pause.pause(everything, by=shop.person("sol"), reason="drill")
    while execute.run_due(5):
        pass
    lift(everything, shop)
    assert (park.wake_all(), park.wake_all(), asleep()) == (2, 0, 1)


def test_work_that_a_second_pause_holds_back_sleeps_on(shop: Shop) -> None:
    ready(shop)
    for kind in ("workspace", "tool"):
        pause.pause(scope_of(shop, kind), by=shop.person("sol"), reason="drill")
    execute.run_due(5)
    lift(scope_of(shop, "workspace"), shop)
    assert (park.wake_all(), asleep()) == (0, 1)
    lift(scope_of(shop, "tool"), shop)
    assert (park.wake_all(), asleep()) == (1, 0)


def test_what_policy_asks_for_otherwise_now_waits_for_signatures_again(shop: Shop) -> None:
    [proposal], everything = ready(shop), scope_of(shop, "workspace")
    pause.pause(everything, by=shop.person("sol"), reason="drill")
    execute.run_due(5)
    shop.publish("Refunds need three people from Finance or Support leads.")
    lift(everything, shop)
    park.wake_all()
    assert shop.states(proposal) == ["waiting"]


def test_whoever_has_lost_the_right_to_sign_is_asked_for_anew(shop: Shop) -> None:
    [proposal], everything = ready(shop), scope_of(shop, "workspace")
    pause.pause(everything, by=shop.person("sol"), reason="drill")
    execute.run_due(5)
    shop.person("daniel").groups.clear()
    lift(everything, shop)
    park.wake_all()
    assert shop.states(proposal) == ["waiting"]


def test_a_lease_that_ends_under_a_pause_is_seen_all_the_same(shop: Shop) -> None:
    action = shop.claimed(started=True)
    pause.pause(scope_of(shop, "workspace"), by=shop.person("sol"), reason="drill")
    assert reaper.sweep().expired == 1
    execute.run_due(5)
    assert (Action.objects.get(pk=action.pk).state, asleep()) == ("unknown", 1)


def test_what_is_not_paused_any_more_is_not_put_to_sleep(shop: Shop) -> None:
    [proposal] = ready(shop)
    picked = permit.pick(shop.action(proposal).pk, shop.id)
    assert picked is not None
    assert park.park([picked]) == 0
    assert asleep() == 0
