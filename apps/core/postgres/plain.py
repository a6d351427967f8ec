"""Statements of the hot path: on Django's own connection and in its transaction, but prepared by the server.

Django binds values on the client, so every statement would be parsed and planned anew; there a governed action spends
half of its time.
"""

from typing import Any

import psycopg
from django.db import connection

Row = tuple[Any, ...]


class OutsideTransaction(RuntimeError):
    """The hot path asks in its own transaction, which names the workspaces: open one first."""


class Plain(psycopg.Cursor[Row]):
    """A cursor whose statements are prepared at their first use."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> "Plain":
        return super().execute(query, params, prepare=True, **how)


def cursor() -> Plain:
    """A cursor in the open transaction of the default connection. Raises OutsideTransaction where there is none."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("Open a transaction around this.")
    connection.in_right_scope()  # type: ignore[attr-defined]  # of our own backend
    return Plain(connection.connection)


def rows(sql: str, values: list[Any]) -> list[Row]:
    """All rows of one statement, in the open transaction. Database errors come as Django's."""
    with connection.wrap_database_errors, cursor() as asked:
        return asked.execute(sql, values).fetchall()


def run(sql: str, values: list[Any]) -> int:
    """Run one statement that returns nothing; how many rows it changed."""
    with connection.wrap_database_errors, cursor() as asked:
        return asked.execute(sql, values).rowcount
