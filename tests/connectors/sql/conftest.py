"""A shop's database, fresh for every test, and the driver in front of it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.connectors.sql import server as servers
from tests.connectors.sql.shop import SCHEMA, Shop


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    running = servers.start()
    with running.owner("postgres") as owner:
        owner.execute(f"CREATE ROLE operations LOGIN PASSWORD '{servers.PASSWORD}'")
        owner.execute("CREATE DATABASE shop")
    yield running
    running.stop()


@pytest.fixture
def shop(server: servers.Server) -> Iterator[Shop]:
    with server.owner("shop") as owner:
        _empty(owner)
        owner.execute(SCHEMA)
    shop = Shop(server, "shop")
    yield shop
    shop.close()


def _empty(owner: "psycopg.Connection[tuple[Any, ...]]") -> None:
    """As a new database: nothing in it, nobody connected to it, no settings of its own."""
    owner.execute(
        "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = 'shop' AND pid <> pg_backend_pid()"
    )
    own = "SELECT nspname FROM pg_namespace WHERE oid >= 16384 OR nspname = 'public'"
    for (schema,) in owner.execute(own).fetchall():
        owner.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
    owner.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
    owner.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    owner.execute("ALTER DATABASE shop RESET ALL")
    owner.execute("ALTER ROLE operations IN DATABASE shop RESET ALL")
