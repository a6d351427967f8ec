"""The log: appending in bulk, and hashing everything anew."""

import time
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.audit import chain, log
from apps.audit.log import Line
from apps.console.bench import processes
from apps.console.bench.figures import Figure, at_least, measured
from apps.console.bench.processes import Share
from apps.console.bench.room import Room
from apps.console.history import generate
from apps.core import scope

AT_ONCE = 100  # entries in one transaction
LEAST = 250_000


def run(room: Room) -> Iterator[Figure]:
    """Entries appended a second by two processes, and entries verified a second by two processes."""
    yield measured(
        "audit.append", "entries/s, 100 a transaction", lambda: _append(room), yard=room.yard, rounds=room.rounds,
        goal=at_least(2),
    )  # fmt: skip
    made = generate.generate(240_000 if room.full else 12_000, workspaces=2, seed=3, now=timezone.now())
    runs = [_verify([place.workspace for place in made.places]) for _ in range(room.rounds)]
    best = sorted(runs)[len(runs) // 2]
    yield Figure("audit.verify", best, "entries/s, chain and root", must=at_least(LEAST, "figure"), runs=runs)


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


def _verify(workspaces: list[UUID]) -> float:
    """Each process takes one workspace; they hold about as many entries as each other."""

    def work(place: int, _until: float) -> Share:
        began = time.monotonic()
        with scope.workspace(workspaces[place]):
            found = chain.verify(workspaces[place])
        if isinstance(found, chain.Broken):
            raise RuntimeError(f"The log is not whole: {found}")  # noqa: TRY004  a fault of the log, not of a type
        return Share(found.entries, time.monotonic() - began)

    return sum(one.count / one.seconds for one in processes.side_by_side(work, processes=len(workspaces), seconds=600))
