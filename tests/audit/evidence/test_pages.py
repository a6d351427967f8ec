"""Evidence on the pages: who is given it, and what stands there before anything is sealed."""

import json
from functools import partial

import pytest
from django.test import Client

from apps.actions.models import Action, Proposal
from apps.audit import export, keys
from apps.console.evidence.action import evidence
from apps.core import ids
from apps.core.errors import Refused
from apps.workspaces.models import User, Workspace
from tests import make
from tests.audit.evidence.people import PEOPLE, seal_note


def test_whoever_may_audit_is_given_it_on_the_page_and_nobody_else(place: Workspace, action: Action) -> None:
    seal_note(place)
    open_as = partial(browser, place)
    said = ids.say("action", action.pk)
    page = open_as("wim").get(f"/w/acme/proposals/{ids.say('proposal', action.proposal_id)}/").content.decode()
    assert f"/w/acme/audit/evidence/{said}/" in page
    for path in (f"evidence/{said}/", "log/", "checkpoints/", "key/", "verifier/"):
        answer = open_as("wim").get(f"/w/acme/audit/{path}")
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
        assert open_as("leo").get(f"/w/acme/audit/{path}").status_code == 403
    assert open_as("wim").get(f"/w/acme/audit/evidence/act_{'0' * 32}/").status_code == 404
    assert json.loads(open_as("wim").get(f"/w/acme/audit/evidence/{said}/").content)["action"] == said


def test_the_audit_page_shows_the_checkpoint_its_key_and_where_it_went(place: Workspace, action: Action) -> None:
    before = browser(place, "wim").get("/w/acme/audit/").content.decode()
    assert "Nothing yet" in before
    seal_note(place)
    page = browser(place, "wim").get("/w/acme/audit/").content.decode()
    for shown in (keys.vkeys(place.pk)[0], "Every entry is under it", "To the file", "Not set up", "Public key"):
        assert shown in page


def test_before_the_first_checkpoint_there_is_nothing_to_prove_by(place: Workspace, action: Action) -> None:
    with pytest.raises(export.NotSealed):
        evidence(action)
    answer = browser(place, "wim").get(f"/w/acme/audit/evidence/{ids.say('action', action.pk)}/")
    assert (answer.status_code, answer["Location"]) == (302, "/w/acme/audit/")
    Proposal.objects.update(document=b"")
    with pytest.raises(Refused, match="no document"):
        evidence(action)


def browser(place: Workspace, name: str) -> Client:
    found = User.objects.filter(name=name.title()).first() or make.person(name, of=place.pk, roles=[PEOPLE[name]])
    client = Client()
    client.force_login(found, "django.contrib.auth.backends.ModelBackend")
    return client
