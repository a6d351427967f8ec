import pytest
from django.utils import timezone

from apps.actions import approve, reaper, verify
from apps.core.errors import NotEntitled, NotFound, Refused, Stale
from apps.core.ids import uuid7
from apps.workspaces.models import Member
from tests.actions.shop import Shop


@pytest.mark.parametrize(("name", "why"), [("leo", "You asked"), ("ada", "You own"), ("wim", "may not sign")])
def test_the_asker_the_owner_and_who_has_no_right_cannot_sign(shop: Shop, name: str, why: str) -> None:
    proposal = shop.refund()
    with pytest.raises(NotEntitled, match=why):
        shop.sign(proposal, name)
    shop.sign(proposal, "daniel")
    assert shop.states(proposal) == ["waiting"]


def test_a_stale_page_cannot_sign(shop: Shop) -> None:
    proposal = shop.refund()
    with pytest.raises(Stale, match="changed while you were reading"):
        approve.sign(proposal.pk, by=shop.person("daniel"), digest="sha256:" + "0" * 64)
    shop.sign(proposal, "daniel")


def test_nobody_signs_twice(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel")
    with pytest.raises(NotEntitled, match="already"):
        shop.sign(proposal, "daniel")
    assert shop.states(proposal) == ["waiting"]


def test_a_decline_needs_a_reason_and_ends_it(shop: Shop) -> None:
    proposal = shop.refund()
    with pytest.raises(Refused, match="why"):
        approve.decline(proposal.pk, by=shop.person("daniel"), digest=proposal.digest, reason=" ")
    approve.decline(proposal.pk, by=shop.person("daniel"), digest=proposal.digest, reason="No photo of the lamp")
    assert shop.states(proposal) == ["rejected"]
    assert "No photo" in shop.action(proposal).why
    with pytest.raises(Refused):
        shop.sign(proposal, "priya")


def test_nobody_signing_in_time_declines_it(shop: Shop) -> None:
    proposal = shop.refund()
    shop.forge("UPDATE approvals_request SET deadline = now() WHERE id = %s", proposal.request_id)
    shop.past_due(proposal)
    assert reaper.sweep().lapsed == 1
    assert shop.states(proposal) == ["lapsed"]


def test_a_signer_who_leaves_before_it_runs_no_longer_counts(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    Member.objects.filter(user=shop.person("priya")).update(ended_at=timezone.now())
    shop.work(until=lambda: shop.states(proposal) == ["waiting"])
    assert shop.effects("stripe") == []


def test_a_signature_taken_back_makes_it_wait_again(shop: Shop) -> None:
    proposal = shop.refund()
    shop.sign(proposal, "daniel", "priya")
    approve.withdraw(proposal.pk, by=shop.person("daniel"))
    assert shop.states(proposal) == ["waiting"]
    shop.sign(proposal, "mina")
    shop.work(until=lambda: shop.states(proposal) == ["done"])


def test_a_proposal_of_nowhere_cannot_be_signed(shop: Shop) -> None:
    with pytest.raises(NotFound):
        approve.sign(uuid7(), by=shop.person("daniel"), digest="sha256:0")


def test_verify_finds_signatures_that_were_made_up(shop: Shop) -> None:
    proposal = shop.done(shop.refund())
    assert verify.what_ran_was_signed(shop.id).holds
    shop.forge("DELETE FROM approvals_signature WHERE request_id = %s", proposal.request_id)
    assert not verify.what_ran_was_signed(shop.id).holds
