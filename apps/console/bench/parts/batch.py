"""Batches: workers that take twenty due actions at a time out of a backlog."""

import time
from collections.abc import Iterator

from apps.actions import execute
from apps.console.bench import backlog, processes
from apps.console.bench.figures import Figure, at_least, at_most, measured, percentile
from apps.console.bench.processes import Share
from apps.console.bench.room import Room

LIMIT = 20
GUESS = 2600  # actions a second of all processes together: that much is made ready
PROCESSES = (1, 2)


def run(room: Room) -> Iterator[Figure]:
    """With one and two worker processes; the better is the figure that counts, and how long a batch took in it."""
    each: list[float] = []
    found = [_with(room, count, each) for count in PROCESSES]
    yield from found
    best = max(found, key=lambda one: one.ratio or 0)
    yield Figure("batch", best.figure, best.unit, best.yardstick, best.ratio, at_least(0.35), at_least(0.25), best.runs)
    slow = percentile(each, 0.99) * 1000
    yield Figure("batch.p99", slow, "ms a batch of 20", goal=at_most(25, "figure"), runs=[slow])


def _with(room: Room, count: int, each: list[float]) -> Figure:
    name = f"batch.{count}_process{'es' if count > 1 else ''}"
    return measured(name, "actions/s", lambda: sample(room, count, each), yard=room.yard, rounds=room.rounds)


def sample(room: Room, count: int, each: list[float]) -> float:
    """Actions a second of so many processes; how long each batch took is added to `each`."""
    ready = backlog.fill(room.place, room.homes, int(GUESS * room.seconds))
    shares = processes.side_by_side(_work, processes=count, seconds=room.seconds)
    done = len(ready) - backlog.left()
    backlog.clear(room.place)
    each += [seconds for one in shares for seconds in one.each]
    return done / max(one.seconds for one in shares)


def _work(_place: int, until: float) -> Share:
    began, each, count = time.monotonic(), [], 0
    while (start := time.monotonic()) < until:
        taken = execute.run_due(LIMIT)
        if not taken:
            break
        each.append(time.monotonic() - start)
        count += taken
    return Share(count, time.monotonic() - began, each)
