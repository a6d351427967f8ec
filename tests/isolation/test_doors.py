"""The doors themselves: who is let in, who is asked who they are, and what is left behind for the next request."""

import pytest
from django.test import Client
from django.urls import get_script_prefix

from apps.workspaces.models import Workspace
from tests import make
from tests.isolation.ground import ROLES
from tests.isolation.walk import PLACE, operations, routes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_the_console_is_closed_to_whoever_may_not_configure(role: str) -> None:
    client, own = member(role)
    assert client.get(f"/w/{own.slug}/admin/").status_code == (200 if role == "Admins" else 403)


def test_a_console_leaves_no_address_behind_for_the_next_request() -> None:
    client, own = member("Admins")
    before = get_script_prefix()
    assert client.get(f"/w/{own.slug}/admin/").status_code == 200
    assert get_script_prefix() == before


def test_nobody_gets_in_without_signing_in() -> None:
    make.workspace()
    for slug in ("acme", "nowhere"):
        answer = Client().get(f"/w/{slug}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next=/w/{slug}/")


def test_the_walk_meets_every_kind_of_page() -> None:
    walked = {route.text for route in routes()}
    for name in (
        "inbox/",
        "proposals/<slug:said>/sign/",
        "runs/<slug:said>/",
        "audit/<int:seq>/",
        "admin/agents/agent/",
    ):
        assert PLACE + name in walked
    assert {"ops/", "sign-in/", "api/v1/proposals/<str:proposal_id>"} <= walked


def test_every_operation_of_the_api_has_an_address_and_every_address_an_operation() -> None:
    said = {f"api/v1{path}".split("{")[0] for path, _, _ in operations()} | {"api/v1/openapi.json"}
    assert {route.text.split("<")[0] for route in routes() if route.text.startswith("api/")} == said


def member(role: str) -> tuple[Client, Workspace]:
    """A browser of somebody who holds this role in a workspace of their own."""
    own = make.workspace()
    client = Client()
    client.force_login(make.person("sam", of=own.pk, roles=[role]), "django.contrib.auth.backends.ModelBackend")
    return client, own
