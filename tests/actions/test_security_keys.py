"""A signature that is confirmed with a security key: for exactly this document, or it is not written; and the only admin."""

from typing import Any

import pytest

from apps.actions import approve, stepup
from apps.actions import pause as pausing
from apps.actions.govern import govern
from apps.actions.models import Proposal
from apps.actions.own.resume import RESUME
from apps.actions.permit import Hindrance
from apps.actions.stepup import Given
from apps.approvals.models import Signature
from apps.approvals.quorum import Unconfirmed
from apps.audit import log
from apps.core import ids
from apps.core.errors import NotEntitled, Refused
from apps.identity import passkeys
from apps.workspaces.models import Member, Pause, User
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop
from tests.identity.authenticator import Authenticator

HOST = "localhost"
SITE = passkeys.Site.of(HOST, secure=False)


def key_of(person: User) -> Authenticator:
    key, nonce = Authenticator(), bytes(32)
    passkeys.add(person, SITE, nonce=nonce, said=key.make(passkeys.to_add(person, SITE, nonce)), name="Blue key")
    return key


def given(session: dict[str, Any], said: str = "", host: str = HOST) -> Given:
    return Given("", said, session, host, secure=False)


def said(proposal: Proposal, person: User, key: Authenticator, session: dict[str, Any]) -> str:
    return key.sign(stepup.ask_key(proposal.pk, by=person, given=given(session)))


def sign(proposal: Proposal, person: User, key: Authenticator) -> Proposal:
    session: dict[str, Any] = {}
    answer = given(session, said(proposal, person, key, session))
    proofs = stepup.confirmed(proposal.pk, by=person, given=answer)
    return approve.sign(proposal.pk, by=person, digest=proposal.digest, proofs=proofs)


@pytest.fixture
def strict(shop: Shop) -> Shop:
    shop.publish("Refunds need one person from Finance, and confirm with a security key.")
    return shop


def test_a_signature_with_a_key_counts_and_the_evidence_holds_what_the_key_said(strict: Shop) -> None:
    proposal, priya = strict.refund(), strict.person("priya")
    sign(proposal, priya, key_of(priya))
    strict.wait_for_hold(proposal)
    strict.work(until=lambda: strict.states(proposal) == ["done"])
    [one] = strict.evidence(proposal)["signatures"]
    kept = one["confirmed_with"]["security key"]
    assert {"client data", "authenticator data", "signature", "public key", "nonce"} <= kept.keys()


def test_without_a_key_nothing_is_signed_and_the_refusal_says_what_is_missing(strict: Shop) -> None:
    proposal, priya = strict.refund(), strict.person("priya")
    with pytest.raises(Unconfirmed, match="security key"):
        strict.sign(proposal, "priya")
    with pytest.raises(Refused, match="no security key here yet"):
        stepup.ask_key(proposal.pk, by=priya, given=given({}))
    with pytest.raises(Refused, match="needs JavaScript"):
        stepup.confirmed(proposal.pk, by=priya, given=given({}))
    assert not Signature.objects.exists()


def test_what_a_key_said_to_another_proposal_or_twice_is_refused(strict: Shop) -> None:
    one, other, priya = strict.refund(), strict.refund(place=1), strict.person("priya")
    key, session = key_of(priya), dict[str, Any]()
    for_one = said(one, priya, key, session)
    said(other, priya, key, session)
    with pytest.raises(Refused, match="did not answer for this"):
        stepup.confirmed(other.pk, by=priya, given=given(session, for_one))
    assert stepup.confirmed(one.pk, by=priya, given=given(session, for_one))
    with pytest.raises(Refused, match="answered already"):
        stepup.confirmed(one.pk, by=priya, given=given(session, for_one))


def test_from_another_site_it_is_refused(strict: Shop) -> None:
    proposal, priya = strict.refund(), strict.person("priya")
    session: dict[str, Any] = {}
    answer = said(proposal, priya, key_of(priya), session)
    with pytest.raises(Refused, match="did not answer for this"):
        stepup.confirmed(proposal.pk, by=priya, given=given(session, answer, host="elsewhere.example"))


def test_a_signature_without_its_proof_lets_nothing_run(strict: Shop) -> None:
    proposal, priya = strict.refund(), strict.person("priya")
    sign(proposal, priya, key_of(priya))
    strict.wait_for_hold(proposal)
    strict.forge("UPDATE approvals_signature SET proofs = '{\"second channel\": {}}'")
    assert strict.hindered(proposal) == Hindrance.SIGNATURES


def resumed(shop: Shop) -> Proposal:
    """Ada pauses the workspace, and proposes to resume."""
    ada, scope = shop.person("ada"), Scope("workspace", shop.id)
    pausing.pause(scope, by=ada, reason="Something odd")
    arguments = {"scope": "workspace", "id": str(shop.id), "pause": str(Pause.objects.get().pk)}
    return govern(RESUME, arguments, by=ada, goal="Go on")


def test_an_only_admin_resumes_with_a_key_and_the_log_says_so(shop: Shop) -> None:
    Member.objects.filter(user=shop.person("ruben")).update(ended_at="2026-01-01T00:00:00Z")
    ada = shop.person("ada")
    proposal = resumed(shop)
    with pytest.raises(Unconfirmed):
        shop.sign(proposal, "ada")
    sign(proposal, ada, key_of(ada))
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    [line] = [one for one in log.of(ids.say("proposal", proposal.pk)) if one.kind == "proposal.signed"]
    assert (line.facts["own wish"], line.facts["confirmed with"]) == (True, ["security key"])
    assert Pause.objects.get().resumed_at is not None


def test_where_there_is_another_admin_nobody_signs_their_own_wish(shop: Shop) -> None:
    ada, proposal = shop.person("ada"), resumed(shop)
    key_of(ada)
    with pytest.raises(NotEntitled, match="You asked for this"):
        shop.sign(proposal, "ada")
    shop.sign(proposal, "ruben")
