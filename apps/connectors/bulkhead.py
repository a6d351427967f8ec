"""No connection may hold more than a quarter of the workers, so that a slow one leaves the others their share.

A place is a lock of the worker's own database session: it costs no write, and a dead worker's place is free at once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

SHARE = 4  # of all workers, one in so many

# LIMIT stands over a row-by-row search, so no lock is taken beyond the first that is free.
TAKE = """
SELECT c.id, s.key FROM unnest(%s::uuid[]) AS c (id) CROSS JOIN LATERAL (
  SELECT p.key FROM (SELECT hashtextextended(c.id::text || ':' || n, 730511297) AS key
    FROM generate_series(1, %s::int) AS n OFFSET 0) AS p
  WHERE pg_try_advisory_lock(p.key) LIMIT 1) AS s
"""


GIVE = "SELECT pg_advisory_unlock(key) FROM unnest(%s::bigint[]) AS key"


@contextmanager
def on_the_wire(connections: Sequence[UUID]) -> Iterator[frozenset[UUID]]:
    """While this lasts, one place on each connection that has one free: which those are. Two round trips in all.

    Whoever got none comes back a little later. Keep the database session meanwhile: the places belong to it.
    """
    taken: dict[UUID, int] = dict(_ask(TAKE, [list(dict.fromkeys(connections)), places()])) if connections else {}
    try:
        yield frozenset(taken)
    finally:
        if taken:
            with suppress(DatabaseError):
                _ask(GIVE, [[*taken.values()]])


def places() -> int:
    return max(1, int(settings.COUNTERSIGN_WORKERS) // SHARE)


def _ask(statement: str, values: list[Any]) -> list[Any]:
    """On the session itself: no table is touched, so no workspace need be named."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return list(connection.connection.execute(statement, values, prepare=True).fetchall())
