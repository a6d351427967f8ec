"""Browsers for tests: a signed-in client of a person, and proposals put together without any target."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from apps.core import scope
from apps.workspaces.models import User, Workspace
from tests import make


@pytest.fixture
def acme(db: None) -> Iterator[Workspace]:
    """A workspace in scope."""
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        yield workspace


@pytest.fixture
def browser() -> Callable[[User], Client]:
    def opened(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return opened


@pytest.fixture
def person(acme: Workspace) -> Callable[..., User]:
    return lambda name, *roles, of=None: make.person(name, of=of or acme.pk, roles=roles)


def at(workspace: Workspace, path: str = "") -> str:
    return f"/w/{workspace.slug}/{path}"
