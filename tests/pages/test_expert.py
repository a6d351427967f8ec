"""Rules in Cedar on the pages of policies: read before they are kept, shown as code, refused with their line."""

import pytest
from django.test import Client

from apps.core import ids
from apps.policies import drafts
from apps.policies.models import Draft, PolicyVersion
from apps.workspaces.models import User, Workspace
from tests.pages.conftest import at
from tests.pages.policies import LIVE, Browser, People, form, page_of, put_in_force, said, sentences

CODE = """@id("large refunds")
@outcome("ask")
@people("2")
@groups("Finance")
permit (principal, action, resource)
when { context.money.amount > 50000 && context.arguments.reason != "fraudulent" };"""
AS_CODE = '<code class="cedar">'


@pytest.fixture
def one(acme: Workspace, person: People) -> Draft:
    admin = person("ada", "Admins")
    put_in_force(acme, *LIVE)
    return drafts.begin(acme.pk, name="refunds", sentences=LIVE, by=admin.pk)


@pytest.fixture
def client(one: Draft, browser: Browser) -> Client:
    return browser(User.objects.get(pk=one.made_by))


def test_a_rule_in_cedar_is_shown_as_code_before_and_after_it_is_kept(
    acme: Workspace, one: Draft, client: Client
) -> None:
    typed = f"// what is large\n{CODE}".replace("\n", "\r\n")
    shown = said(client.get(page_of(acme, one), {"sentence": typed}))
    assert "Understood as:" in shown
    assert "context.money.amount &gt; 50000" in shown
    client.post(page_of(acme, one), form(one, "add", sentence=CODE.replace("\n", "\r\n")))
    assert sentences(one) == (*LIVE, CODE)
    shown = said(client.get(page_of(acme, one), {"at": 3}))
    assert AS_CODE in shown
    assert 'name="slot"' not in shown


def test_one_that_is_wrong_is_refused_with_its_line_and_what_to_do(acme: Workspace, one: Draft, client: Client) -> None:
    wrong = CODE.replace("reason", "reeson")
    shown = said(client.get(page_of(acme, one), {"sentence": wrong}))
    assert "Line 6: There is no context.arguments.reeson. Did you mean" in shown
    assert client.post(page_of(acme, one), form(one, "add", sentence=wrong)).status_code == 409
    assert sentences(one) == LIVE


def test_a_document_may_hold_sentences_and_rules_in_cedar(acme: Workspace, one: Draft, client: Client) -> None:
    document = f"Never refund over 500 USD.\n{CODE}\n- Never change permissions."
    shown = said(client.post(page_of(acme, one), {"deed": "paste", "document": document}))
    assert "3 of 3 sentences were understood" in shown
    assert shown.count(AS_CODE) == 1


def test_the_page_of_code_says_what_may_be_asked_for(acme: Workspace, one: Draft, client: Client) -> None:
    shown = said(client.get(page_of(acme, one, "code/")))
    assert "context.money.amount" in shown
    assert "context.arguments.charge" in shown
    assert "context.arguments.table" in shown
    assert "context.arguments.set" not in shown


def test_in_force_it_is_shown_as_code(acme: Workspace, one: Draft, client: Client) -> None:
    put_in_force(acme, *LIVE, CODE)
    assert AS_CODE in said(client.get(at(acme, "policy/")))
    version = ids.say("policyversion", PolicyVersion.objects.latest("published_at").pk)
    assert AS_CODE in said(client.get(at(acme, f"policy/history/{version}/")))
