"""Partitions of history tables: one a month of UUIDv7 ids, made ahead by the owner."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.backends.base.base import BaseDatabaseWrapper

from apps.core.ids import first_uuid7

AHEAD = 13  # months
# An action is written a few times within seconds of its birth; with room on its page no index has to hear of it.
ROOM = {"actions_action": " WITH (fillfactor = 70)"}


def make_ahead(connection: BaseDatabaseWrapper, *, now: datetime) -> int:
    """Make the missing partitions of every partitioned table for this month and the next year. Returns how many."""
    last = now.replace(day=1) + timedelta(days=31 * (AHEAD - 1))
    return make(connection, first=now, until=last)


def make(connection: BaseDatabaseWrapper, *, first: datetime, until: datetime) -> int:
    """Make the missing partitions from the month of one moment to that of another. Returns how many."""
    made = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            for name, begins, ends in _months(table, first, until):
                cursor.execute("SELECT to_regclass(%s) IS NULL", [name])
                if cursor.fetchone()[0]:
                    cursor.execute(_make(table, name, begins, ends))
                    made += 1
    return made


def _months(table: str, first: datetime, until: datetime) -> Iterator[tuple[str, str, str]]:
    year, month = first.year, first.month
    while (year, month) <= (until.year, until.month):
        following = (year + month // 12, month % 12 + 1)
        yield f"{table}_{year}_{month:02}", str(_bound(year, month)), str(_bound(*following))
        year, month = following


def _bound(year: int, month: int) -> object:
    return first_uuid7(calendar.timegm(datetime(year, month, 1, tzinfo=UTC).timetuple()) * 1000)


def _make(table: str, name: str, first: str, end: str) -> str:
    room = ROOM.get(table, "")
    # The app login works on the parent alone: a partition read directly would bypass the parent's row security.
    return (
        f"CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ('{first}') TO ('{end}'){room};"
        f"REVOKE ALL ON {name} FROM PUBLIC;"
        f"DO $$ BEGIN EXECUTE (SELECT coalesce(string_agg(format('REVOKE ALL ON {name} FROM %I', grantee), ';'), '')"
        f" FROM (SELECT DISTINCT grantee FROM information_schema.role_table_grants"
        f" WHERE table_name = '{name}' AND grantee NOT IN (current_user, 'PUBLIC')) g); END $$"
    )


@dataclass(frozen=True)
class Month:
    """One partition."""

    table: str
    name: str
    said: str  # 2026-03


def months_before(connection: BaseDatabaseWrapper, table: str, before: datetime) -> list[Month]:
    """The partitions of a table whose month was over by then, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = %s::regclass ORDER BY 1",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
    found = [Month(table, name, name.removeprefix(f"{table}_").replace("_", "-")) for name in names]
    return [month for month in found if month.said < f"{before:%Y-%m}"]


def drop(connection: BaseDatabaseWrapper, month: Month) -> None:
    """Let a month go, rows, indexes and all."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {month.name}")
