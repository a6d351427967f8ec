from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_django.fixtures import Settings

from apps.core.postgres import embedded
from tests.flows import simulators, world
from tests.flows.world import World
from tests.harness import environment


@pytest.fixture
def shop(
    tmp_path: Path, test_env: dict[str, str], foreign_database: Callable[[], str], settings: Settings
) -> Iterator[World]:
    """Harbour & Pine with its three systems, everything real but the speed of its passwords."""
    with psycopg.connect(environment.place.url(embedded.BROKER, environment.QUEUE)) as queue:
        queue.execute("SELECT pgmq.create('work')")  # this process has declared it once, and does not do so again
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with simulators.running(tmp_path) as addresses:
        settings.SANDBOXES = addresses
        with world.opened(tmp_path, foreign_database(), test_env, addresses) as opened:
            yield opened
