"""The editor: sentences are kept as they were understood, moved, replaced, pasted and begun with."""

import pytest

from apps.core import ids
from apps.policies.models import Draft
from apps.policies.starters import STARTERS, Starter
from apps.policies.views import editor
from apps.workspaces.models import User, Workspace
from tests.pages.conftest import at
from tests.pages.policies import LIVE, MILDER, Browser, People, draft, form, page_of, put_in_force, said, sentences


@pytest.fixture
def ada(acme: Workspace, person: People) -> User:
    """An admin of a workspace with a policy in force."""
    admin = person("ada", "Admins")
    put_in_force(acme, *LIVE)
    return admin


def test_a_draft_begins_with_what_is_in_force(acme: Workspace, ada: User, browser: Browser) -> None:
    answer = browser(ada).post(at(acme, "policy/begin/"))
    one = Draft.objects.get()
    assert answer.status_code == 302
    assert ids.say("draft", one.pk) in answer["Location"]
    assert (one.name, tuple(one.sentences)) == ("refunds", LIVE)
    assert "Nobody is writing one" not in said(browser(ada).get(at(acme, "policy/")))


def test_a_sentence_is_shown_as_it_was_understood_before_it_is_kept(
    acme: Workspace, ada: User, browser: Browser
) -> None:
    one, client = draft(acme, ada), browser(ada)
    shown = said(client.get(page_of(acme, one), {"sentence": "refunds  need 1 person from finance"}))
    assert "Understood as:" in shown
    assert MILDER in shown
    assert sentences(one) == LIVE
    client.post(page_of(acme, one), form(one, "add", sentence=MILDER))
    assert sentences(one) == (*LIVE, MILDER)


def test_what_is_not_understood_is_refused_with_a_pointer_and_an_offer(
    acme: Workspace, ada: User, browser: Browser
) -> None:
    one, client = draft(acme, ada), browser(ada)
    shown = said(client.get(page_of(acme, one), {"sentence": "Refunds need two people from Finanse."}))
    assert "<mark>" in shown
    assert "Read this instead" in shown
    answer = client.post(page_of(acme, one), form(one, "add", sentence="Be careful with big refunds."))
    assert answer.status_code == 409
    assert sentences(one) == LIVE


def test_the_open_places_of_a_sentence_can_be_filled_anew(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada, "Refunds over 75 USD need one person from Finance."), browser(ada)
    shown = said(client.get(page_of(acme, one), {"at": 1}))
    assert 'name="slot" value="75"' in shown
    shown = said(client.get(page_of(acme, one) + "?at=1&slot=100&slot=two&slot=Finance"))
    assert "Refunds over 100 USD need two people from Finance." in shown


def test_sentences_are_moved_replaced_and_removed(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada), browser(ada)
    client.post(page_of(acme, one), form(one, "down", at=1))
    assert sentences(one) == (LIVE[1], LIVE[0])
    client.post(page_of(acme, one), form(one, "replace", at=1, sentence=MILDER))
    client.post(page_of(acme, one), form(one, "up", at=2))
    assert sentences(one) == (LIVE[0], MILDER)
    client.post(page_of(acme, one), form(one, "remove", at=1))
    assert sentences(one) == (MILDER,)
    shown = said(client.get(page_of(acme, one)))
    assert "In force, and not in this draft" in shown
    assert client.post(page_of(acme, one), form(one, "remove", at=9)).status_code == 409


def test_whoever_reads_an_older_edition_overwrites_nothing(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada), browser(ada)
    old = form(one, "remove", at=1)
    client.post(page_of(acme, one), form(one, "add", sentence=MILDER))
    answer = client.post(page_of(acme, one), old)
    assert answer.status_code == 409
    assert "Somebody changed this draft" in said(answer)
    assert sentences(one) == (*LIVE, MILDER)


def test_a_pasted_document_is_read_whole_and_kept_only_when_asked(acme: Workspace, ada: User, browser: Browser) -> None:
    one, client = draft(acme, ada), browser(ada)
    document = f"1. {MILDER}\n- Never refund over 500 USD. Be careful with big refunds."
    shown = said(client.post(page_of(acme, one), {"deed": "paste", "document": document}))
    assert "2 of 3 sentences were understood" in shown
    assert sentences(one) == LIVE
    client.post(page_of(acme, one), form(one, "add", sentence=[MILDER, "Never refund over 500 USD."]))
    assert sentences(one) == (*LIVE, MILDER, "Never refund over 500 USD.")
    assert "Tick or write at least one sentence." in said(client.post(page_of(acme, one), form(one, "add")))


def test_of_a_pasted_document_nothing_is_lost(acme: Workspace, ada: User, browser: Browser) -> None:
    document = "Refunds above $50 need approval from Finance. Be careful with big refunds."
    shown = said(browser(ada).post(page_of(acme, draft(acme, ada)), {"deed": "paste", "document": document}))
    assert "Refunds above $50 need approval from Finance.</bdi></p>" in shown
    assert "required>Be careful with big refunds.</textarea>" in shown


def test_a_sentence_that_goes_on_with_the_one_before_it_is_one_rule(
    acme: Workspace, ada: User, browser: Browser
) -> None:
    document = "Refunds under 100 USD run without asking. Above that, one person from Finance signs."
    shown = said(browser(ada).post(page_of(acme, draft(acme, ada)), {"deed": "paste", "document": document}))
    assert "1 of 1 sentence was understood" in shown


def test_what_takes_too_long_to_read_is_left_for_the_next_time(
    acme: Workspace, ada: User, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "PATIENCE_S", 0.0)
    shown = said(browser(ada).post(page_of(acme, draft(acme, ada)), {"deed": "paste", "document": MILDER}))
    assert "0 of 0 sentences were understood" in shown
    assert f"required>{MILDER}</textarea>" in shown


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.title)
def test_a_starter_is_read_like_any_document_and_kept_only_when_asked(
    acme: Workspace, ada: User, browser: Browser, starter: Starter
) -> None:
    one, client = draft(acme, ada), browser(ada)
    assert f">{starter.title}</button>" in said(client.get(page_of(acme, one)))
    shown = said(client.post(page_of(acme, one), {"deed": "paste", "document": "\n".join(starter.sentences)}))
    assert f"of {len(starter.sentences)} sentences were understood" in shown
    assert sentences(one) == LIVE


def test_the_draft_is_shown_as_code(acme: Workspace, ada: User, browser: Browser) -> None:
    assert "permit(principal" in said(browser(ada).get(page_of(acme, draft(acme, ada), "code/")))
