"""What the database says of its tables: columns, keys, privileges, triggers and the ways a write spreads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from psycopg import sql

from apps.connectors.drivers.sql.session import Connection
from apps.connectors.drivers.sql.ticked import Ticked
from apps.core.errors import Invalid

MOST_TABLES = 200
EVENTS = {"create": 4, "delete": 8, "update": 16}  # bits of pg_trigger.tgtype


@dataclass(frozen=True)
class Column:
    name: str
    type: str  # with its length or precision: "numeric(10,2)"
    cast: str  # without: a cast to it never cuts anything off
    kind: str  # "json", "jsonb", or ""
    array: bool
    required: bool
    default: bool
    generated: bool
    identity: bool
    readable: bool
    insertable: bool
    updatable: bool


@dataclass(frozen=True)
class Reference:
    """A foreign key of `child` to the table that holds it in `incoming`."""

    child: int
    columns: tuple[str, ...]
    refers_to: tuple[str, ...]
    on_delete: str  # a no action, r restrict, c cascade, n set null, d set default
    on_update: str


@dataclass(frozen=True)
class Table:
    oid: int
    schema: str
    name: str
    kind: str  # r ordinary, p partitioned, v view …
    deletable: bool
    versioned: bool  # this role may read xmin
    ruled: bool
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    uniques: tuple[tuple[str, ...], ...]
    fires: int  # the events with user triggers, as bits
    incoming: tuple[Reference, ...]
    ticked_as: str = ""
    ticked: Ticked = field(default_factory=Ticked)

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)

    @property
    def object(self) -> str:
        return self.ticked.object or self.name

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def readable(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.readable)

    @property
    def keyed(self) -> bool:
        """Has a primary key that this role may read: only then can a row be named."""
        return bool(self.key) and all(self.by_name[name].readable for name in self.key)

    def column(self, name: str) -> Column:
        if name not in self.by_name:
            raise Invalid(f"{self.object} has no column {name}. It has {', '.join(self.by_name)}.")
        return self.by_name[name]

    def fires_on(self, do: str) -> bool:
        return bool(self.fires & EVENTS[do])

    def locks(self) -> bool:
        """SELECT … FOR UPDATE asks for the right to update at least one column."""
        return any(column.updatable for column in self.columns)


@dataclass(frozen=True)
class Catalogue:
    """The ticked tables asked for, and all that a write to them can reach through foreign keys."""

    tables: dict[int, Table]
    read_only: bool
    called: dict[int, str]
    ticked: dict[str, Ticked]

    def met(self, connection: Connection, oid: int) -> Table:
        """A table that a trigger wrote to, ticked or not."""
        if oid not in self.tables:
            self.tables[oid] = describe(connection, [oid], self.called, self.ticked)[0]
        return self.tables[oid]

    @property
    def any_triggers(self) -> bool:
        return any(table.fires for table in self.tables.values())

    def named(self, name: str) -> Table:
        """A table by the name a document uses for it. Raises Invalid."""
        for table in self.tables.values():
            if name == (table.ticked_as or f"{table.schema}.{table.name}"):
                return table
        raise Invalid(f"The table {name} is not there, or this login may not see it.")


def load(connection: Connection, ticked: dict[str, Ticked], names: Iterable[str]) -> Catalogue:
    """The named tables and everything their foreign keys reach. Raises Invalid for a table that is not there."""
    oids = _oids(connection, list(ticked))
    wanted = [oids[name] for name in set(names) if oids.get(name)]
    called = {oid: name for name, oid in oids.items() if oid}
    found: dict[int, Table] = {}
    while missing := [oid for oid in wanted if oid and oid not in found]:
        for table in describe(connection, missing, called, ticked):
            found[table.oid] = table
        wanted = [reference.child for table in found.values() for reference in table.incoming]
        if len(found) > MOST_TABLES:
            raise Invalid(f"A write here can reach more than {MOST_TABLES} tables.")
    row = connection.execute("SELECT current_setting('default_transaction_read_only') = 'on' OR pg_is_in_recovery()")
    return Catalogue(found, bool((row.fetchone() or (True,))[0]), called, ticked)


def describe(
    connection: Connection, oids: Sequence[int], called: dict[int, str], ticked: dict[str, Ticked]
) -> list[Table]:
    asked = (list(set(oids)),)
    columns = _grouped(connection.execute(COLUMNS, asked).fetchall())
    keys = _grouped(connection.execute(KEYS, asked).fetchall())
    references = _grouped(connection.execute(REFERENCES, asked).fetchall())
    return [
        Table(
            oid=row[0],
            schema=row[1],
            name=row[2],
            kind=row[3],
            deletable=row[4],
            versioned=row[5],
            ruled=row[6],
            columns=tuple(Column(*entry) for entry in columns.get(row[0], ())),
            key=next((tuple(names) for primary, names in keys.get(row[0], ()) if primary), ()),
            uniques=tuple(tuple(names) for _, names in keys.get(row[0], ())),
            fires=row[7],
            incoming=tuple(Reference(r[0], tuple(r[1]), tuple(r[2]), r[3], r[4]) for r in references.get(row[0], ())),
            ticked_as=called.get(row[0], ""),
            ticked=ticked.get(called.get(row[0], ""), Ticked()),
        )
        for row in connection.execute(TABLES, asked).fetchall()
    ]


def _oids(connection: Connection, names: list[str]) -> dict[str, int]:
    """`schema.table`, or a bare name as this login's search path finds it."""
    schemas = [name.rpartition(".")[0] for name in names]
    bare = [name.rpartition(".")[2] for name in names]
    return {str(name): int(oid) for name, oid in connection.execute(OIDS, (names, schemas, bare)).fetchall()}


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    groups: dict[int, list[tuple[Any, ...]]] = {}
    for oid, *rest in rows:
        groups.setdefault(oid, []).append(tuple(rest))
    return groups


OIDS = """
SELECT t.name, c.oid::bigint FROM unnest(%s::text[], %s::text[], %s::text[]) AS t(name, schema, bare)
JOIN pg_class c ON c.relname = t.bare AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE CASE WHEN t.schema = '' THEN pg_table_is_visible(c.oid) ELSE n.nspname = t.schema END
"""

TABLES = """
SELECT c.oid::bigint, n.nspname, c.relname, c.relkind::text, has_table_privilege(c.oid, 'DELETE'),
       CASE WHEN c.relkind IN ('r', 'p', 'm') THEN has_column_privilege(c.oid, 'xmin', 'SELECT') ELSE false END,
       EXISTS (SELECT FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.ev_type <> '1'),
       (SELECT coalesce(bit_or(t.tgtype::int), 0) FROM pg_trigger t
          WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
          AND (t.tgrelid = c.oid OR t.tgrelid IN (SELECT relid FROM pg_partition_tree(c.oid))))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY(%s)
"""

COLUMNS = """
SELECT a.attrelid::bigint, a.attname, format_type(a.atttypid, a.atttypmod), format_type(a.atttypid, -1),
       CASE WHEN coalesce(nullif(t.typbasetype, 0), t.oid) = 'json'::regtype THEN 'json'
            WHEN coalesce(nullif(t.typbasetype, 0), t.oid) = 'jsonb'::regtype THEN 'jsonb' ELSE '' END,
       t.typcategory = 'A', a.attnotnull, a.atthasdef, a.attgenerated <> '', a.attidentity <> '',
       has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
       has_column_privilege(a.attrelid, a.attnum, 'INSERT') AND a.attgenerated = '',
       has_column_privilege(a.attrelid, a.attnum, 'UPDATE') AND a.attgenerated = ''
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum
"""

KEYS = """
SELECT i.indrelid::bigint, i.indisprimary,
       (SELECT array_agg(a.attname::text ORDER BY k.place)
          FROM unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY k(attnum, place)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum)
FROM pg_index i
WHERE i.indrelid = ANY(%s) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
"""

REFERENCES = """
SELECT c.confrelid::bigint, c.conrelid::bigint,
       (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k(attnum, place)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum),
       (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY k(attnum, place)
          JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum),
       c.confdeltype::text, c.confupdtype::text
FROM pg_constraint c WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = ANY(%s)
"""
