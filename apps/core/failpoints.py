"""Named places where a trial can end or hold this process: `claim.after_commit`, `send.before_write` and so on.

`COUNTERSIGN_FAILPOINTS=send.after_write=exit,settle.before_commit=hold:/tmp/gate` arms them; nothing else does.

    exit          os._exit(1) there, as a kill -9 would be
    lost_answer   os._exit(1) right after the COMMIT of the transaction that is open there: it is in, nobody heard
    unheard       that COMMIT succeeds, but this process is told that it failed, and lives on
    hold:PATH     waits until the file is there; PATH.here appears when it has come so far

`*.before_commit` names every place that ends so; `exit@3` acts the third time, `exit%0.02` once in fifty.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from django.db import OperationalError, transaction

VARIABLE = "COUNTERSIGN_FAILPOINTS"
SEED = "COUNTERSIGN_FAILPOINTS_SEED"
_told: ContextVar[Callable[[str], None] | None] = ContextVar("told", default=None)
_times: Counter[str] = Counter()


@dataclass(frozen=True)
class Order:
    place: str
    deed: str
    at: int = 0  # the time that counts; 0: each
    chance: float = 1.0


def reach(name: str) -> None:
    """Do at this place what was ordered; normally nothing."""
    if (tell := _told.get()) is not None:
        tell(name)
    for order in _armed():
        if fnmatchcase(name, order.place) and _now(order):
            _do(order.deed)


def watched(name: str) -> bool:
    """May something happen at this place, in a trial or a rehearsal?"""
    return _told.get() is not None or any(fnmatchcase(name, order.place) for order in _armed())


def arm(orders: str, *, seed: int = 0) -> None:
    """Order anew, for this process and those that it forks. Without orders nothing happens any more."""
    os.environ[VARIABLE], os.environ[SEED] = orders, str(seed)
    _times.clear()
    _armed.cache_clear()
    _dice.cache_clear()


@contextmanager
def rehearsed(tell: Callable[[str], None]) -> Iterator[None]:
    """Inside this block every place says its name first, so that a rehearsal may hold it there, or end it."""
    token = _told.set(tell)
    try:
        yield
    finally:
        _told.reset(token)


def _now(order: Order) -> bool:
    _times[order.place] += 1
    return order.at in (0, _times[order.place]) and (order.chance >= 1 or _dice().random() < order.chance)


def _do(deed: str) -> None:
    if deed == "exit":
        os._exit(1)
    elif deed == "lost_answer":
        transaction.on_commit(lambda: os._exit(1))
    elif deed == "unheard":
        transaction.on_commit(_unheard)
    elif deed.startswith("hold:"):
        _hold(Path(deed.removeprefix("hold:")))


def _unheard() -> None:
    raise OperationalError("The answer to COMMIT was lost on the way.")


def _hold(gate: Path) -> None:
    Path(f"{gate}.here").touch()
    while not gate.exists():
        time.sleep(0.005)


@cache
def _armed() -> tuple[Order, ...]:
    return tuple(_order(item) for item in os.environ.get(VARIABLE, "").split(",") if item)


def _order(item: str) -> Order:
    place, _, deed = item.partition("=")
    if deed.startswith("hold:"):
        return Order(place, deed)
    deed, _, chance = deed.partition("%")
    deed, _, at = deed.partition("@")
    return Order(place, deed, int(at or 0), float(chance or 1))


@cache
def _dice() -> random.Random:
    return random.Random(f"{os.environ.get(SEED, '')}:{os.getpid()}")  # noqa: S311  nothing secret is drawn
