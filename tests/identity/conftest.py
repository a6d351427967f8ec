"""A workspace with a person whose mail goes to the simulator."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pytest_django.fixtures import Settings

from apps.core import scope
from apps.workspaces.models import User
from tests import make

Box = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def ben(db: None, sandboxes: dict[str, str], settings: Settings) -> Iterator[User]:
    settings.COUNTERSIGN_SMTP = sandboxes["mail"]
    acme = make.workspace()
    with scope.workspace(acme.pk):
        yield make.person("ben", of=acme.pk, roles=["Finance"])


@pytest.fixture
def box(sandboxes: dict[str, str]) -> Box:
    """Everything that the mail server took."""
    return lambda: list(httpx.get(f"{sandboxes['mail_http']}/messages", trust_env=False).json()["messages"])
