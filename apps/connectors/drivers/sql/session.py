"""One connection for one call: timeouts that end inside the lease, text forms that do not drift, closed afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg
from psycopg import sql

from apps.connectors.contract import NotSent, Opened, RefusedByTarget
from apps.connectors.drivers.base import Unreadable
from apps.connectors.drivers.sql.address import Place, place
from apps.core.errors import Invalid

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"

LOCK_MS = 300
CONNECT_S = 5
PREVIEW_S = 8.0
OLDEST = 130000
WHOLE_ROW = ("23502", "23514")  # not null, check
# What a value looks like as text must not depend on who set up the role. The time zone and the order of day and month
# stay the customer's: their triggers and defaults read them.
TEXT_FORMS = {"datestyle": "ISO", "intervalstyle": "postgres", "extra_float_digits": "1", "bytea_output": "hex"}


@dataclass(frozen=True)
class Clock:
    """The time one call has left, by our own clock."""

    until: float

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        return cls(time.monotonic() + seconds)

    @property
    def left_s(self) -> float:
        return self.until - time.monotonic()

    @property
    def over(self) -> bool:
        return self.left_s <= 0


@contextmanager
def session(opened: Opened) -> Iterator[Connection]:
    """A connection that is closed whatever happens, with all that a trigger left in its session.

    Raises Unreadable or Invalid.
    """
    connection = connect(place(opened))
    try:
        yield connection
    except psycopg.Error as why:
        if isinstance(before_commit(why), RefusedByTarget):
            raise Invalid(f"The database refuses this: {said(why)}") from why
        raise Unreadable(f"The database could not be read: {said(why)}") from why
    finally:
        connection.close()


def connect(at: Place) -> Connection:
    """Everything libpq might take from its environment is said here. Raises Unreadable."""
    try:
        connection: Connection = psycopg.connect(
            host=at.host,
            hostaddr=at.hostaddr,
            port=at.port,
            dbname=at.database,
            user=at.user,
            password=at.password,
            passfile="/dev/null",  # no file of ours speaks for a customer's database
            sslmode=at.sslmode,
            sslrootcert="system" if at.sslmode.startswith("verify") else "",
            sslcert="",
            sslkey="",
            gssencmode="disable",
            options="",
            client_encoding="UTF8",
            application_name="countersign",
            connect_timeout=CONNECT_S,
            tcp_user_timeout=CONNECT_S * 1000,
            target_session_attrs="any",
            autocommit=True,
            prepare_threshold=None,
        )
    except psycopg.Error as why:
        raise Unreadable(f"The database does not answer: {said(why)}") from why
    if connection.info.server_version < OLDEST:
        connection.close()
        raise Unreadable("This needs PostgreSQL 13 or later.")
    return connection


def begin(connection: Connection, seconds: float, *, read_only: bool = False) -> None:
    """Open a transaction whose own timeouts are over within these seconds."""
    mode = sql.SQL("READ ONLY" if read_only else "READ WRITE")
    connection.execute(sql.SQL("BEGIN ISOLATION LEVEL READ COMMITTED {}").format(mode))
    ms = str(max(1, int(seconds * 1000)))
    names = {"lock_timeout": str(LOCK_MS), "statement_timeout": ms, "idle_in_transaction_session_timeout": ms}
    if connection.info.server_version >= 170000:
        names["transaction_timeout"] = ms
    names |= TEXT_FORMS
    calls = sql.SQL(", ").join(sql.SQL("set_config({}, {}, true)").format(*pair) for pair in names.items())
    connection.execute(sql.SQL("SELECT {}").format(calls))


def rollback(connection: Connection) -> None:
    """End the transaction without a trace; a broken connection has done so by itself."""
    if not connection.closed:
        try:
            connection.execute("ROLLBACK")
        except psycopg.Error:
            connection.close()


def said(why: psycopg.Error) -> str:
    """The database's own words, in one line, without the whole row that some of them quote."""
    detail = None if why.sqlstate in WHOLE_ROW else why.diag.message_detail
    words = [part for part in (why.diag.message_primary, detail) if part] or [str(why)]
    return " ".join(" ".join(words).split())


# Nobody was refused: it was busy, slow, or gone before COMMIT. 55P03 lock, 57014 statement timeout, 40 conflicts,
# 53 and 57 and 58 and XX the server's own trouble, 08 the wire, 25P03 and 25P04 idle and transaction timeouts.
NOT_NOW = ("55P03", "57", "40", "53", "58", "XX", "08", "25P0")


def before_commit(why: psycopg.Error) -> NotSent | RefusedByTarget:
    """What an error means while COMMIT has not been sent: in each case nothing happened."""
    state = why.sqlstate or ""
    if not state or state.startswith(NOT_NOW):
        return NotSent(why=f"The database did not take it now: {said(why)}", retry_after_s=1)
    return RefusedByTarget(why=said(why))
