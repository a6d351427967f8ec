from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from apps.approvals import requests
from apps.approvals.models import Request
from apps.approvals.requirements import Requirement
from apps.core import scope
from apps.core.canonical import digest_of_bytes
from apps.workspaces.models import Role, User
from tests import make

DOCUMENT = b'{"title":"Refund $184.50 to Maria Oduya"}'
DIGEST = digest_of_bytes(DOCUMENT)
TWO = Requirement(2, ("Finance", "Support leads"), "r2", "Refunds need two people from Finance or Support leads.")


@pytest.fixture
def acme(db: None) -> Iterator[UUID]:
    """A workspace in scope."""
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        yield workspace.pk


@pytest.fixture
def person(acme: UUID) -> Callable[..., User]:
    return lambda name, *roles: make.person(name, of=acme, roles=roles)


@pytest.fixture
def ids(acme: UUID) -> Callable[..., frozenset[str]]:
    """Roles by name, as requirements and signatures name them: by id."""

    def of(*names: str) -> frozenset[str]:
        return frozenset(role.pk.hex for role in Role.objects.filter(name__in=names))

    return of


@pytest.fixture
def ask(acme: UUID, ids: Callable[..., frozenset[str]]) -> Callable[..., Request]:
    """A request over the document; two people from Finance or Support leads unless the test says otherwise."""

    def by_id(asked: Requirement) -> Requirement:
        return replace(asked, groups=tuple(ids(*asked.groups)), names=asked.groups)

    def opened(*requirements: Requirement, **said: Any) -> Request:
        soon = datetime.now(UTC) + timedelta(hours=1)
        known = {"workspace": acme, "document": DOCUMENT, "digest": DIGEST, "excluded": {}, "deadline": soon}
        asked = [by_id(one) for one in requirements or (TWO,)]
        return requests.open(**{**known, "requirements": asked, **said})

    return opened
