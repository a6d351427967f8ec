"""Reservations: spread over many budgets, and all on one."""

import time
from collections.abc import Iterator, Sequence

from django.db import transaction

from apps.billing import budgets
from apps.billing.budgets import Amount
from apps.console.bench import processes
from apps.console.bench.figures import Figure, at_least, measured
from apps.console.bench.processes import Share
from apps.console.bench.room import Room
from apps.console.bench.world import Home
from apps.core import scope
from apps.core.ids import uuid7

PROCESSES = 4
AMOUNT = Amount("actions", 1, category="writes")


def run(room: Room) -> Iterator[Figure]:
    """Reservations a second, each in a transaction of its own, by four processes."""
    spread, hot = room.homes, room.homes[:1]
    yield measured(
        "budgets.spread", "reservations/s", lambda: _sample(room, spread), yard=room.yard, rounds=room.rounds,
        goal=at_least(0.9),
    )  # fmt: skip
    yield measured(
        "budgets.hot", "reservations/s", lambda: _sample(room, hot), yard=room.yard, rounds=room.rounds,
        goal=at_least(0.45),
    )  # fmt: skip


def _sample(room: Room, homes: Sequence[Home]) -> float:
    def work(place: int, until: float) -> Share:
        began, count = time.monotonic(), 0
        while time.monotonic() < until:
            home = homes[(PROCESSES * count + place) % len(homes)]
            with scope.workspace(home.workspace), transaction.atomic():
                budgets.reserve(
                    workspace=home.workspace, action=uuid7(), scopes=[("agent", home.agent.pk)], amounts=[AMOUNT]
                )
            count += 1
        return Share(count, time.monotonic() - began)

    return processes.rate(processes.side_by_side(work, processes=PROCESSES, seconds=room.seconds))
