"""Pages over a short past and a long one: how long the page takes, and the slowest of its questions."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.console.bench.figures import Figure, at_most, percentile
from apps.console.bench.room import Room
from apps.console.history import generate
from apps.console.history.setting import Place
from apps.workspaces.models import User

PAGES = {"inbox": "inbox/", "done": "inbox/?view=done", "actions": "actions/", "failed": "actions/?state=failed",
         "dashboard": "", "runs": "runs/", "audit": "audit/"}  # fmt: skip
SHORT = 10_000
SLOWEST_MS, WORSE = 5, 1.3


@dataclass
class Looked:
    """What one page took, look by look, and each of its questions, in milliseconds."""

    pages: list[float] = field(default_factory=list)
    questions: list[float] = field(default_factory=list)


def run(room: Room) -> Iterator[Figure]:
    """The largest workspace of a past of 10,000 actions, and of one a hundred times as long (with --full)."""
    long = 1_000_000 if room.full else 50_000
    looks = 100 if room.full else 30
    short = _all(generate.generate(SHORT, workspaces=5, seed=11, now=timezone.now()).places[0], looks)
    made = generate.generate(long, workspaces=50 if room.full else 5, seed=12, now=timezone.now())
    after = _all(made.places[0], looks)
    for name in PAGES:
        yield from _figures(name, short[name], after[name], f"{long:,}")


def _figures(name: str, short: Looked, after: Looked, size: str) -> Sequence[Figure]:
    middle, before = statistics.median(after.pages), statistics.median(short.pages)
    slowest = percentile(after.questions, 0.99)
    return (
        Figure(f"pages.{name}", middle, f"ms, p50 at {size}; ratio to 10,000", ratio=middle / before,
               must=at_most(WORSE), goal=at_most(60, "figure"), runs=[before, middle]),
        Figure(f"pages.{name}.sql", slowest, f"ms, p99 of its questions at {size}", must=at_most(SLOWEST_MS, "figure"),
               runs=[percentile(short.questions, 0.99), slowest]),
    )  # fmt: skip


def _all(place: Place, looks: int) -> dict[str, Looked]:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(
        User.objects.get(pk=next(iter(place.signers))), backend="django.contrib.auth.backends.ModelBackend"
    )
    found = {name: Looked() for name in PAGES}
    for turn in range(looks + 3):
        for name, path in PAGES.items():
            with _timed() as questions:
                began = time.perf_counter()
                status = client.get(f"/w/{place.slug}/{path}").status_code
                took = (time.perf_counter() - began) * 1000
            if status != 200:
                raise RuntimeError(f"{path} answered {status}.")
            if turn >= 3:  # the first looks fill the caches
                found[name].pages.append(took)
                found[name].questions += questions
    return found


@contextmanager
def _timed() -> Iterator[list[float]]:
    took: list[float] = []

    def watch(execute: Callable[..., Any], *call: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*call)
        finally:
            took.append((time.perf_counter() - began) * 1000)

    with connection.execute_wrapper(watch):
        yield took
