"""Through the broker: from the ring to the durable result, beside a task that does nothing, on the same broker."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import current_app

from apps.console.bench import backlog, worker
from apps.console.bench.backlog import Ready
from apps.console.bench.figures import Figure, at_least
from apps.console.bench.room import Room
from apps.console.bench.started import started
from apps.core import doorbell

PATIENCE_S = 180
REAPER_S = 1.0
BATCH = 20  # one ring wakes a worker for so many


def run(room: Room) -> Iterator[Figure]:
    """Two worker processes. An empty task; then actions with one ring for twenty, and with one ring each."""
    count = 3_000 if room.full else 400
    marks = room.place.folder / "marks"
    backlog.cast(room.homes)
    with _working(room, marks):
        nothing = [_nothing(marks, count) for _ in range(room.rounds)]
        empty = sorted(nothing)[len(nothing) // 2]
        yield Figure("celery.empty_task", empty, "tasks/s", runs=nothing)
        for name, each, must in (("celery", BATCH, at_least(2)), ("celery.ring_each", 1, None)):
            runs = [_actions(room, count, each) for _ in range(room.rounds)]
            middle = sorted(runs)[len(runs) // 2]
            yield Figure(name, middle, "actions/s; ratio to empty tasks", ratio=middle / empty, must=must, runs=runs)


def _nothing(marks: Path, count: int) -> float:
    """From the first message sent to the last task done."""
    before, began = marks.stat().st_size, time.monotonic()
    for _ in range(count):
        current_app.send_task(worker.NOTHING, ignore_result=True, retry=False)
    _wait(lambda: marks.stat().st_size - before >= count)
    return count / (time.monotonic() - began)


def _actions(room: Room, count: int, each: int) -> float:
    """From the first ring to the last result in the database."""
    ready = backlog.fill(room.place, room.homes, count)
    began = time.monotonic()
    for one in ready[::each]:
        _ring(one)
    _wait(lambda: backlog.left() == 0, again=lambda: _ring(ready[0]))
    return count / (time.monotonic() - began)


def _ring(one: Ready) -> None:
    doorbell.ring("action", one.action, workspace=one.workspace)


@contextmanager
def _working(room: Room, marks: Path) -> Iterator[None]:
    marks.touch()
    options = ["-A", "apps.console.bench.worker", "worker", "--concurrency", "2", "--loglevel", "ERROR",
               "--without-gossip", "--without-mingle", "--without-heartbeat"]  # fmt: skip
    log = room.place.folder / "logs" / "bench-worker.log"
    with started("celery", options, log=log, **{worker.MARKS: str(marks)}):
        _nothing(marks, 4)  # the first tasks wait for the worker to start
        yield


def _wait(so: Callable[[], bool], *, again: Callable[[], None] = lambda: None) -> None:
    """Rings again every second, as the reaper does, for what had to wait while others held its connection."""
    deadline, rung = time.monotonic() + PATIENCE_S, time.monotonic()
    while not so():
        if time.monotonic() > deadline:
            raise RuntimeError("The workers did not come to an end in time; they said: logs/bench-worker.log")
        if time.monotonic() - rung > REAPER_S:
            again()
            rung = time.monotonic()
        time.sleep(0.02)
