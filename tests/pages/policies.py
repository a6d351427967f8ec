"""What tests of the policy pages share: a policy in force, drafts of it, and their pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from apps.actions import rules
from apps.actions.backtests import start, work
from apps.core import ids
from apps.policies import drafts, publish
from apps.policies.models import Backtest, Draft, PolicyVersion
from apps.workspaces.models import User, Workspace
from tests.pages.conftest import at

Browser = Callable[[User], Client]
People = Callable[..., User]
LIVE = ("Read anything without asking.", "Refunds need two people from Finance or Support leads.")
MILDER = "Refunds need one person from Finance."


def said(answer: Any) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def put_in_force(acme: Workspace, *sentences: str) -> PolicyVersion:
    return publish.publish(acme.pk, name="refunds", sentences=sentences, vocabulary=rules.vocabulary(), by="operator",
                           last_editor=None)  # fmt: skip


def draft(acme: Workspace, by: User, *sentences: str) -> Draft:
    return drafts.begin(acme.pk, name="refunds", sentences=sentences or LIVE, by=by.pk)


def page_of(acme: Workspace, one: Draft, page: str = "") -> str:
    return at(acme, f"policy/drafts/{ids.say('draft', one.pk)}/{page}")


def sentences(one: Draft) -> tuple[str, ...]:
    one.refresh_from_db()
    return tuple(one.sentences)


def form(one: Draft, deed: str, **said: object) -> dict[str, object]:
    one.refresh_from_db()
    return {"deed": deed, "edition": one.edition, **said}


def backtested(one: Draft) -> Backtest:
    made = start.start(one, days=7, by=one.made_by)
    work.run(made.pk, seconds=60)
    return Backtest.objects.get(pk=made.pk)
