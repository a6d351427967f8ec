"""The log: appending in bulk, and hashing everything anew."""

import statistics
import time
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from apps.audit import chain, log
from apps.audit.log import Line
from apps.console.bench import processes
from apps.console.bench.figures import Figure, at_least, measured
from apps.console.bench.processes import Share
from apps.console.bench.room import Room
from apps.core import scope

AT_ONCE = 100  # entries in one transaction
LAID_AT_ONCE = 1_000
LEAST = 250_000


def run(room: Room) -> Iterator[Figure]:
    """Entries appended a second by two processes, and those of one long log verified a second by two processes."""
    yield measured(
        "audit.append", "entries/s, 100 a transaction", lambda: _append(room), yard=room.yard, rounds=room.rounds,
        goal=at_least(2),
    )  # fmt: skip
    home = room.homes[-1].workspace
    _lay(home, 1_000_000 if room.full else 50_000)
    runs = [_verify(home) for _ in range(room.rounds)]
    yield Figure(
        "audit.verify", statistics.median(runs), "entries/s, chain and root", must=at_least(LEAST, "figure"), runs=runs
    )


def _append(room: Room) -> float:
    homes = room.homes

    def work(place: int, until: float) -> Share:
        began, count = time.monotonic(), 0
        while time.monotonic() < until:
            home = homes[(2 * count // AT_ONCE + place) % len(homes)].workspace
            lines = [Line("bench.line", home, "act_1", "worker", {"attempt": 1, "number": n}) for n in range(AT_ONCE)]
            with scope.workspace(home), transaction.atomic():
                log.append_many(lines)
            count += AT_ONCE
        return Share(count, time.monotonic() - began)

    return processes.rate(processes.side_by_side(work, processes=2, seconds=room.seconds))


def _lay(workspace: UUID, count: int) -> None:
    """So many entries more in one log, of about the size that an action's have."""
    facts = {"attempt": 1, "digest": f"sha256:{'0' * 64}", "settled by": "answer", "why": "It was asked for twice."}
    lines = [Line("action.done", workspace, f"act_{'0' * 32}", "worker", facts)] * LAID_AT_ONCE
    with scope.workspace(workspace):
        for _ in range(0, count, LAID_AT_ONCE):
            with transaction.atomic():
                log.append_many(lines)


def _verify(workspace: UUID) -> float:
    """One log, from the first look at its head to the root of all its entries, the processes' start included."""
    began = time.monotonic()
    with scope.workspace(workspace):
        scan = chain.read(workspace, processes=2).scan
    if scan.fault:
        raise RuntimeError(f"The log is not whole: {scan.fault}")
    return scan.entries / (time.monotonic() - began)
