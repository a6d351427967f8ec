"""Long logs are read by several processes to the same answer; how fast is said, and a floor is held.

`VERIFY_ENTRIES=1000000 pytest -n 0 -s tests/audit/test_speed.py` is the same at full size, on a quiet machine.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import psycopg
import pytest
from pytest_django.fixtures import Settings

from apps.audit import chain, hashing, pool, sealer
from apps.audit.proofs import Proofs
from apps.audit.verify import Verdict
from apps.audit.verify_evidence import leaf, root_by
from apps.console import verifying
from apps.core import scope
from apps.core.ids import uuid7
from apps.core.postgres.embedded import SUPERUSER
from tests.audit import generate
from tests.harness import environment

ENTRIES = int(os.environ.get("VERIFY_ENTRIES", "5000"))
GOAL = 250_000  # entries a second, chain and root, two processes
FULL = ENTRIES >= 200_000
T = TypeVar("T")


@pytest.fixture
def long(transactional_db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> UUID:
    settings.COUNTERSIGN_CHECKPOINT_DIR = tmp_path
    if not FULL:
        monkeypatch.setattr(pool, "SPAN", 2 * hashing.BLOCK)
    workspace = uuid7()
    generate.fill(environment.place.url(SUPERUSER, environment.MAIN), workspace, ENTRIES)
    return workspace


def test_a_long_log_is_read_by_two_processes_to_the_same_answer(long: UUID) -> None:
    with scope.workspace(long):
        rate("sealed", lambda: sealer.seal(long))
        one = rate("chain and root, this process", lambda: chain.read(long, processes=1))
        two = rate("chain and root, two processes", lambda: chain.read(long, processes=2))
        assert one[1].scan == two[1].scan
        assert two[1].scan.fault is None
        rate("columns and payloads", lambda: chain.compared(long))
        assert isinstance(rate("everything", lambda: chain.verify(long))[1], chain.Intact)
    if FULL:
        assert two[0] >= GOAL


def test_the_guarantees_of_every_app_are_looked_into_by_several_processes_in_the_same_order(
    long: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = uuid7()
    generate.fill(environment.place.url(SUPERUSER, environment.MAIN), short, 60)
    with scope.workspace(long):
        sealer.seal(long)
    here = verdicts(long, short)
    monkeypatch.setattr(pool, "FEW", 1000)
    assert verdicts(long, short) == here
    assert all(one.holds for looked in here.values() for one in looked)
    assert [one.checked for one in here[long][:2]] == [ENTRIES, 1]
    assert [one.checked for one in here[short][:2]] == [60, 0]


def test_two_processes_find_what_one_finds(long: UUID) -> None:
    with scope.workspace(long):
        sealer.seal(long)
        at = ENTRIES - 700
        as_superuser("UPDATE audit_entry SET hash = sha256(hash) WHERE workspace_id = %s AND seq = %s", long, at)
        found = [chain.read(long, processes=processes).scan.fault for processes in (1, 2)]
        assert found == [(at, "Its bytes are not those that were hashed.")] * 2


def test_a_proof_in_a_long_log_is_short_and_quick(long: UUID) -> None:
    with scope.workspace(long):
        made = sealer.seal(long)
        assert made
        began = time.monotonic()
        path = Proofs(made).inclusion(1234)
        print(f"a proof: {(time.monotonic() - began) * 1000:.1f} ms, {sum(map(len, path))} bytes")  # noqa: T201  figures, for -s
        body = bytes(pool.here(hashing.ROWS, [long, 1233, 1234])[0][3])
        assert root_by(path, leaf(body), 1233, ENTRIES) == bytes(made.root)
        assert sum(map(len, path)) < 4096


def verdicts(*workspaces: UUID) -> dict[UUID, list[Verdict]]:
    return {one: list(looked) for one, looked in verifying.verdicts(workspaces)}


def rate(name: str, work: Callable[[], T]) -> tuple[float, T]:
    """Entries a second, said, and what came of it."""
    began = time.monotonic()
    found = work()
    speed = ENTRIES / (time.monotonic() - began)
    print(f"{name}: {speed:,.0f} entries/s")  # noqa: T201  figures, for -s
    return speed, found


def as_superuser(statement: str, *values: object) -> None:
    with psycopg.connect(environment.place.url(SUPERUSER, environment.MAIN)) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(statement, values)
