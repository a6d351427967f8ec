"""One proposal's page: what it shows, what each person may do there, and what it says when it refuses."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from apps.actions import approve
from apps.actions.models import Action, Proposal
from apps.connectors.models import Connection
from apps.core import ids
from apps.policies.decision import Outcome
from apps.workspaces.models import User, Workspace
from tests.pages import drafts
from tests.pages.conftest import at
from tests.pages.policies import put_in_force

Browser = Callable[[User], Client]
People = Callable[..., User]


def here(workspace: Workspace, proposal: Proposal, deed: str = "") -> str:
    return at(workspace, f"proposals/{ids.say('proposal', proposal.pk)}/{deed}")


def waiting(acme: Workspace, person: People, **said: Any) -> Proposal:
    return drafts.propose(acme, owner=person("ada", "Admins"), asker=person("leo", "Askers", "Support leads"), **said)


def test_the_page_shows_the_change_the_rule_and_a_button_that_names_its_effect(
    acme: Workspace, person: People, browser: Browser
) -> None:
    proposal = waiting(acme, person)
    page = browser(person("priya", "Finance")).get(here(acme, proposal)).content.decode()
    for shown in (
        "Amount refunded",
        drafts.SENTENCE,
        "Sign refund of $184.50",
        "Compensate only",
        "Tier A",
        proposal.digest,
    ):
        assert shown in page


def test_a_signature_over_the_page_counts_and_a_stale_page_does_not(
    acme: Workspace, person: People, browser: Browser
) -> None:
    proposal, client = waiting(acme, person), browser(person("priya", "Finance"))
    stale = client.post(here(acme, proposal, "sign/"), {"digest": "sha256:" + "0" * 64})
    assert stale.status_code == 409
    assert "This changed while you were reading" in stale.content.decode()
    signed = client.post(here(acme, proposal, "sign/"), {"digest": proposal.digest})
    assert signed.status_code == 302
    assert "You have signed." in client.get(here(acme, proposal)).content.decode()


def test_the_asker_the_owner_and_who_lacks_the_right_are_told_why(
    acme: Workspace, person: People, browser: Browser
) -> None:
    proposal = waiting(acme, person)
    for name, sentence in (("Leo", "You asked for this"), ("Ada", "You own the agent")):
        somebody = User.objects.get(name=name)
        assert sentence in browser(somebody).get(here(acme, proposal)).content.decode()
        answer = browser(somebody).post(here(acme, proposal, "sign/"), {"digest": proposal.digest})
        assert answer.status_code == 403
        assert sentence in answer.content.decode()
    auditor = browser(person("wim", "Auditors"))
    assert "Finance or Support leads may sign" in auditor.get(here(acme, proposal)).content.decode()
    assert auditor.post(here(acme, proposal, "sign/"), {"digest": proposal.digest}).status_code == 403


def test_a_look_changes_nothing(acme: Workspace, person: People, browser: Browser) -> None:
    proposal, client = waiting(acme, person), browser(person("priya", "Finance"))
    for deed in ("sign/", "reject/", "stop/", "undo/", "edit/", "withdraw/", "apply/"):
        assert client.get(here(acme, proposal, deed)).status_code == 405
        assert client.head(here(acme, proposal, deed)).status_code == 405
    assert set(Action.objects.filter(proposal_id=proposal.pk).values_list("state", flat=True)) == {"waiting"}


def test_a_rejection_needs_a_reason_and_shows_it(acme: Workspace, person: People, browser: Browser) -> None:
    proposal, client = waiting(acme, person), browser(person("priya", "Finance"))
    assert client.post(here(acme, proposal, "reject/"), {"digest": proposal.digest, "reason": " "}).status_code == 409
    client.post(here(acme, proposal, "reject/"), {"digest": proposal.digest, "reason": "Wrong order."})
    page = client.get(here(acme, proposal)).content.decode()
    assert "Wrong order." in page
    assert "Sign refund" not in page


def test_every_state_has_its_page(acme: Workspace, person: People, browser: Browser) -> None:
    proposal, client = waiting(acme, person), browser(person("priya", "Finance"))
    for state, words in (
        ("executing", "Running"), ("unknown", "It did not happen"), ("done", "Propose to take this back"),
        ("failed", "Not done"), ("stopped", "Stopped"), ("lapsed", "nobody signed in time"), ("suggested", "Apply refund"),
    ):  # fmt: skip
        Action.objects.filter(proposal_id=proposal.pk).update(state=state, lease_until="2030-01-01T00:00:00Z")
        page = client.get(here(acme, proposal))
        assert page.status_code == 200
        assert words in page.content.decode(), state


def test_what_policy_denied_says_so(acme: Workspace, person: People, browser: Browser) -> None:
    proposal = waiting(acme, person, outcome=Outcome.DENY)
    page = browser(person("priya", "Finance")).get(here(acme, proposal)).content.decode()
    assert "Denied by policy" in page
    assert "A rule forbids it" in page


def test_a_hostile_title_message_and_value_are_shown_for_what_they_are(
    acme: Workspace, person: People, browser: Browser
) -> None:
    proposal = waiting(
        acme, person, title="Refund \u202e05.481$", text="Dear <script>alert(1)</script>\u200b Maria", after="p\u0430id"
    )
    page = browser(person("priya", "Finance")).get(here(acme, proposal)).content.decode()
    assert "<script>alert" not in page
    for shown in ("U+202E", "U+200B", "Mixes alphabets within one word."):
        assert shown in page


def test_polling_a_page_answers_304_until_somebody_signs(acme: Workspace, person: People, browser: Browser) -> None:
    proposal, client = waiting(acme, person), browser(person("priya", "Finance"))
    seen = client.get(here(acme, proposal))["ETag"]
    poll = {"HX-Request": "true", "If-None-Match": seen}
    assert client.get(here(acme, proposal), headers=poll).status_code == 304
    approve.sign(proposal.pk, by=person("mina", "Support leads"), digest=proposal.digest)
    again = client.get(here(acme, proposal), headers=poll)
    assert again.status_code == 200
    assert b"<html" not in again.content


def test_a_check_that_a_rule_asks_is_reported_on_the_page(acme: Workspace, person: People, browser: Browser) -> None:
    put_in_force(
        acme, "Refund without asking.", "Refunds need one person from Finance unless the identity is verified."
    )
    proposal = waiting(acme, person)
    till = Connection.objects.create(workspace_id=acme.pk, connector="stripe", name="till", created_by="operator")
    Action.objects.update(connection_id=till.pk)
    priya, leo = browser(person("priya", "Finance")), browser(User.objects.get(name="Leo"))
    assert "Not reported by anybody" in priya.get(here(acme, proposal)).content.decode()
    assert "You asked for this, so somebody else has to say" in leo.get(here(acme, proposal)).content.decode()
    given = {"digest": proposal.digest, "check": "identity", "passed": "yes", "note": "<b>Called</b> her back."}
    assert leo.post(here(acme, proposal, "vouch/"), given).status_code == 403
    answer = priya.post(here(acme, proposal, "vouch/"), given, follow=True).content.decode()
    assert "Your word is recorded" in answer
    assert "&lt;b&gt;Called&lt;/b&gt; her back." in answer
    assert "<b>Called" not in answer
