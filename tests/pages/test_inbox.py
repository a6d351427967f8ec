"""The inbox: who sees what as waiting, what polling answers, and that its cost does not grow with its length."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.actions import approve
from apps.workspaces.models import User, Workspace
from tests.pages import drafts
from tests.pages.conftest import at

Browser = Callable[[User], Client]
People = Callable[..., User]


def test_a_signer_sees_what_waits_and_the_asker_does_not(acme: Workspace, person: People, browser: Browser) -> None:
    leo, priya = person("leo", "Askers", "Support leads"), person("priya", "Finance")
    drafts.propose(acme, owner=person("ada", "Admins"), asker=leo)
    assert b"Refund $184.50 to Maria Oduya" in browser(priya).get(at(acme, "inbox/")).content
    assert b"Nothing is waiting for you" in browser(leo).get(at(acme, "inbox/")).content


def test_the_inbox_asks_as_often_for_21_proposals_as_for_one(acme: Workspace, person: People, browser: Browser) -> None:
    ada, leo, priya = person("ada", "Admins"), person("leo", "Askers"), person("priya", "Finance")
    client = browser(priya)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(acme, "inbox/")).status_code == 200
        return len(asked)

    drafts.propose(acme, owner=ada, asker=leo)
    queries()  # content types and the like are remembered from here on
    one = queries()
    for _ in range(20):
        drafts.propose(acme, owner=ada, asker=leo)
    assert queries() == one


def test_polling_answers_304_until_something_changes(acme: Workspace, person: People, browser: Browser) -> None:
    ada, leo, priya = person("ada", "Admins"), person("leo", "Askers"), person("priya", "Finance")
    client = browser(priya)
    drafts.propose(acme, owner=ada, asker=leo)
    page = client.get(at(acme, "inbox/")).context["inbox"]
    poll = {"HX-Request": "true", "If-None-Match": f'"{page.version}"'}
    assert client.get(page.poll, headers=poll).status_code == 304
    drafts.propose(acme, owner=ada, asker=leo)
    assert b", show</a>" in client.get(page.poll, headers=poll).content


def test_what_one_person_signed_leaves_their_list_and_stays_on_the_others(
    acme: Workspace, person: People, browser: Browser
) -> None:
    priya, mina = person("priya", "Finance"), person("mina", "Support leads")
    made = drafts.propose(acme, owner=person("ada", "Admins"), asker=person("leo", "Askers"))
    approve.sign(made.pk, by=priya, digest=made.digest)
    assert b"Nothing is waiting for you" in browser(priya).get(at(acme, "inbox/")).content
    assert b"1 of 2 signed" in browser(mina).get(at(acme, "inbox/")).content
