"""A signature that is confirmed over a second channel: without the code it is not written, and would not count."""

import re

import httpx
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from apps.actions import approve, stepup
from apps.actions.models import Proposal
from apps.actions.permit import Hindrance
from apps.actions.stepup import Given
from apps.approvals.models import Request, Signature
from apps.approvals.quorum import Unconfirmed
from apps.audit import log
from apps.core import ids
from apps.core.errors import Refused
from apps.identity.codes import Wrong
from tests.actions.shop import Shop

RULE = "Refunds need one person from Finance, and confirm on a second channel."


@pytest.fixture
def strict(shop: Shop, settings: Settings) -> Shop:
    settings.COUNTERSIGN_SMTP = shop.sandboxes["mail"]
    shop.publish(RULE)
    return shop


def mailed(shop: Shop, proposal: Proposal, name: str = "priya") -> str:
    stepup.send_code(proposal.pk, by=shop.person(name))
    messages = httpx.get(f"{shop.sandboxes['mail_http']}/messages", trust_env=False).json()["messages"]
    found = re.match(r"\d{6}", messages[0]["text"])
    assert found
    return found[0]


def given(code: str) -> Given:
    return Given(code, "", {}, "localhost", secure=False)


def sign(shop: Shop, proposal: Proposal, code: str, name: str = "priya") -> Proposal:
    person = shop.person(name)
    proofs = stepup.confirmed(proposal.pk, by=person, given=given(code))
    return approve.sign(proposal.pk, by=person, digest=proposal.digest, proofs=proofs)


def test_a_confirmed_signature_counts_and_the_log_and_the_evidence_say_with_what(strict: Shop) -> None:
    proposal = strict.refund()
    sign(strict, proposal, mailed(strict, proposal))
    strict.wait_for_hold(proposal)
    strict.work(until=lambda: strict.states(proposal) == ["done"])
    signed = [one for one in log.of(ids.say("proposal", proposal.pk)) if one.kind == "proposal.signed"]
    assert signed[0].facts["confirmed with"] == ["second channel"]
    [one] = strict.evidence(proposal)["signatures"]
    assert one["confirmed_with"]["second channel"]["sent to"] == "p…@harbour-pine.example"


def test_without_a_code_nothing_is_signed(strict: Shop) -> None:
    proposal = strict.refund()
    with pytest.raises(Unconfirmed, match="second channel"):
        strict.sign(proposal, "priya")
    with pytest.raises(Refused, match="Enter the code"):
        sign(strict, proposal, " ")
    with pytest.raises(Wrong):
        sign(strict, proposal, "123456")
    assert not Signature.objects.exists()
    assert strict.states(proposal) == ["waiting"]


def test_a_code_for_another_proposal_or_another_signer_does_not_count(strict: Shop) -> None:
    one, other = strict.refund(), strict.refund(place=1)
    code = mailed(strict, one)
    with pytest.raises(Wrong):
        sign(strict, other, code)
    with pytest.raises(Wrong):
        sign(strict, one, code, name="mina")
    sign(strict, one, code)
    assert strict.states(other) == ["waiting"]


def test_a_code_signs_once(strict: Shop) -> None:
    proposal = strict.refund()
    person = strict.person("priya")
    proofs = stepup.confirmed(proposal.pk, by=person, given=given(mailed(strict, proposal)))
    approve.sign(proposal.pk, by=person, digest=proposal.digest, proofs=proofs)
    approve.withdraw(proposal.pk, by=person)
    with pytest.raises(Wrong, match="used already"):
        approve.sign(proposal.pk, by=person, digest=proposal.digest, proofs=proofs)


def test_an_unconfirmed_signature_that_was_forged_does_not_let_anything_run(strict: Shop) -> None:
    proposal = strict.refund()
    sign(strict, proposal, mailed(strict, proposal))
    strict.wait_for_hold(proposal)
    strict.forge("UPDATE approvals_signature SET proofs = '{}'")
    assert strict.hindered(proposal) == Hindrance.SIGNATURES


def test_signatures_without_a_code_do_not_stand_for_a_rule_that_asks_for_one(strict: Shop) -> None:
    strict.publish("Refunds need one person from Finance.")
    proposal = strict.refund()
    strict.sign(proposal, "priya")
    strict.publish(RULE)
    strict.wait_for_hold(proposal)
    strict.work(until=lambda: strict.states(proposal) == ["waiting"])
    proposal.refresh_from_db()
    assert Request.objects.get(digest=proposal.digest, state="open").proofs == ["second channel"]
    sign(strict, proposal, mailed(strict, proposal))
    assert strict.states(proposal) == ["approved"]


def test_a_rule_that_asks_for_no_code_sends_none(shop: Shop) -> None:
    shop.publish("Refunds need one person from Finance.")
    with pytest.raises(Refused, match="without a code"):
        stepup.send_code(shop.refund().pk, by=shop.person("priya"))


def test_the_page_mails_a_code_and_signs_with_it(strict: Shop) -> None:
    proposal = strict.refund()
    browser, place = Client(), f"/w/harbour-pine/proposals/{ids.say('proposal', proposal.pk)}"
    browser.force_login(strict.person("priya"), "django.contrib.auth.backends.ModelBackend")
    assert "Mail me a code" in browser.get(f"{place}/").content.decode()
    refused = browser.post(f"{place}/sign/", {"digest": proposal.digest})
    assert refused.status_code == 409
    assert "Enter the code that was mailed to you" in refused.content.decode()
    answer = browser.post(f"{place}/code/", {"digest": proposal.digest}, follow=True).content.decode()
    assert "A code was mailed to p…@harbour-pine.example" in answer
    messages = httpx.get(f"{strict.sandboxes['mail_http']}/messages", trust_env=False).json()["messages"]
    browser.post(f"{place}/sign/", {"digest": proposal.digest, "code": messages[0]["text"][:6]})
    assert strict.states(proposal) == ["approved"]
