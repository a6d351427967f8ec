from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.flows import simulators, world
from tests.flows.world import World


@pytest.fixture
def shop(
    tmp_path: Path, test_env: dict[str, str], foreign_database: Callable[[], str], settings: Settings
) -> Iterator[World]:
    """Harbour & Pine with its three systems, everything real but the speed of its passwords."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with simulators.running(tmp_path) as addresses:
        settings.SANDBOXES = addresses
        with world.opened(tmp_path, foreign_database(), test_env, addresses) as opened:
            yield opened
