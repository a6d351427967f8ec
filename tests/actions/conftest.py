"""The sample workspace on real systems: simulators as processes, an operations database, the sample's own policy."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.console.sample import ensure, operations, stripe
from apps.core import scope
from apps.core.postgres.embedded import OWNER
from tests.actions.shop import Shop
from tests.flows import simulators
from tests.harness import databases, environment

BOOKS, FURNISHED = f"harbour_{environment.WORKER}", f"furnished_{environment.WORKER}"


@pytest.fixture(scope="session")
def _furnished(django_db_setup: None) -> Iterator[None]:
    """What is furnished once is copied for each test; at the end the copies go."""
    yield
    for name in (BOOKS, FURNISHED, f"{BOOKS}_furnished"):
        databases.drop(name)


@pytest.fixture
def shop(
    _furnished: None, transactional_db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shop]:
    """Harbour & Pine, whole, with its workspace in scope and books of its own."""
    monkeypatch.setattr(operations, "DATABASE", BOOKS)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with simulators.running(tmp_path) as addresses:
        settings.SANDBOXES = addresses
        _furnish()
        harbour = Shop.open(addresses)
        with scope.workspace(harbour.id):
            yield harbour


def _furnish() -> None:
    if _exists(FURNISHED):
        stripe.seed(operations.first_day(timezone.now()))
        _copy(FURNISHED, environment.MAIN, OWNER)
        _copy(f"{BOOKS}_furnished", BOOKS, operations.LOGIN)
        return
    databases.drop(BOOKS)
    ensure.ensure()
    _copy(environment.MAIN, FURNISHED, OWNER)
    _copy(BOOKS, f"{BOOKS}_furnished", operations.LOGIN)


def _copy(source: str, name: str, owner: str) -> None:
    connections.close_all()
    databases.drop(name)
    databases.clone(name, source, owner)


def _exists(name: str) -> bool:
    with psycopg.connect(environment.place.superuser, autocommit=True) as server:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
