"""The doorbell: one message that says "there is work", never what the work is.

The row in the database is the truth. A lost, doubled, late or reordered message changes nothing but the moment,
because the reaper rings again. So a broker that cannot be reached is noted and otherwise ignored.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

import psycopg
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

TASK = "doorbell.rung"
ANY = frozenset({"action"})  # kinds of which one ring wakes for all that is due, whatever its id
_awake: ContextVar[frozenset[str]] = ContextVar("awake", default=frozenset())
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bell:
    kind: str
    id: UUID
    workspace: UUID

    def __call__(self) -> None:
        try:
            args = [self.kind, str(self.id), str(self.workspace)]
            current_app.send_task(TASK, args=args, ignore_result=True, retry=False)
        except gone() as why:
            log.warning("Nobody could be woken for %s %s; the reaper rings again: %s", self.kind, self.id, why)

    def wakes(self, other: "Bell") -> bool:
        return self == other or (self.kind == other.kind and self.kind in ANY)


def ring(kind: str, id: UUID, *, workspace: UUID) -> None:
    """Wake whoever does this kind of work, once the transaction is in. Kinds: `action`, `run`, `backtest`, `policy`,
    `organisation`, `reminder`.

    A transaction rings once for all its actions; and whoever is awake for a kind already is not woken by itself.
    """
    bell = Bell(kind, id, workspace)
    if kind not in _awake.get() and not any(one.wakes(bell) for one in _hung()):
        transaction.on_commit(bell)


@contextmanager
def awake(kind: str) -> Iterator[None]:
    """Whoever works inside this block looks for more of this kind before it ends, and need not be rung for it."""
    token = _awake.set(_awake.get() | {kind})
    try:
        yield
    finally:
        _awake.reset(token)


def _hung() -> list[Bell]:
    """What this transaction rings for when it is in."""
    return [hook for _, hook, *_ in connection.run_on_commit if isinstance(hook, Bell)]


def gone() -> tuple[type[BaseException], ...]:
    """What a broker of this kind raises when it cannot be reached."""
    return (OperationalError, OSError, psycopg.Error, *current_app.connection_for_write().connection_errors)
