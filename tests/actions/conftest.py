"""The sample workspace on real systems: simulators as processes, an operations database, the sample's own policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from apps.console.sample import ensure, operations
from apps.core import scope
from tests.actions.shop import Shop
from tests.flows import simulators
from tests.harness import databases, environment


@pytest.fixture
def shop(
    transactional_db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shop]:
    """Harbour & Pine, whole, with its workspace in scope and books of its own."""
    books = f"harbour_{environment.WORKER}"
    monkeypatch.setattr(operations, "DATABASE", books)
    with simulators.running(tmp_path) as addresses:
        settings.SANDBOXES = addresses
        ensure.ensure()
        harbour = Shop.open(addresses)
        with scope.workspace(harbour.id):
            yield harbour
    databases.drop(books)
