"""Does an action cost the same after a long past? Batches on the empty database, and again over the history."""

import statistics
from collections.abc import Iterator

from django.utils import timezone

from apps.console.bench.figures import Figure, at_least
from apps.console.bench.parts import action, batch
from apps.console.bench.room import Room
from apps.console.history import generate


def run(room: Room) -> Iterator[Figure]:
    """Each kind of work before and after; each figure is set beside the yardstick of its own minutes."""
    size = 1_000_000 if room.full else 40_000
    kinds = {"action": lambda: action.sample(room, 2), "batch": lambda: batch.sample(room, 2, [])}
    before = {name: _beside(room, kind) for name, kind in kinds.items()}
    made = generate.generate(size, workspaces=50 if room.full else 4, seed=5, now=timezone.now())
    yield Figure("flat.history", made.actions / made.seconds, "actions generated a second", runs=[made.seconds])
    for name, kind in kinds.items():
        after = _beside(room, kind)
        ratio = statistics.median(after) / statistics.median(before[name])
        yield Figure(
            f"flat.{name}", statistics.median(after), f"of the yardstick, over {size:,} actions; ratio: to none before",
            ratio=ratio, must=at_least(0.9), runs=[*before[name], *after],
        )  # fmt: skip


def _beside(room: Room, kind: object) -> list[float]:
    assert callable(kind)
    kind()  # what runs first fills the caches
    found = []
    for _ in range(max(room.rounds, 2)):
        before = room.yard.tps()
        figure = kind()
        found.append(figure / ((before + room.yard.tps()) / 2))
    return found
