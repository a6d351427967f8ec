"""Act now, sign afterwards: it runs at once, its signature is owed until somebody answers, and never without a reason."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.actions import approve, decide_again, overdue, propose, reaper, stop, telling, undo, verify
from apps.actions.models import Afterwards, Proposal
from apps.agents.models import Agent, Rung
from apps.approvals.models import Request
from apps.audit import log
from apps.connectors.contract import Risk
from apps.core import ids
from apps.core.errors import NotEntitled, Refused, Stale
from apps.workspaces.access import role_ids_of
from apps.workspaces.models import Pause
from tests.actions.shop import Shop

FIRST = "Refunds may run first and need one person from Finance within 4 hours afterwards."
WHY = {"reason": "The customer waits at the counter."}
LONG_AGO = timezone.now() - timedelta(minutes=1)


@pytest.fixture
def urgent(shop: Shop) -> Shop:
    Agent.objects.update(rung=Rung.AUTO)
    shop.agent.refresh_from_db()
    shop.publish(FIRST)
    return shop


def refund(shop: Shop, *, given: dict[str, str] | None = None, place: int = 0, named: bool = False) -> Proposal:
    return propose.propose(
        shop.wanted(shop.case(place))[:1], agent=shop.agent, asker=shop.person("leo"), run=shop.run(),
        key=f"first-{place}-{named}-{given is None}", given=WHY if given is None else given, asker_named=named,
    )  # fmt: skip


def ran(shop: Shop) -> Proposal:
    proposal = refund(shop)
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    return proposal


def owed(proposal: Proposal) -> Request:
    proposal.refresh_from_db()
    assert proposal.afterwards_id
    return Request.objects.get(pk=proposal.afterwards_id)


def kinds(proposal: Proposal) -> list[str]:
    return [entry.kind for entry in log.of(ids.say("proposal", proposal.pk))]


def late(proposal: Proposal) -> None:
    """Its time is over."""
    Afterwards.objects.filter(proposal_id=proposal.pk).update(due_at=LONG_AGO, next_at=LONG_AGO)


def test_it_runs_at_once_and_its_signature_was_owed_before_anything_was_sent(urgent: Shop) -> None:
    proposal = refund(urgent)
    assert (proposal.outcome, proposal.request_id, urgent.effects("stripe")) == ("auto", None, [])
    request = owed(proposal)
    assert (request.state, request.digest, request.stays) == ("open", proposal.digest, True)
    assert timedelta(hours=3, minutes=59) < request.deadline - timezone.now() <= timedelta(hours=4)
    urgent.work(until=lambda: urgent.states(proposal) == ["done"])
    assert kinds(proposal)[-1] == "proposal.signature_owed"
    assert Afterwards.objects.get().proposal_id == proposal.pk


def test_without_a_reason_somebody_signs_first(urgent: Shop) -> None:
    proposal = refund(urgent, given={})
    assert (proposal.outcome, proposal.owes, proposal.afterwards_id) == ("approve", None, None)
    assert refund(urgent, given={"reason": "  "}, place=1).outcome == "approve"


def test_for_an_asker_who_is_merely_named_somebody_signs_first(urgent: Shop) -> None:
    assert refund(urgent, named=True).outcome == "approve"


def test_what_is_critical_is_signed_first(urgent: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    look = propose.look
    critical = {"risk": Risk.CRITICAL}
    monkeypatch.setattr(propose, "look", lambda steps: [one.model_copy(update=critical) for one in look(steps)])
    assert refund(urgent).outcome == "approve"


def test_only_whom_the_rule_names_signs_and_never_who_asked(urgent: Shop) -> None:
    proposal = ran(urgent)
    for name in ("daniel", "leo"):
        with pytest.raises(NotEntitled):
            urgent.sign(proposal, name)
    with pytest.raises(Stale):
        approve.sign(proposal.pk, by=urgent.person("priya"), digest="sha256:older")
    urgent.sign(proposal, "priya")
    assert (owed(proposal).state, Afterwards.objects.count()) == ("met", 0)
    assert kinds(proposal)[-1] == "proposal.signed_afterwards"
    with pytest.raises(Refused, match="Enough people"):
        urgent.sign(proposal, "priya")


def test_who_refuses_it_afterwards_says_why_and_it_can_be_taken_back(urgent: Shop) -> None:
    proposal = ran(urgent)
    with pytest.raises(Refused, match="Say why"):
        approve.decline(proposal.pk, by=urgent.person("priya"), digest=proposal.digest, reason=" ")
    approve.decline(proposal.pk, by=urgent.person("priya"), digest=proposal.digest, reason="Not at the counter.")
    assert (owed(proposal).state, urgent.states(proposal), Afterwards.objects.count()) == ("declined", ["done"], 0)
    assert undo.undo(proposal.pk, by=urgent.person("priya")).undoes_id == proposal.pk


def test_who_refuses_before_it_was_sent_stops_it(urgent: Shop) -> None:
    proposal = refund(urgent)
    approve.decline(proposal.pk, by=urgent.person("priya"), digest=proposal.digest, reason="No.")
    assert (urgent.states(proposal), urgent.effects("stripe")) == (["stopped"], [])


def test_people_are_reminded_then_the_agent_is_paused_and_admins_told_and_it_stays_open(urgent: Shop) -> None:
    proposal = ran(urgent)
    Afterwards.objects.update(next_at=LONG_AGO)
    reaper.sweep()
    assert kinds(proposal)[-2:] == ["proposal.signature_reminded", "proposal.told"]
    priya = urgent.person("priya")
    assert telling.told(urgent.id, priya.pk, role_ids_of(priya.pk, urgent.id), limit=5) == [proposal.pk]
    late(proposal)
    reaper.sweep()
    overdue.sweep()
    assert kinds(proposal)[-2:] == ["proposal.signature_overdue", "proposal.told"]
    assert [(one.scope_kind, one.scope_id) for one in Pause.objects.all()] == [("agent", urgent.agent.pk)]
    ada = urgent.person("ada")
    assert telling.told(urgent.id, ada.pk, role_ids_of(ada.pk, urgent.id), limit=5) == [proposal.pk]
    with pytest.raises(propose.Paused):
        refund(urgent, place=1)
    urgent.sign(proposal, "priya")
    assert owed(proposal).state == "met"


def test_once_it_was_resumed_the_agent_is_not_paused_again_for_the_same_signature(urgent: Shop) -> None:
    proposal = ran(urgent)
    late(proposal)
    reaper.sweep()
    Pause.objects.update(resumed_at=timezone.now())
    Afterwards.objects.update(next_at=LONG_AGO)
    reaper.sweep()
    assert (Pause.objects.filter(resumed_at=None).count(), kinds(proposal).count("proposal.signature_overdue")) == (
        0,
        2,
    )
    assert kinds(proposal).count("proposal.told") == 1


def test_while_nothing_of_it_ran_its_time_begins_anew(urgent: Shop) -> None:
    proposal = refund(urgent)
    before = owed(proposal)
    late(proposal)
    reaper.sweep()
    before.refresh_from_db()
    assert (before.state, owed(proposal).state, Pause.objects.count()) == ("withdrawn", "open", 0)
    assert Afterwards.objects.get().due_at > timezone.now()


def test_where_nothing_was_done_nothing_is_owed(urgent: Shop) -> None:
    proposal = refund(urgent)
    stop.stop(proposal.pk, by=urgent.person("ada"))
    request = owed(proposal)
    reaper.sweep()
    request.refresh_from_db()
    assert (request.state, Afterwards.objects.count()) == ("withdrawn", 0)
    assert kinds(proposal)[-1] == "proposal.nothing_owed"


def test_another_policy_asks_first_what_has_not_run(urgent: Shop) -> None:
    proposal = refund(urgent)
    urgent.publish("Refunds need two people from Finance or Support leads.")
    urgent.wait_for_hold(proposal)
    urgent.work(until=lambda: urgent.states(proposal) == ["waiting"])
    proposal.refresh_from_db()
    assert (proposal.afterwards_id, proposal.owes, Afterwards.objects.count()) == (None, None, 0)
    assert urgent.effects("stripe") == []


def test_what_began_is_owed_whatever_policy_says_now(urgent: Shop) -> None:
    proposal = ran(urgent)
    urgent.publish("Do anything without asking.")
    assert decide_again.decide_again(proposal.pk, by="worker") is None
    assert owed(proposal).state == "open"


def test_where_another_rule_asks_first_those_signatures_count_for_what_is_owed_too(urgent: Shop) -> None:
    urgent.publish(FIRST, "Refunds need two people from Finance or Support leads.")
    proposal = refund(urgent)
    assert (proposal.outcome, proposal.afterwards_id) == ("approve", None)
    urgent.sign(proposal, "daniel", "priya")
    assert (owed(proposal).state, Afterwards.objects.count()) == ("met", 0)


def test_the_product_can_tell_that_nothing_ran_unowed(urgent: Shop) -> None:
    proposal = ran(urgent)
    assert verify.what_ran_first_is_owed(urgent.id).holds
    Afterwards.objects.all().delete()
    assert not verify.what_ran_first_is_owed(urgent.id).holds
    Proposal.objects.filter(pk=proposal.pk).update(afterwards_id=None)
    assert "request is missing" in verify.what_ran_first_is_owed(urgent.id).faults[0]


def test_the_evidence_file_holds_who_signed_afterwards(urgent: Shop) -> None:
    proposal = ran(urgent)
    assert urgent.evidence(proposal)["afterwards"]["request"]["state"] == "open"
    urgent.sign(proposal, "priya")
    told = urgent.evidence(proposal)["afterwards"]
    assert (told["request"]["state"], [one["name"] for one in told["signatures"]]) == ("met", ["Priya Raman"])


def test_pages_show_what_is_owed_to_whom_it_is_owed(urgent: Shop) -> None:
    proposal = ran(urgent)
    browser = Client()
    browser.force_login(urgent.person("priya"), "django.contrib.auth.backends.ModelBackend")
    said = ids.say("proposal", proposal.pk)
    inbox = browser.get("/w/harbour-pine/inbox/").content.decode()
    assert "Runs first: owed a signature" in inbox
    assert "Signed afterwards" in browser.get("/w/harbour-pine/").content.decode()
    page = browser.get(f"/w/harbour-pine/proposals/{said}/").content.decode()
    for text in ("signature owed", "Owed: your signature.", "Policy lets this run first", WHY["reason"], "Take back"):
        assert text in page
    answer = browser.post(f"/w/harbour-pine/proposals/{said}/sign/", {"digest": proposal.digest})
    assert answer.status_code == 302
    page = browser.get(f"/w/harbour-pine/proposals/{said}/").content.decode()
    assert "This ran first and was signed afterwards." in page


def test_a_claim_needs_no_signature_of_what_runs_first(urgent: Shop) -> None:
    proposal = refund(urgent)
    assert urgent.hindered(proposal) is None
