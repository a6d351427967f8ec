"""Places on the wire: one connection holds its share of all calls and no more, and a dead worker's come back."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from apps.connectors.bulkhead import on_the_wire
from apps.core.postgres import plain
from apps.workspaces.models import Workspace
from tests import make
from tests.harness.environment import ROOT

HOLDS = """
import django; django.setup()
import sys, time
from uuid import UUID
from apps.connectors.bulkhead import on_the_wire
with on_the_wire([UUID(sys.argv[1])]) as held:
    print(sum(held.values()), flush=True)
    time.sleep(60)
"""


@pytest.mark.django_db(transaction=True)
def test_a_connection_holds_a_quarter_of_all_calls_and_no_more(
    connect: Any, acme: Workspace, settings: Settings
) -> None:
    settings.COUNTERSIGN_CALLS_AT_ONCE = 16
    slow, other = connect("Slow"), connect("Other")

    def work() -> int:
        with on_the_wire([slow, slow, slow]) as held:
            time.sleep(0.5)
            return held[slow]

    assert sum(make.race(*[work] * 8, of=acme.pk)) == 4
    with on_the_wire([slow, other, other]) as held:
        assert held == {slow: 1, other: 2}


@pytest.mark.django_db(transaction=True)
def test_a_dead_workers_place_comes_back(connect: Any, settings: Settings, test_env: dict[str, str]) -> None:
    settings.COUNTERSIGN_CALLS_AT_ONCE = 4
    till = connect("Till")
    order = [sys.executable, "-c", HOLDS, str(till)]
    worker = subprocess.Popen(
        order, cwd=ROOT, env=test_env | {"COUNTERSIGN_CALLS_AT_ONCE": "4"}, stdout=subprocess.PIPE
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"1\n"
    with on_the_wire([till]) as held:
        assert not held
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert within(5, lambda: _free(till))


@pytest.mark.django_db(transaction=True)
def test_places_go_back_with_the_next_trip_where_one_follows(connect: Any, settings: Settings) -> None:
    settings.COUNTERSIGN_CALLS_AT_ONCE = 4
    till = connect("Till")
    with on_the_wire([till]) as places:
        places.give_back_along()
        assert not _free_elsewhere(till)
        plain.at_once(("SELECT 1", []))
        assert _free_elsewhere(till)


def _free_elsewhere(till: UUID) -> bool:
    """A session is given its own places again, so another asks."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(_asked_and_closed, till).result()


def _asked_and_closed(till: UUID) -> bool:
    try:
        return _free(till)
    finally:
        connections.close_all()


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _free(till: UUID) -> bool:
    with on_the_wire([till]) as held:
        return held[till] == 1
