"""One piece of reading spread over spans of a log: in this process where it is short, in several where it is long."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from apps.audit import apart
from apps.audit.apart import Errand, Execute
from apps.audit.hashing import BLOCK
from apps.core.postgres import plain

SPAN = 32 * BLOCK
FEW = 2 * SPAN  # what other processes would not make faster
PROCESSES = 2

T = TypeVar("T")
Task = Callable[[Execute, UUID, int, int, Any], T]


def spread(task: Task[T], workspace: UUID, until: int, extra: Any = None, *, processes: int = 0) -> Iterator[T]:
    """What the task finds in each span, in order. `until`: the number of the last entry to be read."""
    spans = [(after, min(after + SPAN, until)) for after in range(0, until, SPAN)]
    wanted = processes or min(PROCESSES, os.cpu_count() or 1)
    if wanted == 1 or (not processes and until < FEW):
        yield from (task(here, workspace, *one, extra) for one in spans)
        return
    connection.ensure_connection()
    found = connection.connection.info
    errand = Errand(task, make_conninfo(found.dsn, password=found.password), workspace, extra)
    with ProcessPoolExecutor(wanted, get_context("spawn"), apart.begin, (errand,)) as pool:
        yield from pool.map(apart.go, spans)


def here(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """On this process's own connection, in its transaction if one is open. Bytes travel as bytes."""
    with transaction.atomic(savepoint=False), connection.wrap_database_errors, plain.cursor() as cursor:
        return cursor.execute(sql, values, binary=True).fetchall()
