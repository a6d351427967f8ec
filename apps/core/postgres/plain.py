"""Statements of the hot path: on Django's own connection and in its transaction, but prepared by the server.

Django binds values on the client, so every statement would be parsed and planned anew; there a governed action spends
half of its time. Lists travel as PostgreSQL's own array text, which costs a tenth of what the driver's dumpers cost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import django.db.transaction
import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

Row = tuple[Any, ...]
Statement = tuple[str, list[Any]]  # and its values


class OutsideTransaction(RuntimeError):
    """The hot path asks in its own transaction, which names the workspaces: open one first."""


class Plain(psycopg.Cursor[Row]):
    """A cursor whose statements are prepared at their first use. Every list is cast in its statement."""

    log: Any = None  # whoever counts Django's statements counts these too

    def execute(self, query: Any, params: Any = None, **how: Any) -> "Plain":
        if self.log is not None:
            self.log.append({"sql": str(query), "time": ""})
        values = [array(value) if isinstance(value, list) else value for value in params or ()]
        return super().execute(query, values, prepare=True, **how)


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


def cursor() -> Plain:
    """A cursor in the open transaction of the default connection. Raises OutsideTransaction where there is none."""
    database = _database()
    database.in_right_scope()
    return _cursor(database)


def rows(sql: str, values: list[Any]) -> list[Row]:
    """All rows of one statement, in the open transaction. Database errors come as Django's."""
    return several((sql, values))[0]


def run(sql: str, values: list[Any]) -> int:
    """Run one statement that returns nothing; how many rows it changed."""
    database = _database()
    database.in_right_scope()
    with database.wrap_database_errors:
        return _cursor(database).execute(sql, values).rowcount


def several(*statements: Statement) -> list[list[Row]]:
    """The rows of each statement, one after the other in the open transaction, all in one round trip.

    They are statements of their own: each sees what was committed before it began.
    """
    database = _database()
    opening = database.opening()
    database.check_scope()
    with database.wrap_database_errors:
        if len(statements) == 1 and not opening:
            return [_fetched(_cursor(database).execute(*statements[0]))]
        with database.connection.pipeline():
            for sql in opening.split("; ") if opening else ():
                database.connection.execute(sql)
            sent = [_cursor(database).execute(*statement) for statement in statements]
        return [_fetched(one) for one in sent]


def _fetched(cursor: Plain) -> list[Row]:
    return cursor.fetchall() if cursor.description else []


def _database() -> Any:
    """The thread's connection itself: each attribute of the stand-in for it costs a microsecond."""
    database = connections[DEFAULT_DB_ALIAS]
    if not database.in_atomic_block:
        raise OutsideTransaction("Open a transaction around this.")
    return database


def _cursor(database: Any) -> Plain:
    made = Plain(database.connection)
    if database.queries_logged:
        made.log = database.queries_log
    return made


def array(values: list[Any]) -> str:
    r"""A list as array text: `{1,2}`, `{"a \\"word\\"",NULL}`."""
    return "{" + ",".join(map(_item, values)) + "}"


def _item(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, UUID | int):
        return str(value)
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return '"\\\\x' + value.hex() + '"'
    if isinstance(value, datetime):
        return '"' + value.isoformat() + '"'
    raise TypeError(f"{type(value).__name__} has no place in an array of the hot path.")
