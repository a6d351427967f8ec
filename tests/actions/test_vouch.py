"""People report a check of what waits: it is decided again at once; never by who asked, and never for another edition."""

from typing import Any

import pytest
from django.db import IntegrityError

from apps.actions import approve, edit, vouch
from apps.actions.models import Proposal
from apps.agents.models import Agent, Report, Rung
from apps.audit.models import Entry
from apps.core.errors import Invalid, NotEntitled, Refused, Stale
from apps.workspaces.models import Member
from tests.actions.shop import Shop

SENTENCES = ("Refund without asking.", "Refunds need one person from Finance unless the identity is verified.")
NOTE = "Called her back on the number in our books."


@pytest.fixture
def careful(shop: Shop) -> Shop:
    Agent.objects.update(rung=Rung.AUTO)
    shop.agent.refresh_from_db()
    shop.publish(*SENTENCES)
    return shop


def said(proposal: Proposal, shop: Shop, name: str = "daniel", **other: Any) -> Proposal:
    given: dict[str, Any] = {"passed": True, "note": NOTE, "digest": proposal.digest} | other
    check = given.pop("check", "identity")
    return vouch.vouch(proposal.pk, check, by=shop.person(name), **given)


def test_a_check_that_passed_lets_run_what_waited_for_it_and_the_log_says_who_and_how(careful: Shop) -> None:
    waits = careful.refund()
    assert (waits.outcome, careful.states(waits)) == ("approve", ["waiting"])
    assert said(waits, careful).outcome == "auto"
    careful.work(until=lambda: careful.states(waits) == ["done"])
    line = Entry.objects.get(kind=vouch.VOUCHED)
    assert (line.by, line.facts["check"], line.facts["reason"]) == (careful.person("daniel").said, "identity", NOTE)


def test_one_that_failed_for_somebody_has_failed(careful: Shop) -> None:
    waits = careful.refund()
    said(waits, careful, passed=False)
    assert said(waits, careful, "priya").outcome == "approve"
    said(waits, careful, passed=True)
    assert careful.states(waits) == ["approved"]


def test_who_asked_who_owns_the_agent_and_who_may_not_sign_say_nothing(careful: Shop) -> None:
    waits = careful.refund()
    for name, why in (("leo", "You asked for this"), ("ada", "You own the agent"), ("wim", "may not")):
        with pytest.raises(NotEntitled, match=why):
            said(waits, careful, name)
    assert not Report.objects.exists()


def test_it_is_of_this_edition_for_a_check_that_a_rule_asks_and_says_how(careful: Shop) -> None:
    waits = careful.refund()
    with pytest.raises(Stale):
        said(waits, careful, digest="sha256:older")
    with pytest.raises(Invalid, match="No rule"):
        said(waits, careful, check="tests")
    with pytest.raises(Invalid, match="how it was checked"):
        said(waits, careful, note="  ")
    approve.decline(waits.pk, by=careful.person("priya"), digest=waits.digest, reason="No.")
    with pytest.raises(Refused, match="open any more"):
        said(waits, careful)


def test_with_other_arguments_it_is_not_what_was_checked(careful: Shop) -> None:
    waits = careful.propose(careful.wanted(careful.case())[:1])
    said(waits, careful, passed=False)
    other = edit.edit(
        careful.action(waits).pk, by=careful.person("daniel"), arguments={"amount": 700}, digest=waits.digest
    )
    assert said(other, careful, "priya").outcome == "auto"


def test_the_word_of_who_has_left_counts_no_more(careful: Shop) -> None:
    waits, later = careful.refund(), careful.refund(place=1)
    said(waits, careful, passed=False)
    Member.objects.filter(user=careful.person("daniel")).update(ended_at="2026-01-01T00:00:00Z")
    assert said(waits, careful, "priya").outcome == "auto"
    assert careful.states(later) == ["waiting"]


def test_a_report_is_an_agents_or_a_persons(careful: Shop) -> None:
    said(careful.refund(), careful)
    with pytest.raises(IntegrityError, match="agents_a_report_is_an_agents_or_a_persons"):
        Report.objects.update(person=None)
