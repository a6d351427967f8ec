"""The parts of the bench by name, in the order in which they run: what makes a long past comes last."""

from collections.abc import Callable, Iterator

from apps.console.bench.figures import Figure
from apps.console.bench.parts import (
    action,
    audit,
    backtest,
    batch,
    budgets,
    celery,
    flat,
    floor,
    gateway,
    pages,
    pause,
    policy,
    steps,
)
from apps.console.bench.room import Room

PARTS: dict[str, Callable[[Room], Iterator[Figure]]] = {
    "floor": floor.run,
    "action": action.run,
    "batch": batch.run,
    "celery": celery.run,
    "policy": policy.run,
    "backtest": backtest.run,
    "gateway": gateway.run,
    "steps": steps.run,
    "audit": audit.run,
    "budgets": budgets.run,
    "pause": pause.run,
    "flat": flat.run,
    "pages": pages.run,
}
