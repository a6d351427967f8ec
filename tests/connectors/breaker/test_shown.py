"""What people read about a connection in trouble, and who reads it."""

from typing import Any
from uuid import uuid4

from django.test import Client

from apps.actions.models import Action
from apps.connectors import trouble
from apps.connectors.breaker import note
from apps.core import ids, scope
from apps.policies.decision import Outcome
from apps.workspaces.models import Workspace
from tests import make
from tests.connectors.breaker.moments import admits, later, opened
from tests.pages import drafts


def test_the_page_says_that_calls_are_held_back_and_until_when(connect: Any, acme: Workspace) -> None:
    opened(connect("Till"))
    client = Client()
    client.force_login(make.person("ada", of=acme.pk, roles=["Admins"]), "django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/w/{acme.slug}/connections/").content.decode()
    assert "Till does not answer. The next try is at " in page
    assert "Not called: it does not answer" in page


def test_a_proposals_page_says_why_what_is_ready_is_not_called(connect: Any, acme: Workspace) -> None:
    ada = make.person("ada", of=acme.pk, roles=["Admins"])
    proposal = drafts.propose(acme, owner=ada, asker=ada, outcome=Outcome.AUTO)
    Action.objects.filter(proposal_id=proposal.pk).update(connection_id=opened(connect("Till")))
    client = Client()
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/w/{acme.slug}/proposals/{ids.say('proposal', proposal.pk)}/").content.decode()
    assert "Till does not answer. The next try is at " in page


def test_each_state_has_its_sentence(connect: Any) -> None:
    till = connect("Till")
    assert trouble.of([till]) == {}
    note(till, ok=True, retry_after_s=30)
    assert trouble.of([till])[till].sentence("Till").startswith("Till asked not to be called before ")
    later(opened(till), 400)
    admits([till])
    assert "one call is under way to see" in trouble.of([till])[till].sentence("Till")


def test_another_workspaces_trouble_is_not_shown(connect: Any) -> None:
    till = opened(connect("Till"))
    with scope.workspace(uuid4()):
        assert trouble.of([till]) == {}
