"""Rows nobody named: what cascades and triggers touch, counted by the server's own statistics and shown one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from psycopg import sql

from apps.connectors.contract import Value
from apps.connectors.drivers.sql import record, values
from apps.connectors.drivers.sql.catalogue import Catalogue, Reference, Table
from apps.connectors.drivers.sql.record import Key
from apps.connectors.drivers.sql.session import Connection
from apps.connectors.drivers.sql.values import Cells

MOST_ROWS = 200


class NotShown(Exception):
    """The write touches something that cannot be put before people row by row."""


@dataclass(frozen=True)
class Tally:
    """How many rows of one table were written, or were named."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    def less(self, other: "Tally") -> "Tally":
        left = (self.inserted - other.inserted, self.updated - other.updated, self.deleted - other.deleted)
        moved = max(0, min(left[0], left[2], -left[1]))  # an update that moved to another partition is both
        return Tally(left[0] - moved, left[1] + moved, left[2] - moved)

    def plus(self, other: "Tally") -> "Tally":
        return Tally(self.inserted + other.inserted, self.updated + other.updated, self.deleted + other.deleted)

    @property
    def rows(self) -> int:
        return self.inserted + self.updated + self.deleted


@dataclass
class Unnamed:
    """Rows found beyond the named ones. Of a written row only what it holds now is known here."""

    written: dict[Key, tuple[Table, Cells]] = field(default_factory=dict)
    deleted: dict[Key, tuple[Table, Cells]] = field(default_factory=dict)


def counts(connection: Connection) -> dict[int, Tally]:
    """What this session wrote and has not reported yet, by table; also what was rolled back, so compare two."""
    found: dict[int, Tally] = {}
    for oid, *numbers in connection.execute(COUNTS).fetchall():
        found[oid] = found.get(oid, Tally()).plus(Tally(*numbers))
    return found


def doomed(connection: Connection, catalogue: Catalogue, table: Table, row: Cells) -> Iterator[tuple[Table, Cells]]:
    """The rows that go when this one goes, parents first."""
    for reference in table.incoming:
        if reference.on_delete == "c":
            for child, found in pointing(connection, catalogue, reference, row):
                yield child, found
                yield from doomed(connection, catalogue, child, found)


def pointing(
    connection: Connection, catalogue: Catalogue, reference: Reference, row: Cells
) -> Iterator[tuple[Table, Cells]]:
    """The rows whose foreign key points at this one."""
    wanted = {mine: row.get(theirs) for mine, theirs in zip(reference.columns, reference.refers_to, strict=True)}
    held = {column: value for column, value in wanted.items() if value is not None}
    child = catalogue.tables[reference.child]
    if len(held) == len(wanted):
        yield from ((child, found) for found in _children(connection, child, held))


def unnamed(
    connection: Connection,
    catalogue: Catalogue,
    extra: Mapping[int, Tally],
    named: set[Key],
    left: Mapping[Key, Cells | None],
    cascaded: dict[Key, tuple[Table, Cells]],
) -> Unnamed:
    """Every row behind the counts. Raises NotShown when one of them cannot be shown."""
    _no_wholesale(connection)
    found = Unnamed(deleted=cascaded)
    for oid, tally in extra.items():
        if not tally.rows and not any(place[0] == oid for place in cascaded):
            continue
        table = catalogue.met(connection, oid)
        if not table.keyed or not table.versioned:
            raise NotShown(
                f"It would also write to {table.name}, whose rows this login cannot show; it needs SELECT on them."
            )
        if tally.deleted != sum(place[0] == oid for place in cascaded):
            raise NotShown(f"It would also delete rows of {table.name} that cannot be shown one by one.")
        for row in _written(connection, table, len(named) + len(left)):
            place = record.place(table, record.key_of(table, row))
            if place not in named and left.get(place, {}) != row:
                found.written[place] = (table, row)
    if len(found.written) + len(found.deleted) > MOST_ROWS:
        raise NotShown(f"It would touch more than {MOST_ROWS} rows that nobody named.")
    return found


def _no_wholesale(connection: Connection) -> None:
    """TRUNCATE and DDL are in no count, but hold a lock that nothing else needs."""
    found = connection.execute(WHOLESALE).fetchone()
    if found:
        raise NotShown(f"A trigger would empty or alter {found[0]}.")


def _children(connection: Connection, child: Table, wanted: Mapping[str, Value]) -> list[Cells]:
    if not child.keyed:
        raise NotShown(f"Rows of {child.name} would go too, and this login cannot show them.")
    query = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {}").format(
        record.columns_of(child.readable), child.identifier, record.where(child, wanted), _by_key(child), MOST_ROWS + 1
    )
    rows = connection.execute(query, [value.text for value in wanted.values()]).fetchall()
    if len(rows) > MOST_ROWS:
        raise NotShown(f"More than {MOST_ROWS} rows of {child.name} would go too.")
    return [values.cells(child.readable, row) for row in rows]


def _written(connection: Connection, table: Table, known: int) -> list[Cells]:
    """The rows whose newest version is ours: visible though their transaction, or a part of it, is under way."""
    query = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {}").format(
        record.columns_of(table.readable), table.identifier, sql.SQL(OURS), _by_key(table), MOST_ROWS + known + 1
    )
    return [values.cells(table.readable, row) for row in connection.execute(query).fetchall()]


def _by_key(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column) for column in table.key)


COUNTS = """
SELECT coalesce(pg_partition_root(relid)::oid, relid)::bigint, n_tup_ins, n_tup_upd, n_tup_del
FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND (schemaname, relname) <> ('countersign', 'applied')
"""

WHOLESALE = """
SELECT relation::regclass::text FROM pg_locks
WHERE pid = pg_backend_pid() AND locktype = 'relation' AND mode = 'AccessExclusiveLock' AND granted LIMIT 1
"""

# age() of our own transaction is 0, of its subtransactions (an EXCEPTION block of a trigger) a little below.
OURS = """CASE WHEN xmin = pg_current_xact_id()::xid THEN true WHEN age(xmin) BETWEEN -100000 AND -1
THEN pg_xact_status((pg_current_xact_id()::text::numeric - age(xmin))::text::xid8) = 'in progress' ELSE false END"""
