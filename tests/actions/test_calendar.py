"""Hours, freezes and checks are governed, and the rules that name them decide by them while they stand."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.actions import approve, reaper, rules, undo
from apps.actions.govern import govern
from apps.actions.models import Proposal
from apps.actions.own import checks as own_checks
from apps.actions.own import hours as own_hours
from apps.actions.own import timetable
from apps.agents import checks
from apps.agents.models import Agent, Rung
from apps.core.errors import Invalid
from apps.workspaces import freezes, hours
from apps.workspaces.freezes import Span
from apps.workspaces.hours import Hours
from apps.workspaces.models import Freeze, Turn, Workspace
from tests.actions.shop import Shop

DAY = timedelta(days=1)


def spell(begins: timedelta, ends: timedelta, places: tuple[str, ...] = (), name: str = "code") -> dict[str, object]:
    zone = ZoneInfo(Workspace.objects.get().time_zone)
    begin, end = (f"{(timezone.now() + shift).astimezone(zone):%Y-%m-%dT%H:%M}" for shift in (begins, ends))
    return {"name": name, "begins": begin, "ends": end, "places": list(places), "holds": True}


def times(wanted: Hours) -> dict[str, object]:
    return {**own_hours.said(wanted), "before": own_hours.said(hours.of(Workspace.objects.get()))}


def govern_as_ada(shop: Shop, tool: str, arguments: dict[str, object]) -> Proposal:
    return govern(tool, arguments, by=shop.person("ada"), goal="Change the calendar")


def carried(shop: Shop, proposal: Proposal, signer: str = "ruben") -> Proposal:
    shop.sign(proposal, signer)
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    return proposal


@pytest.fixture
def free(shop: Shop) -> Shop:
    Agent.objects.update(rung=Rung.AUTO)
    shop.agent.refresh_from_db()
    return shop


def test_working_hours_are_signed_for_and_taken_back_exactly(shop: Shop) -> None:
    before = hours.of(Workspace.objects.get())
    proposal = carried(shop, govern_as_ada(shop, timetable.SET, {"hours": times(Hours(420, 900, (1, 2)))}))
    assert hours.of(Workspace.objects.get()).said == "07:00 to 15:00 on Monday and Tuesday"
    assert (rules.vocabulary().opens, rules.vocabulary().workdays) == (420, (1, 2))
    back = undo.undo(proposal.pk, by=shop.person("ruben"))
    approve.sign(back.pk, by=shop.person("ada"), digest=back.digest)
    shop.work(until=lambda: shop.states(back) == ["done"])
    assert hours.of(Workspace.objects.get()) == before


@pytest.mark.parametrize("wrong", [{"opens": "24:00"}, {"closes": "09:61"}, {"opens": "15:00"}])
def test_hours_that_no_day_has_are_refused(shop: Shop, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        govern_as_ada(shop, timetable.SET, {"hours": times(Hours(420, 900, (1,))) | wrong})


def test_a_rule_about_a_freeze_decides_by_the_freezes_that_stand(free: Shop) -> None:
    free.publish("Do anything without asking.", "Never make a refund during the code freeze.")
    assert free.refund().outcome == "auto"
    proposal = carried(free, govern_as_ada(free, timetable.SET, {"freeze": spell(-DAY, DAY)}))
    assert free.refund(place=1).outcome == "deny"
    back = undo.undo(proposal.pk, by=free.person("ruben"))
    approve.sign(back.pk, by=free.person("ada"), digest=back.digest)
    free.work(until=lambda: free.states(back) == ["done"])
    assert free.refund(place=2).outcome == "auto"


def test_a_freeze_of_other_places_does_not_hold_and_one_that_cannot_be_told_restricts(free: Shop) -> None:
    free.publish("Do anything without asking.", "Never make a refund during a freeze.")
    now = timezone.now()
    here = Span("till", now - DAY, now + DAY, ("Stripe",))
    freezes.say(here, workspace=free.id, by="operator")
    assert free.refund().outcome == "deny"
    freezes.end(here, workspace=free.id, by="operator")
    freezes.say(Span("branch", now - DAY, now + DAY, ("main",)), workspace=free.id, by="operator")
    assert free.refund(place=1).outcome == "deny"  # where a refund takes effect is not told


def test_a_freeze_that_begins_stops_what_was_ready(free: Shop) -> None:
    free.publish("Do anything without asking.", "Never make a refund during the code freeze.")
    now = timezone.now()
    freezes.say(Span("code", now + DAY, now + 2 * DAY), workspace=free.id, by="operator")
    proposal = free.refund()
    Freeze.objects.update(begins_at=now - DAY)
    Turn.objects.update(due_at=now)
    assert reaper.sweep().turned == 1
    free.work(until=lambda: free.states(proposal) == ["denied"])
    assert free.effects("stripe") == []


def test_a_freeze_that_is_over_or_whose_name_means_something_else_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid, match="over already"):
        govern_as_ada(shop, timetable.SET, {"freeze": spell(-2 * DAY, -DAY)})
    with pytest.raises(Invalid, match="ends after it begins"):
        govern_as_ada(shop, timetable.SET, {"freeze": spell(DAY, -DAY)})
    with pytest.raises(Invalid, match="no such freeze"):
        govern_as_ada(shop, timetable.SET, {"freeze": spell(-DAY, DAY) | {"holds": False}})


def test_a_check_that_a_rule_asks_for_counts_once_somebody_else_reported_it(free: Shop) -> None:
    free.publish("Refunds may run without asking if the fraud check passed.")
    other = Agent.objects.create(workspace_id=free.id, name="Pipeline", owner=free.person("ada"))
    assert free.refund().outcome == "suggest"
    arguments: dict[str, object] = {"agent": str(other.pk), "check": "fraud check", "may": True}
    carried(free, govern_as_ada(free, own_checks.SET, arguments))
    charge = free.case(1)["charge"]
    checks.report(other, "fraud check", of=f"charge: {charge}", passed=True, hours=1)
    assert free.refund(place=1).outcome == "auto"
    assert free.refund(place=2).outcome == "suggest"
    carried(free, govern_as_ada(free, own_checks.SET, arguments | {"may": False}))
    assert free.refund(place=1).outcome == "suggest"
