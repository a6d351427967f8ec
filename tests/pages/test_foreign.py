"""Nothing crosses workspaces: every address, for every role, answers for a foreign workspace as for nothing at all.

Held by the scoped managers and by row security, each of which has to hold alone.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import models
from django.test import Client
from django.urls import get_script_prefix

from apps.actions.models import Action
from apps.billing import budgets
from apps.connectors.models import Connection
from apps.core import ids, scope
from apps.core.postgres import base
from apps.core.tenancy import ScopedManager
from apps.workspaces.access import RIGHTS
from apps.workspaces.models import Address, User, Workspace
from tests import make
from tests.pages import drafts, table

ROLES = sorted(frozenset().union(*RIGHTS.values()))
Values = dict[str, str]


@pytest.fixture
def theirs(db: None) -> Values:
    """What a foreign workspace holds, by the parameters of addresses."""
    clinic = make.workspace("northlight")
    ada, leo = make.person("ada", of=clinic.pk, roles=["Admins"]), make.person("leo", of=clinic.pk, roles=["Askers"])
    with scope.workspace(clinic.pk):
        proposal = drafts.propose(clinic, owner=ada, asker=leo)
        action = Action.objects.get(proposal_id=proposal.pk)
        reached = Connection.objects.create(
            workspace_id=clinic.pk, connector="stripe", name="Till", created_by="operator"
        )
        cap = budgets.set_up(workspace=clinic.pk, name="Theirs", scope=("workspace", clinic.pk), unit="actions", cap=1,
                             period="day", by="operator")  # fmt: skip
        values = named(clinic.slug, proposal.pk, action.pk, proposal.run_id, reached.pk, proposal.agent_id)
        return {**values, "usage/said": ids.say("budget", cap.pk)}


@pytest.fixture(params=["both belts", "without managers", "without row security"])
def belts(request: pytest.FixtureRequest, theirs: Values, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without managers":
        monkeypatch.setattr(ScopedManager, "get_queryset", models.Manager.get_queryset)
    if request.param == "without row security":
        foreign = Address.objects.get(slug=theirs["slug"]).workspace_id
        monkeypatch.setattr(
            base, "_wanted", lambda: ",".join(map(str, {*scope.current(), foreign} if scope.current() else ()))
        )


@pytest.mark.usefixtures("belts")
@pytest.mark.parametrize("role", ROLES)
def test_a_foreign_workspace_looks_like_none(role: str, theirs: Values) -> None:
    client, _ = member(role)
    nothing = client.get("/w/nowhere/")
    for route in addresses(role):
        for answer in both(client, table.filled(route, theirs)):
            assert (answer.status_code, answer.content) == (404, nothing.content), route


@pytest.mark.usefixtures("belts")
@pytest.mark.parametrize("role", ROLES)
def test_foreign_things_look_like_none_inside_ones_own_workspace(role: str, theirs: Values) -> None:
    client, own = member(role)
    foreign, none = {**theirs, "slug": own.slug}, {**invented(), "slug": own.slug}
    for route in addresses(role):
        if route.count("<") == 1:
            continue
        for seen, unseen in zip(
            both(client, table.filled(route, foreign)), both(client, table.filled(route, none)), strict=True
        ):
            assert alike(seen, foreign) == alike(unseen, none), route
            assert seen.status_code in (302, 403, 404, 405) or "<int:seq>" in route, route


def test_the_console_is_closed_to_whoever_may_not_configure(theirs: Values) -> None:
    for role in set(ROLES) - {"Admins"}:
        make.person(f"sam-{role[:3].lower()}", of=Address.objects.get(slug=theirs["slug"]).workspace_id, roles=[role])
    for person in User.objects.filter(name__startswith="Sam-"):
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        assert client.get(f"/w/{theirs['slug']}/admin/").status_code == 403


def test_the_walk_meets_every_kind_of_page() -> None:
    walked = table.pages() + table.consoles()
    for name in (
        "inbox/",
        "proposals/<slug:said>/sign/",
        "runs/<slug:said>/",
        "audit/<int:seq>/",
        "admin/agents/agent/",
    ):
        assert table.PLACE + name in walked


def test_a_console_leaves_no_address_behind_for_the_next_request(db: None) -> None:
    client, own = member("Admins")
    before = get_script_prefix()
    assert client.get(f"/w/{own.slug}/admin/").status_code == 200
    assert get_script_prefix() == before


def test_nobody_gets_in_without_signing_in(db: None) -> None:
    make.workspace()
    for slug in ("acme", "nowhere"):
        answer = Client().get(f"/w/{slug}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next=/w/{slug}/")


def addresses(role: str) -> list[str]:
    """The console's too for who gets in there."""
    return table.pages() + (table.consoles() if role == "Admins" else [])


def member(role: str) -> tuple[Client, Workspace]:
    """A browser of somebody who holds this role in a workspace of their own."""
    own = make.workspace()
    client = Client()
    client.force_login(make.person("sam", of=own.pk, roles=[role]), "django.contrib.auth.backends.ModelBackend")
    return client, own


def both(client: Client, address: str) -> tuple[Any, Any]:
    return client.get(address), client.post(address, {"reason": "because", "scope": "workspace", "says": "happened"})


def alike(answer: Any, values: Mapping[str, str]) -> tuple[int, str, str]:
    """What an answer tells, with the ids that were asked for blotted out."""
    body, target = answer.content.decode(), answer.headers.get("Location", "")
    for value in {one for one in values.values() if len(one) >= 32}:
        body, target = body.replace(value, "?"), target.replace(value, "?")
    return answer.status_code, "" if "csrfmiddlewaretoken" in body else body, target


def invented() -> Values:
    return {**named("acme", *(uuid4() for _ in range(5))), "usage/said": ids.say("budget", uuid4())}


def named(slug: str, proposal: UUID, action: UUID, run: UUID, connection: UUID, agent: UUID) -> Values:
    return {
        "slug": slug, "proposals/said": ids.say("proposal", proposal), "action": ids.say("action", action),
        "runs/said": ids.say("run", run), "connections/said": ids.say("connection", connection), "seq": "1",
        "object_id": str(agent), "proposal/object_id": str(proposal), "action/object_id": str(action),
        "run/object_id": str(run), "connection/object_id": str(connection), "app_label": "agents",
        "content_type_id": "1", "url": "nothing",
    }  # fmt: skip
