"""What the kill switch costs: the locks and the look at the flags, beside the action that they stand in."""

import statistics
import time
from collections.abc import Iterator

from django.db import connection, transaction

from apps.console.bench import processes
from apps.console.bench.figures import Figure, at_most
from apps.console.bench.parts import action
from apps.console.bench.processes import Share
from apps.console.bench.room import Room
from apps.core import scope
from apps.workspaces import pause

PROCESSES = 2


def run(room: Room) -> Iterator[Figure]:
    """The share of an action's time that goes into the five scopes' locks and flags, both measured by two processes."""
    shares, checks, actions = [], [], []
    for _ in range(room.rounds):
        checks.append(_checks(room))
        actions.append(action.sample(room, PROCESSES))
        shares.append(actions[-1] / checks[-1])
    yield Figure("pause.checks", statistics.median(checks), "checks of five scopes a second", runs=checks)
    cost = statistics.median(shares)
    yield Figure(
        "pause", statistics.median(actions), "actions/s; ratio: the part of it that the checks take", ratio=cost,
        must=at_most(0.1), runs=shares,
    )  # fmt: skip


def _checks(room: Room) -> float:
    """Taking the shared locks and reading the flags, as a claim does, a thousand to a transaction."""
    homes = room.homes

    def work(place: int, until: float) -> Share:
        began, count = time.monotonic(), 0
        home = homes[place % len(homes)]
        scopes = pause.scopes_of(
            workspace=home.workspace, agent=home.agent.pk, connection=home.connection, tool="bench.refund"
        )
        while time.monotonic() < until:
            with scope.workspace(home.workspace), transaction.atomic(), connection.cursor() as cursor:
                for _ in range(1_000):
                    pause.share(cursor, scopes)
                    if pause.paused(cursor, home.workspace, scopes):
                        raise RuntimeError("Somebody has paused the bench.")
                    count += 1
        return Share(count, time.monotonic() - began)

    return processes.rate(processes.side_by_side(work, processes=PROCESSES, seconds=room.seconds))
