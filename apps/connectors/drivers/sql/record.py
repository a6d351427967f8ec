"""Reading and naming one row. Columns are always named, identifiers always quoted by psycopg."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from psycopg import sql

from apps.connectors.contract import Value
from apps.connectors.drivers.sql import values
from apps.connectors.drivers.sql.catalogue import Column, Table
from apps.connectors.drivers.sql.rows import Row
from apps.connectors.drivers.sql.session import Connection
from apps.connectors.drivers.sql.values import Cells
from apps.core.errors import Invalid

Key: TypeAlias = tuple[int, tuple[str, ...]]  # which row of which table, for us alone


def read(connection: Connection, table: Table, key: Mapping[str, Value], *, lock: bool = False) -> Cells | None:
    """The row as the server writes it, all that this login may see of it; None when it is not there."""
    query = sql.SQL("SELECT {} FROM {} WHERE {}{}").format(
        columns_of(table.readable),
        table.identifier,
        where(table, key),
        sql.SQL(" FOR UPDATE" if lock and table.locks() else ""),
    )
    found = connection.execute(query, [value.text for value in key.values()]).fetchall()
    if len(found) > 1:
        raise Invalid(f"{name(table, {}, key)} is there more than once.")
    return values.cells(table.readable, found[0]) if found else None


def version(connection: Connection, table: Table, key: Mapping[str, Value]) -> str:
    """The row's xmin; empty where this login may not read it."""
    if not table.versioned or not key:
        return ""
    query = sql.SQL("SELECT xmin::text FROM {} WHERE {}").format(table.identifier, where(table, key))
    found = connection.execute(query, [value.text for value in key.values()]).fetchone()
    return str(found[0]) if found else ""


def find(connection: Connection, table: Table, asked: Cells) -> dict[str, Value]:
    """The primary key behind a key, a unique column or the label that an agent named. Raises Invalid."""
    unique = [{*names} for names in (table.key, *table.uniques, (table.ticked.label,)) if names]
    if not any(names == {*asked} for names in unique):
        ways = " or ".join(sorted({", ".join(sorted(names)) for names in unique if names != {""}}))
        raise Invalid(f"Name one {table.object} by {ways}.")
    wanted = {column: value for column, value in asked.items() if value is not None}
    keys = [table.by_name[column] for column in table.key]
    query = sql.SQL("SELECT {} FROM {} WHERE {} LIMIT 2").format(
        columns_of(keys), table.identifier, where(table, wanted)
    )
    found = connection.execute(query, [value.text for value in wanted.values()]).fetchall()
    shown = ", ".join(value.text for value in wanted.values())
    if len(found) != 1 or len(wanted) != len(asked):
        raise Invalid(
            f"There is no {table.object} {shown}." if not found else f"{table.object} {shown} is not one row."
        )
    return {column.name: Value(type=column.type, text=text) for column, text in zip(keys, found[0], strict=True)}


def columns_of(columns: Sequence[Column]) -> sql.Composed:
    return sql.SQL(", ").join(values.as_text(column) for column in columns)


def where(table: Table, key: Mapping[str, Value]) -> sql.Composed:
    """`column = value` for each, as the column's own type, so that its index serves."""
    parts = [sql.SQL("{} = {}").format(sql.Identifier(column), values.cast(table.column(column))) for column in key]
    return sql.SQL(" AND ").join(parts)


def key_of(table: Table, row: Cells) -> dict[str, Value]:
    return {column: value for column in table.key if (value := row.get(column)) is not None}


def place(table: Table, key: Mapping[str, Value]) -> Key:
    return table.oid, tuple(key[column].text for column in table.key if column in key)


def called(table: Table) -> str:
    """The name a document uses for a table."""
    return table.ticked_as or f"{table.schema}.{table.name}"


def name(table: Table, row: Mapping[str, Value | None], key: Mapping[str, Value]) -> str:
    """As people know it: "Case 00048213"."""
    label = row.get(table.ticked.label)
    known = label.text if label else ", ".join(value.text for value in key.values())
    return f"{table.object} {known}".strip()


def row(
    table: Table,
    key: Mapping[str, Value],
    before: Cells | None,
    after: Cells | None,
    *,
    named: bool = True,
    at_run: tuple[str, ...] = (),
) -> Row:
    return Row(
        table=called(table),
        ticked=bool(table.ticked_as),
        object=table.object,
        name=name(table, before or after or {}, key),
        key=dict(key),
        before=before,
        after=after,
        named=named,
        at_run=at_run,
    )
