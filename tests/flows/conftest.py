from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_django.fixtures import Settings

from apps.console.sample import operations, stripe
from apps.core.postgres import embedded
from tests.flows import world
from tests.flows.world import Furnished, World
from tests.harness import databases, environment, snapshot


@pytest.fixture(scope="session")
def furnished(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    name, address = databases.foreign()
    yield Furnished(tmp_path_factory.mktemp("furnished"), name, address)
    databases.drop(name)


@pytest.fixture
def shop(
    furnished: Furnished, tmp_path: Path, test_env: dict[str, str], sandboxes: dict[str, str], settings: Settings
) -> Iterator[World]:
    """Harbour & Pine with its three systems, everything real but the speed of its passwords."""
    with psycopg.connect(environment.place.url(embedded.BROKER, environment.QUEUE)) as queue:
        queue.execute("SELECT pgmq.create('work')")  # this process has declared it once, and does not do so again
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    stripe.seed(operations.first_day(world.NOW))
    put_in_place(furnished)
    with world.opened(tmp_path, furnished.books, test_env, sandboxes) as opened:
        yield opened


def put_in_place(shop: Furnished) -> None:
    """What was furnished once is put back."""
    if shop.rows and snapshot.restore(shop.name, shop.rows[shop.name]):
        databases.renew(shop.rows[environment.MAIN])
        return
    snapshot.empty(shop.name)
    world.furnish(shop.folder, shop.books)
    shop.rows.update({name: snapshot.take(name) for name in (shop.name, environment.MAIN)})
