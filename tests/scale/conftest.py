"""A generated past that the tests of this folder share: it is made once, and they only read it."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from apps.console.history import generate
from apps.console.history.generate import Generated
from tests.harness import databases

ACTIONS = 20_000


@pytest.fixture(scope="package")
def past(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Generated]:
    """A year of work in eight workspaces."""
    with django_db_blocker.unblock():
        made = generate.generate(ACTIONS, workspaces=8, seed=7, now=timezone.now())
        connections.close_all()
        yield made
        databases.renew()
