"""Budgets and usage: what is spent against which cap, what holds it, and changes that another admin signs."""

from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from apps.actions import approve, execute, undo
from apps.actions.models import Action, Proposal
from apps.billing import budgets, rollup
from apps.billing.budgets import Amount
from apps.billing.models import Budget, Day, Fresh
from apps.core import ids, scope
from apps.core.ids import uuid7
from apps.workspaces.models import User, Workspace
from tests import make
from tests.pages import drafts
from tests.pages.conftest import acme, browser, person

__all__ = ["acme", "browser", "person"]
Person = Callable[..., User]
Browser = Callable[[User], Client]
FORM = {"name": "Refunds", "unit": "money", "currency": "usd", "category": "refunds", "period": "day", "cap": "3,000.00",
        "soft": "80", "hard_line": "suggest", "slice": "0"}  # fmt: skip


@pytest.fixture
def ada(acme: Workspace, person: Person) -> User:
    admin = person("ada", "Admins")
    drafts.agent(acme, person("omar"))
    return admin


def address(workspace: Workspace, budget: Budget | None = None, tail: str = "") -> str:
    return f"/w/{workspace.slug}/usage/" + (f"{ids.say('budget', budget.pk)}/{tail}" if budget else "")


def cap(workspace: Workspace, n: int = 10, **said: Any) -> Budget:
    known = {"name": "Actions", "scope": ("workspace", workspace.pk), "unit": "actions", "period": "day"}
    return budgets.set_up(workspace=workspace.pk, cap=n, by="operator", **(known | said))


def hold(workspace: Workspace, n: int = 1) -> UUID:
    action = uuid7()
    with transaction.atomic():
        budgets.reserve(
            workspace=workspace.pk, action=action, scopes=[("workspace", workspace.pk)], amounts=[Amount("actions", n)]
        )
    return action


def sign_and_run(location: str, *, by: User) -> Proposal:
    proposal = Proposal.objects.get(pk=ids.parse("proposal", location.rstrip("/").rsplit("/", 1)[1]))
    approve.sign(proposal.pk, by=by, digest=proposal.digest)
    execute.run(Action.objects.get(proposal_id=proposal.pk).pk, proposal.workspace_id)
    return proposal


def test_an_empty_page_says_so(acme: Workspace, ada: User, browser: Browser) -> None:
    page = browser(ada).get(address(acme)).content.decode()
    assert "No budget is in force" in page
    assert page.count("Nothing was used") == 3


def test_what_is_used_is_shown_against_its_cap_by_agent_connection_and_day(
    acme: Workspace, ada: User, browser: Browser
) -> None:
    agent = drafts.agent(acme, ada)
    cap(acme), cap(acme, 250, name="<b>Model</b>\u202e", unit="micro_usd")
    action = hold(acme, 4)
    used = [Amount("actions", 4), Amount("micro_usd", 12_500), Amount("money", 18_450, "USD", "refunds")]
    with transaction.atomic():
        budgets.settle(action, used, scopes=[("agent", agent.pk)])
    for _ in range(2):
        page = browser(ada).get(address(acme)).content.decode()
        for said in (
            "4 <span",
            "of 10",
            "40 %",
            "Refunds agent",
            "Over no connection",
            "$0.0125",
            "$184.50",
            "&lt;b&gt;",
        ):
            assert said in page
        assert "<b>Model" not in page
        rollup.roll_up()
    assert (Fresh.objects.count(), Day.objects.count()) == (0, 3)


def test_the_soft_line_shows_on_the_page(acme: Workspace, ada: User, browser: Browser) -> None:
    cap(acme)
    hold(acme, 8)
    assert "has reached 80 % of its cap: 8 of 10" in browser(ada).get(address(acme)).content.decode()


def test_a_budgets_page_names_what_holds_it_and_pages_by_key(acme: Workspace, ada: User, browser: Browser) -> None:
    found = cap(acme, 100)
    proposal = drafts.propose(acme, owner=ada, asker=ada)
    action = Action.objects.get(proposal_id=proposal.pk)
    with transaction.atomic():
        budgets.reserve(
            workspace=acme.pk, action=action.pk, scopes=[("workspace", acme.pk)], amounts=[Amount("actions", 1)]
        )
    for _ in range(50):
        hold(acme)
    client = browser(ada)
    first = client.get(address(acme, found)).content.decode()
    assert first.count("A step of a run") == 50
    older = first.split('href="')
    link = next(one.split('"')[0] for one in older if "before=" in one)
    second = client.get(link).content.decode()
    assert second.count("A step of a run") == 0
    assert "Refund $184.50 to Maria Oduya" in second


def test_more_budgets_than_a_page_holds(acme: Workspace, ada: User, browser: Browser) -> None:
    for number in range(52):
        cap(acme, name=f"Budget {number:02}")
    client = browser(ada)
    first = client.get(address(acme)).content.decode()
    link = next(one.split('"')[0] for one in first.split('href="') if "after=" in one)
    second = client.get(unescape(link)).content.decode()
    assert ("Budget 49" in first, "Budget 50" in first) == (True, False)
    assert ("Budget 49" in second, "Budget 51" in second) == (False, True)


def test_a_budget_is_set_up_changed_ended_and_each_is_undone_by_the_governed_road(
    acme: Workspace, ada: User, person: Person, browser: Browser
) -> None:
    ben, client = person("ben", "Admins"), browser(ada)
    answer = client.post(address(acme), {**FORM, "scope": f"workspace:{acme.pk}"})
    assert not Budget.objects.exists()
    sign_and_run(answer["Location"], by=ben)
    budget = Budget.objects.get()
    assert (budget.cap, budget.currency, budget.hard_line) == (300_000, "USD", "suggest")
    answer = client.post(address(acme, budget), {"cap": "100", "soft": "0", "hard_line": "stop", "slice": "5"})
    changed = sign_and_run(answer["Location"], by=ben)
    budget.refresh_from_db()
    assert (budget.cap, budget.soft, budget.hard_line, budget.slice) == (10_000, 0, "stop", 500)
    sign_and_run(f"x/{ids.say('proposal', undo.undo(changed.pk, by=ada).pk)}", by=ben)
    budget.refresh_from_db()
    assert (budget.cap, budget.soft, budget.hard_line, budget.slice) == (300_000, 80, "suggest", 0)
    ended = sign_and_run(client.post(address(acme, budget, "end/"))["Location"], by=ben)
    budget.refresh_from_db()
    assert budget.ended_at
    assert "This budget has ended" in client.get(address(acme, budget)).content.decode()
    sign_and_run(f"x/{ids.say('proposal', undo.undo(ended.pk, by=ada).pk)}", by=ben)
    assert Budget.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("cap", "-1", "is not an amount"), ("cap", "0.001", "is not an amount"), ("cap", "1e40", "is not an amount"),
        ("cap", "NaN", "is not an amount"), ("unit", "cats", "a unit and a period"), ("currency", "", "three letters"),
        ("soft", "101", "per cent"), ("hard_line", "x", "no room"), ("scope", "agent:1", "Choose whom"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_form_is_refused_in_its_place(
    acme: Workspace, ada: User, browser: Browser, field: str, value: str, said: str
) -> None:
    answer = browser(ada).post(address(acme), {**FORM, "scope": f"workspace:{acme.pk}", field: value})
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert not Proposal.objects.exists()


def test_finance_may_propose_and_whoever_else_may_only_look(
    acme: Workspace, ada: User, person: Person, browser: Browser
) -> None:
    wanted = {**FORM, "scope": f"workspace:{acme.pk}"}
    assert browser(person("fay", "Finance")).post(address(acme), wanted).status_code == 302
    lena = browser(person("lena", "Support leads"))
    assert lena.post(address(acme), wanted).status_code == 403
    page = lena.get(address(acme)).content.decode()
    assert "You may see budgets, not propose them" in page
    assert "Propose this budget" not in page
    budget = cap(acme)
    assert lena.post(address(acme, budget)).status_code == lena.post(address(acme, budget, "end/")).status_code == 403


def test_a_foreign_budget_is_not_there(acme: Workspace, ada: User, browser: Browser) -> None:
    other = make.workspace("northlight")
    with scope.workspace(other.pk):
        theirs = cap(other)
    client = browser(ada)
    for where in (address(acme, theirs), address(acme) + "bud_1/", address(acme) + "run_" + "0" * 32 + "/"):
        assert client.get(where).status_code == client.post(where, {"cap": "1"}).status_code == 404
    assert client.get(address(other)).status_code == 404
