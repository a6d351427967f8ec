"""Publishing a policy: asked about the past first, signed by somebody else, in force at once, taken back in one click."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.actions import publishing, rules, undo, verify
from apps.actions.backtests import start, work
from apps.actions.models import Occasion, Proposal, Recording, State
from apps.agents.models import Agent, Rung
from apps.approvals.models import Request
from apps.audit.models import Entry
from apps.core.errors import NotEntitled, Refused
from apps.policies import drafts, shadows
from apps.policies.fresh import NotFresh
from apps.policies.models import Backtest, Draft, InForce, Policy, PolicyVersion
from apps.policies.publish import understood
from apps.workspaces import grants
from apps.workspaces.access import Right
from apps.workspaces.models import Role
from config.doorbell import rung
from tests.actions.shop import Shop

STRICTER = ("Read anything without asking.", "Refunds need two people from Finance.")
MILDER = ("Read anything without asking.", "Refunds need one person from Finance or Support leads.")


def draft(shop: Shop, *sentences: str, tested: bool = True) -> Draft:
    written = understood(sentences, rules.vocabulary())
    made = drafts.begin(shop.id, name="refunds", sentences=written, by=shop.person("ada").pk)
    if tested:
        backtested(shop, made)
    return made


def backtested(shop: Shop, made: Draft) -> None:
    work.run(start.start(made, days=7, by=shop.person("ada").pk).pk, seconds=60)


def published(shop: Shop, *sentences: str) -> Proposal:
    """Proposed by one admin, signed by the other, in force, and what is open decided again."""
    proposal = publishing.publish(draft(shop, *sentences), by=shop.person("ada"))
    put_in_force(shop, proposal)
    return proposal


def put_in_force(shop: Shop, proposal: Proposal) -> None:
    shop.sign(proposal, "ruben")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    rung("policy", str(InForce.objects.get().version_id), str(shop.id))


def why(made: Draft, shop: Shop) -> str:
    with pytest.raises(NotFresh) as refused:
        publishing.publish(made, by=shop.person("ada"))
    return str(refused.value)


def test_a_draft_that_somebody_else_signs_decides_from_then_on(shop: Shop) -> None:
    made = draft(shop, *MILDER)
    shadows.begin(made.pk, by=shop.person("ada").pk)
    before = InForce.objects.get().version
    proposal = publishing.publish(made, by=shop.person("ada"))
    with pytest.raises(Refused, match="somebody else"):
        shop.sign(proposal, "ada")
    assert InForce.objects.get().version == before
    put_in_force(shop, proposal)
    current = InForce.objects.get().version
    assert (str(current), tuple(current.sentences), current.last_editor_id) == (
        "refunds_v2", MILDER, shop.person("ada").pk,
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.stage, made.proposal_id) == ("published", proposal.pk)
    assert rules.in_force().watching is None
    assert shop.refund().outcome == "approve"
    assert Request.objects.latest("id").requirements[0]["people"] == 1


def test_those_who_sign_see_each_sentence_that_comes_and_goes_and_what_the_past_says(shop: Shop) -> None:
    shop.refund()
    proposal = publishing.publish(draft(shop, *MILDER), by=shop.person("ada"))
    text = bytes(proposal.document).decode()
    assert "Refunds over 6 USD need two people from Finance or Support leads." in text
    assert "Refunds need one person from Finance or Support leads." in text
    assert "Over 7 days, 1 of 1 decisions would have been different." in text


def test_without_a_fresh_backtest_nothing_is_published(shop: Shop) -> None:
    made = draft(shop, *MILDER, tested=False)
    assert "Nobody has asked" in why(made, shop)
    backtested(shop, made)
    Backtest.objects.update(ended_at=timezone.now() - timedelta(hours=25))
    assert "more than a day ago" in why(made, shop)
    backtested(shop, made)
    made = drafts.write(made.pk, STRICTER, edition=made.edition, by=shop.person("ada").pk)
    assert "has changed since" in why(made, shop)
    backtested(shop, made)
    shop.publish("Never refund.")
    assert "Another policy is in force" in why(made, shop)
    assert not Proposal.objects.exists()


def test_who_may_not_configure_may_not_publish(shop: Shop) -> None:
    with pytest.raises(NotEntitled):
        publishing.publish(draft(shop, *MILDER), by=shop.person("daniel"))


def test_a_right_on_one_policy_does_not_replace_another(shop: Shop) -> None:
    other = Policy.objects.create(workspace_id=shop.id, name="other")
    grants.give(Role.objects.get(name="Security officers"), Right.CONFIGURE, other, by="operator")
    made = drafts.begin(shop.id, name="other", sentences=MILDER, by=shop.person("sol").pk)
    backtested(shop, made)
    with pytest.raises(NotEntitled):
        publishing.publish(made, by=shop.person("sol"))


def test_two_who_publish_at_once_do_not_overwrite_each_other(shop: Shop) -> None:
    first = publishing.publish(draft(shop, *MILDER), by=shop.person("ada"))
    second = publishing.publish(draft(shop, *STRICTER), by=shop.person("ada"))
    put_in_force(shop, first)
    shop.sign(second, "ruben")
    shop.work(until=lambda: shop.states(second) == ["failed"])
    assert "Another policy is in force" in shop.action(second).why
    assert tuple(InForce.objects.get().version.sentences) == MILDER


def test_signatures_stand_under_a_milder_policy_and_start_again_under_a_stricter(shop: Shop) -> None:
    waits = shop.refund()
    shop.sign(waits, "daniel")
    published(shop, *MILDER)
    assert shop.states(waits) == [State.APPROVED]
    other = shop.refund(place=1)
    before = Request.objects.get(pk=other.request_id or other.pk)
    published(shop, *STRICTER)
    other.refresh_from_db()
    before.refresh_from_db()
    assert (other.request_id == before.pk, before.state) == (False, "superseded")
    assert Recording.objects.filter(proposal_id=other.pk, occasion=Occasion.AGAIN).count() == 1


def test_what_needs_nobody_any_more_runs_by_itself(shop: Shop) -> None:
    Agent.objects.update(rung=Rung.AUTO)
    waits = shop.refund()
    published(shop, "Read anything without asking.", "Refund without asking.")
    waits.refresh_from_db()
    assert (waits.outcome, waits.request_id) == ("auto", None)
    shop.work(until=lambda: shop.states(waits) == ["done"])
    assert verify.what_ran_was_signed(shop.id).holds


def test_what_is_forbidden_now_is_denied_and_asked_of_nobody(shop: Shop) -> None:
    waits = shop.refund()
    published(shop, "Read anything without asking.", "Never refund.")
    assert shop.states(waits) == ["denied"]
    assert Request.objects.get(pk=waits.request_id or waits.pk).state == "withdrawn"


def test_one_click_puts_the_sentences_before_it_in_force_again(shop: Shop) -> None:
    before = InForce.objects.get().version
    proposal = published(shop, *MILDER)
    back = undo.undo(proposal.pk, by=shop.person("ada"))
    assert undo.undo(proposal.pk, by=shop.person("ada")).pk == back.pk
    put_in_force(shop, back)
    current = InForce.objects.get().version
    assert (current.sentences, current.number) == (before.sentences, 3)
    again = publishing.roll_back(PolicyVersion.objects.get(number=2), by=shop.person("ada"))
    put_in_force(shop, again)
    assert tuple(InForce.objects.get().version.sentences) == MILDER


def test_what_another_policy_has_replaced_is_not_taken_back_blindly(shop: Shop) -> None:
    proposal = published(shop, *MILDER)
    published(shop, *STRICTER)
    with pytest.raises(Refused, match="Another policy is in force since"):
        undo.undo(proposal.pk, by=shop.person("ada"))


def test_a_shadow_watches_and_changes_nothing(shop: Shop) -> None:
    before = shop.refund()
    watching = shadows.begin(draft(shop, "Never refund.", tested=False).pk, by=shop.person("ada").pk)
    seen = shop.refund(place=1)
    assert (before.outcome, seen.outcome) == ("approve", "approve")
    said: dict[Any, Any] = dict(Recording.objects.values_list("proposal_id", "shadow_verdict"))
    assert said == {before.pk: None, seen.pk: {"outcome": "deny"}}
    with pytest.raises(Refused, match="watching already"):
        shadows.begin(draft(shop, *MILDER, tested=False).pk, by=shop.person("ada").pk)
    shadows.end(watching.pk, by=shop.person("ada").pk)
    shop.refund(place=2)
    assert Recording.objects.exclude(shadow_id=None).count() == 1
    assert Entry.objects.filter(kind__startswith="policy.shadow_").count() == 2
