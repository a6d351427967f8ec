"""No connection may hold more than a quarter of all calls at once, so that a slow one leaves the others their share.

A place is a lock of the worker's own database session: it costs no write, and a dead worker's place is free at once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

from apps.core.postgres import plain, wire

SHARE = 4  # of all calls that may be out at once, one in so many

WANTED = "SELECT id, count(*) AS wanted FROM unnest(%s::uuid[]) AS id GROUP BY id"
# LIMIT stands over a row-by-row search, so no lock is taken beyond the first that are free.
TAKE = """
SELECT c.id, s.key FROM ({}) AS c
CROSS JOIN LATERAL (
  SELECT p.key FROM (SELECT hashtextextended(c.id::text || ':' || n, 730511297) AS key
    FROM generate_series(1, %s::int) AS n OFFSET 0) AS p
  WHERE pg_try_advisory_lock(p.key) LIMIT c.wanted) AS s
"""
GIVE = "SELECT pg_advisory_unlock(key) FROM unnest(%s::bigint[]) AS key"


class Places(Counter[UUID]):
    """How many calls may go over each connection, until they are given back."""

    def __init__(self, taken: Sequence[wire.Row] = ()) -> None:
        super().__init__(id for id, _ in taken)
        self.keys_held = [key for _, key in taken]

    def give_back_along(self) -> None:
        """Every call is back: the places go with the next trip to the database, if there is one before `held` ends."""
        if self.keys_held:
            plain.along(self.giving_back)

    def giving_back(self) -> plain.Statement:
        """The statement that gives them back, once."""
        keys, self.keys_held = self.keys_held, []
        return GIVE, [keys]


def taking(wanted: str, values: list[Any]) -> plain.Statement:
    """The statement that takes a place for each call, for whoever sends it with others. `wanted`: a query of
    connections and how many calls each.
    """
    return TAKE.format(wanted), [*values, places()]


@contextmanager
def held(found: Places) -> Iterator[Places]:
    """While this lasts. Keep the database session meanwhile, for the places belong to it, and do not ask twice at once:
    a session is given its own places again.
    """
    try:
        yield found
    finally:
        if found.keys_held:
            with suppress(DatabaseError):  # where the session is gone, its places are free already
                _ask(*found.giving_back())


@contextmanager
def on_the_wire(connections: Sequence[UUID]) -> Iterator[Places]:
    """While this lasts, a place for each call, as far as its connection has any free. Whoever got none comes back a
    little later.
    """
    with held(Places(_ask(*taking(WANTED, [list(connections)])) if connections else ())) as found:
        yield found


def places() -> int:
    return max(1, int(settings.COUNTERSIGN_CALLS_AT_ONCE) // SHARE)


def _ask(statement: str, values: list[Any]) -> list[Any]:
    """On the session itself: no table is touched, so no workspace need be named."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return wire.round_trip(connection.connection, [(statement, values)])[0]
