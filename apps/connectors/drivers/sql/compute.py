"""The preview that runs nothing: what stands there is read, and what the write would make of it is computed.

For tables whose triggers nobody allowed to run in a preview. What such triggers add cannot be foreseen, so the run
itself compares and takes back whatever people were not shown.
"""

from collections.abc import Iterator, Mapping, Sequence

from psycopg import sql

from apps.connectors.contract import Value
from apps.connectors.drivers.sql import reach, record
from apps.connectors.drivers.sql.catalogue import Catalogue, Column, Reference, Table
from apps.connectors.drivers.sql.plan import Asked, step
from apps.connectors.drivers.sql.record import Key
from apps.connectors.drivers.sql.rows import Do, Row, Step
from apps.connectors.drivers.sql.session import Connection
from apps.connectors.drivers.sql.values import Cells, cell
from apps.connectors.drivers.sql.write import RowMoved
from apps.core.errors import Invalid

SPREADS = {"c": "delete", "n": "update", "d": "update"}


def reason(catalogue: Catalogue, steps: Sequence[Asked]) -> str:
    """Why these steps may not run in a preview; empty where they may."""
    for one in steps:
        for table, event in _reached(catalogue, catalogue.named(one.table), one.do.value, set()):
            if table.fires_on(event) and not table.ticked.triggers_ok:
                return f"{table.object} has triggers"
    return ""


def compute(
    connection: Connection, catalogue: Catalogue, steps: Sequence[Asked], left: Mapping[Key, Cells | None]
) -> tuple[tuple[Step, ...], list[Row]]:
    """The steps and the rows they would touch. `left`: rows as earlier actions would leave them."""
    done: list[Step] = []
    rows: list[Row] = []
    for one in steps:
        resolved = step(connection, catalogue, one)
        table = catalogue.named(one.table)
        done.append(resolved)
        if resolved.do is Do.CREATE:
            rows.append(_created(connection, table, resolved))
            continue
        place = record.place(table, resolved.key)
        before = left[place] if place in left else record.read(connection, table, resolved.key)
        if before is None or any(before.get(name) != value for name, value in resolved.expect.items()):
            raise RowMoved(table, resolved, before)
        if resolved.do is Do.UPDATE:
            rows.append(_updated(connection, table, resolved, before))
        else:
            rows += _deleted(connection, catalogue, table, before)
    if len({record.place(catalogue.named(row.table), row.key) for row in rows if row.key}) != sum(
        bool(r.key) for r in rows
    ):
        raise Invalid("One call names a record twice; put all of its changes in one step.")
    return tuple(done), rows


def _reached(catalogue: Catalogue, table: Table, event: str, seen: set[tuple[int, str]]) -> Iterator[tuple[Table, str]]:
    """The tables that fire when this one is written, through foreign keys too."""
    if (table.oid, event) in seen:
        return
    seen.add((table.oid, event))
    yield table, event
    for reference in table.incoming:
        spread = SPREADS.get(_action(reference, event))
        if spread and event != "create":
            yield from _reached(
                catalogue, catalogue.tables[reference.child], spread if event == "delete" else "update", seen
            )


def _action(reference: Reference, event: str) -> str:
    return reference.on_delete if event == "delete" else reference.on_update


def _created(connection: Connection, table: Table, made: Step) -> Row:
    after: Cells = {column.name: None for column in table.readable}
    after |= {name: _stored(connection, table.column(name), value) for name, value in made.set.items()}
    own = tuple(c.name for c in table.readable if c.name not in made.set and (c.default or c.identity or c.generated))
    key = record.key_of(table, after)
    whole = key if len(key) == len(table.key) else {}
    return record.row(table, whole, None, after, at_run=own)


def _updated(connection: Connection, table: Table, made: Step, before: Cells) -> Row:
    new = {name: _stored(connection, table.column(name), value) for name, value in made.set.items()}
    after = before | new
    own = tuple(column.name for column in table.readable if column.generated)
    return record.row(table, record.key_of(table, after), before, after, at_run=own)


def _deleted(connection: Connection, catalogue: Catalogue, table: Table, before: Cells) -> list[Row]:
    gone = [(table, before), *reach.doomed(connection, catalogue, table, before)]
    rows = [record.row(at, record.key_of(at, row), row, None, named=not place) for place, (at, row) in enumerate(gone)]
    loosened = [row for at, cells in gone for row in _loosened(connection, catalogue, at, cells)]
    return rows + loosened


def _loosened(connection: Connection, catalogue: Catalogue, table: Table, row: Cells) -> Iterator[Row]:
    """Rows that point at one that goes, where the foreign key then points at nothing."""
    for reference in table.incoming:
        if reference.on_delete not in ("n", "d"):
            continue
        for child, cells in reach.pointing(connection, catalogue, reference, row):
            if reference.on_delete == "d":
                raise reach.NotShown(f"{child.object} falls back to a default that cannot be computed.")
            after = cells | dict.fromkeys(reference.columns)
            yield record.row(child, record.key_of(child, cells), cells, after, named=False)


def _stored(connection: Connection, column: Column, value: Value | None) -> Value | None:
    """The text as the server would store it in this column. Raises Invalid where it would be cut off."""
    if value is None:
        return None
    query = sql.SQL("SELECT {}::text, {}::text").format(_as(column.cast), _as(f"{column.cast}::{column.type}"))
    found = connection.execute(query, [value.text, value.text]).fetchone() or (None, None)
    if column.type.startswith("character") and str(found[0]).rstrip() != str(found[1]).rstrip():
        raise Invalid(f"The value for {column.name} is too long.")
    return cell(column, found[1])


def _as(name: str) -> sql.Composed:
    return sql.SQL("%s::{}").format(sql.SQL(name))
