"""The sample workspace on real systems: simulators as processes, an operations database, the sample's own policy."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.console.sample import ensure, operations, stripe
from apps.core import scope
from tests.actions.shop import Shop
from tests.harness import databases, environment, snapshot
from tests.harness.snapshot import Snapshot

BOOKS = f"harbour_{environment.WORKER}"


@pytest.fixture(scope="session")
def _furnished(django_db_setup: None) -> Iterator[dict[str, Snapshot]]:
    """What is furnished once is put back for each test."""
    yield {}
    databases.drop(BOOKS)


@pytest.fixture
def shop(
    _furnished: dict[str, Snapshot], transactional_db: None, sandboxes: dict[str, str], settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Shop]:  # fmt: skip
    """Harbour & Pine, whole, with its workspace in scope and books of its own."""
    monkeypatch.setattr(operations, "DATABASE", BOOKS)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _furnish(_furnished)
    harbour = Shop.open(sandboxes)
    with scope.workspace(harbour.id):
        yield harbour


def _furnish(before: dict[str, Snapshot]) -> None:
    if before and snapshot.restore(BOOKS, before[BOOKS]):
        stripe.seed(operations.first_day(timezone.now()))
        databases.renew(before[environment.MAIN])
        return
    databases.drop(BOOKS)
    with databases.alone("furnish.lock"):  # the login `operations` is every worker's
        ensure.ensure()
    before |= {name: snapshot.take(name) for name in (BOOKS, environment.MAIN)}
