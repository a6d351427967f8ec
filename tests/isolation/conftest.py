"""The ground, and the two belts, each of which must hold alone."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections, models
from psycopg import sql
from pytest_django.fixtures import Settings

from apps.core.postgres.embedded import APP
from apps.core.tenancy import ScopedManager
from tests.harness import databases
from tests.harness.environment import place
from tests.isolation import ground as grounds
from tests.isolation.ground import BELTS, Ground

UNBELTED = "sees_all"  # a login for which there is no row security


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """How long answers take is measured where the whole matrix is tried, and only there."""
    if not config.getoption("--whole", default=False):
        items[:] = [item for item in items if not item.path.match("isolation/test_time.py")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [
        dict(report.user_properties)
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    ]
    tried = [one for one in told if "cells" in one]
    if tried:
        cells, leaks = sum(one["cells"] for one in tried), sum(one["leaks"] for one in tried)
        terminalreporter.write_line(f"Isolation: {cells:,} cells tried, leaks {leaks}.")
    for one in told:
        if "timing" in one:
            terminalreporter.write_line(one["timing"])


@pytest.fixture(params=BELTS)
def belts(request: pytest.FixtureRequest, django_db_setup: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both belts, or one of the two alone."""
    if request.param == "without managers":
        monkeypatch.setattr(ScopedManager, "get_queryset", models.Manager.get_queryset)
    if request.param == "without row security":
        _unbelt(monkeypatch)
    yield request.param
    connections["default"].close()


@pytest.fixture
def ground(belts: str, db: None, settings: Settings) -> Ground:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return grounds.lay()


def _unbelt(monkeypatch: pytest.MonkeyPatch) -> None:
    with databases.alone("unbelted.lock"), psycopg.connect(place.superuser, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [UNBELTED]).fetchone():
            made = "CREATE ROLE {} LOGIN BYPASSRLS PASSWORD {} IN ROLE {}"
            server.execute(sql.SQL(made).format(sql.Identifier(UNBELTED), sql.Literal(UNBELTED), sql.Identifier(APP)))
    login = connections["default"]
    login.close()
    monkeypatch.setitem(login.settings_dict, "USER", UNBELTED)
    monkeypatch.setitem(login.settings_dict, "PASSWORD", UNBELTED)
