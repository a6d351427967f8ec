"""No connection may hold more than a quarter of all calls at once, so that a slow one leaves the others their share.

A place is a lock of the worker's own database session: it costs no write, and a dead worker's place is free at once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

from apps.core.postgres import wire

SHARE = 4  # of all calls that may be out at once, one in so many

# LIMIT stands over a row-by-row search, so no lock is taken beyond the first that are free.
TAKE = """
SELECT c.id, s.key FROM (SELECT id, count(*) AS wanted FROM unnest(%s::uuid[]) AS id GROUP BY id) AS c
CROSS JOIN LATERAL (
  SELECT p.key FROM (SELECT hashtextextended(c.id::text || ':' || n, 730511297) AS key
    FROM generate_series(1, %s::int) AS n OFFSET 0) AS p
  WHERE pg_try_advisory_lock(p.key) LIMIT c.wanted) AS s
"""
GIVE = "SELECT pg_advisory_unlock(key) FROM unnest(%s::bigint[]) AS key"


@contextmanager
def on_the_wire(connections: Sequence[UUID]) -> Iterator[Mapping[UUID, int]]:
    """While this lasts, a place for each call, as far as its connection has any free: how many each has got.

    Two round trips for all. Whoever got none comes back a little later. Keep the database session meanwhile, for the
    places belong to it, and do not ask twice at once: a session is given its own places again.
    """
    taken = _ask(TAKE, [list(connections), places()]) if connections else []
    try:
        yield Counter(id for id, _ in taken)
    finally:
        if taken:
            with suppress(DatabaseError):  # where the session is gone, its places are free already
                _ask(GIVE, [[key for _, key in taken]])


def places() -> int:
    return max(1, int(settings.COUNTERSIGN_CALLS_AT_ONCE) // SHARE)


def _ask(statement: str, values: list[Any]) -> list[Any]:
    """On the session itself: no table is touched, so no workspace need be named."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return wire.round_trip(connection.connection, [(statement, values)])[0]
