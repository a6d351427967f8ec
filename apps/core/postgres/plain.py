"""Statements of the hot path: on Django's own connection and in its transaction, but prepared by the server.

Django binds values on the client, so every statement would be parsed and planned anew; there a governed action spends
half of its time. Lists travel as PostgreSQL's own array text, which costs a tenth of what the driver's dumpers cost.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import django.db.transaction
import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from apps.core import failpoints
from apps.core.failpoints import reach
from apps.core.postgres import wire
from apps.core.postgres.wire import array

Row = wire.Row
Statement = wire.Statement


class OutsideTransaction(RuntimeError):
    """The hot path asks in its own transaction, which names the workspaces: open one first."""


class Plain(psycopg.Cursor[Row]):
    """A cursor whose values the server binds; for what asks much at once. Every list is cast in its statement."""

    log: Any = None  # whoever counts Django's statements counts these too

    def execute(self, query: Any, params: Any = None, **how: Any) -> "Plain":
        if self.log is not None:
            self.log.append({"sql": str(query), "time": ""})
        values = [array(value) if isinstance(value, list) else value for value in params or ()]
        return super().execute(query, values, **how)


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction that begins together with its first statement, where nobody has begun one already."""
    database = connections[DEFAULT_DB_ALIAS]
    late, database.begin_late = getattr(database, "begin_late", False), True  # type: ignore[attr-defined]
    try:
        with django.db.transaction.atomic(savepoint=False):
            yield
    finally:
        database.begin_late = late  # type: ignore[attr-defined]


def inside() -> bool:
    """Is a transaction open already? Then an error would take more with it than what is begun now."""
    return bool(connections[DEFAULT_DB_ALIAS].in_atomic_block)


def code(why: BaseException) -> str:
    """The SQLSTATE of a database error, as Django raises it; "" where it has none."""
    return str(getattr(why.__cause__, "sqlstate", None) or "")


def cursor() -> Plain:
    """A cursor in the open transaction of the default connection. Raises OutsideTransaction where there is none."""
    database = _database()
    database.in_right_scope()
    made = Plain(database.connection)
    if database.queries_logged:
        made.log = database.queries_log
    return made


def rows(sql: str, values: list[Any]) -> list[Row]:
    """All rows of one statement, in the open transaction. Database errors come as Django's."""
    return several((sql, values))[0]


def several(*statements: Statement) -> list[list[Row]]:
    """The rows of each statement, one after the other in the open transaction, all in one round trip.

    They are statements of their own: each sees what was committed before it began.
    """
    return _sent(_database(), statements)


def closing(*statements: Statement, at: str = "") -> list[list[Row]]:
    """The same for the last statements of a transaction, whose COMMIT goes along with them.

    `at`: the place before the COMMIT where a trial may stand. There, and in a wider transaction, it goes by itself.
    """
    database = _database()
    if len(database.atomic_blocks) > 1 or (at and failpoints.watched(at)):
        found = _sent(database, statements) if statements else []
        if at:
            reach(at)
        return found
    found = _sent(database, [*statements, ("COMMIT", [])])[:-1]
    database.committed = True
    return found


def at_once(*statements: Statement, at: str = "") -> list[list[Row]]:
    """A whole transaction in one round trip. Where one statement fails, its error is raised and nothing has changed.

    `at`: the place before the COMMIT where a trial may stand. There, and in a wider transaction, it is an ordinary one.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.in_atomic_block:
        database.in_right_scope()
    if database.in_atomic_block or (at and failpoints.watched(at)):
        with transaction():
            return closing(*statements, at=at)
    found: list[list[Row]] = database.whole(statements)
    return found


def along(say: Callable[[], Statement]) -> None:
    """What needs neither a transaction nor a trip of its own goes with the next `at_once` of this thread, if any.

    It is said then; its rows are not read.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    database.along = [*database.along, say]


def _sent(database: Any, statements: Sequence[Statement]) -> list[list[Row]]:
    opening = database.opening()
    database.check_scope()
    if database.queries_logged:
        database.queries_log.extend({"sql": sql, "time": ""} for sql, _ in statements)
    with database.wrap_database_errors:
        return wire.round_trip(database.connection, [*opening, *statements])[len(opening) :]


def _database() -> Any:
    """The thread's connection itself: each attribute of the stand-in for it costs a microsecond."""
    database = connections[DEFAULT_DB_ALIAS]
    if not database.in_atomic_block:
        raise OutsideTransaction("Open a transaction around this.")
    database.validate_no_broken_transaction()
    return database
