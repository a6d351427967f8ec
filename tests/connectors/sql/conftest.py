"""A shop's database, fresh for every test, and the driver in front of it."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.connectors.sql import server as servers
from tests.connectors.sql.shop import SCHEMA, Shop

numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    running = servers.start()
    with running.owner("postgres") as owner:
        owner.execute(f"CREATE ROLE operations LOGIN PASSWORD '{servers.PASSWORD}'")
        owner.execute("CREATE DATABASE shop_template")
    with running.owner("shop_template") as owner:
        owner.execute(SCHEMA)
    yield running
    running.stop()


@pytest.fixture
def shop(server: servers.Server) -> Iterator[Shop]:
    name = f"shop_{next(numbers)}"
    with server.owner("postgres") as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE shop_template")
    shop = Shop(server, name)
    yield shop
    shop.close()
    with server.owner("postgres") as owner:
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)")
