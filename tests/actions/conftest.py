"""The sample workspace on real systems: simulators as processes, an operations database, the sample's own policy."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from apps.console.sample import ensure
from apps.core import scope
from tests.actions.shop import Shop
from tests.flows import simulators


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path, settings: Settings) -> Iterator[Shop]:
    """Harbour & Pine, whole, with its workspace in scope."""
    with simulators.running(tmp_path) as addresses:
        settings.SANDBOXES = addresses
        settings.DATA_DIR = tmp_path
        ensure.ensure()
        harbour = Shop.open(addresses)
        with scope.workspace(harbour.id):
            yield harbour


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    return Shop.eventually
