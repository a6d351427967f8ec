"""The parts of the bench by name, in the order in which they run."""

from collections.abc import Callable, Iterator

from apps.console.bench.figures import Figure
from apps.console.bench.parts import action, batch, floor
from apps.console.bench.room import Room

PARTS: dict[str, Callable[[Room], Iterator[Figure]]] = {
    "floor": floor.run,
    "action": action.run,
    "batch": batch.run,
}
