"""Doing the steps inside an open transaction, and seeing what they did. Both the preview and the run go this way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from psycopg import sql

from apps.connectors.contract import Value
from apps.connectors.drivers.sql import reach, record, values
from apps.connectors.drivers.sql.catalogue import Catalogue, Table
from apps.connectors.drivers.sql.reach import NotShown, Tally, Unnamed
from apps.connectors.drivers.sql.record import Key
from apps.connectors.drivers.sql.rows import Do, Step
from apps.connectors.drivers.sql.session import Clock, Connection
from apps.connectors.drivers.sql.values import Cells


class RowMoved(Exception):
    """The row is not as the step expects it."""

    def __init__(self, table: Table, step: Step, now: Cells | None) -> None:
        super().__init__(record.name(table, now or step.expect, step.key))
        self.table, self.step, self.now = table, step, now


class TooLate(Exception):
    """The time for this call is over; nothing was committed."""


@dataclass
class Touched:
    table: Table
    key: dict[str, Value]
    before: Cells | None
    after: Cells | None


@dataclass
class Performed:
    named: list[Touched] = field(default_factory=list)
    unnamed: Unnamed = field(default_factory=Unnamed)


def perform(
    connection: Connection,
    catalogue: Catalogue,
    steps: Sequence[Step],
    *,
    clock: Clock,
    left: Mapping[Key, Cells | None],
) -> Performed:
    """All steps, then each deferred constraint. `left`: rows as earlier actions of the transaction left them."""
    start = reach.counts(connection)
    work = _Work(connection, catalogue)
    for step in steps:
        if clock.over:
            raise TooLate
        work.do(catalogue.named(step.table), step)
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    work.look_again()
    extra = _beyond(reach.counts(connection), start, work.tally)
    named = {place for place, touched in work.touched.items() if touched.after is not None}
    return Performed(list(work.touched.values()), _unnamed(work, extra, named, left))


class _Work:
    """The rows under the hand of one action."""

    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self.connection, self.catalogue = connection, catalogue
        self.touched: dict[Key, Touched] = {}
        self.cascaded: dict[Key, tuple[Table, Cells]] = {}
        self.tally: dict[int, Tally] = {}

    def do(self, table: Table, step: Step) -> None:
        if step.do is Do.CREATE:
            self._created(table, _insert(self.connection, table, step))
            return
        before = record.read(self.connection, table, step.key, lock=True)
        if before is None or any(before.get(name) != value for name, value in step.expect.items()):
            raise RowMoved(table, step, before)
        if step.do is Do.UPDATE:
            self._updated(table, step, before)
        else:
            self._deleted(table, step, before)

    def _created(self, table: Table, key: dict[str, Value]) -> None:
        place = record.place(table, key)
        old = self.touched.pop(place, None)
        self.touched[place] = Touched(table, key, old.before if old else None, {})
        self._count(table, Tally(inserted=1))

    def _updated(self, table: Table, step: Step, before: Cells) -> None:
        _one(self.connection, table, step, _update(table, step))
        old = self.touched.pop(record.place(table, step.key), None)
        key = step.key | {name: value for name, value in step.set.items() if name in step.key and value is not None}
        self.touched[record.place(table, key)] = Touched(table, key, old.before if old else before, {})
        self._count(table, Tally(updated=1))

    def _deleted(self, table: Table, step: Step, before: Cells) -> None:
        for child, row in reach.doomed(self.connection, self.catalogue, table, before):
            place = record.place(child, record.key_of(child, row))
            if place in self.touched:
                raise NotShown(f"{record.name(child, row, record.key_of(child, row))} is written and deleted at once.")
            self.cascaded[place] = (child, row)
        _one(self.connection, table, step, _delete(table))
        place = record.place(table, step.key)
        old = self.touched.pop(place, None)
        self.touched[place] = Touched(table, step.key, old.before if old else before, None)
        self._count(table, Tally(deleted=1))

    def _count(self, table: Table, one: Tally) -> None:
        self.tally[table.oid] = self.tally.get(table.oid, Tally()).plus(one)

    def look_again(self) -> None:
        """What stands there now, after every trigger: more than RETURNING can know."""
        for touched in self.touched.values():
            if touched.after is not None:
                touched.after = record.read(self.connection, touched.table, touched.key)
                if touched.after is None:
                    raise NotShown(f"{touched.table.object} is not to be seen after the write.")


def _beyond(now: dict[int, Tally], start: dict[int, Tally], named: dict[int, Tally]) -> dict[int, Tally]:
    done = {oid: tally.less(start.get(oid, Tally())) for oid, tally in now.items()}
    if any(done.get(oid, Tally()).rows < tally.rows for oid, tally in named.items()):
        raise NotShown("The server does not count what is written (track_counts is off), so it cannot be shown whole.")
    return {oid: tally.less(named.get(oid, Tally())) for oid, tally in done.items()}


def _unnamed(work: _Work, extra: dict[int, Tally], named: set[Key], left: Mapping[Key, Cells | None]) -> Unnamed:
    if not any(tally.rows for tally in extra.values()) and not work.catalogue.any_triggers:
        return Unnamed()
    return reach.unnamed(work.connection, work.catalogue, extra, named, left, work.cascaded)


def _insert(connection: Connection, table: Table, step: Step) -> dict[str, Value]:
    columns = [table.column(name) for name in step.set]
    query = sql.SQL("INSERT INTO {} {}{} RETURNING {}").format(
        table.identifier,
        sql.SQL("({})").format(sql.SQL(", ").join(sql.Identifier(column.name) for column in columns))
        if columns
        else sql.SQL(""),
        sql.SQL("{}VALUES ({})").format(
            sql.SQL(" OVERRIDING SYSTEM VALUE " if step.restore else " "),
            sql.SQL(", ").join(values.cast(column) for column in columns),
        )
        if columns
        else sql.SQL(" DEFAULT VALUES"),
        record.columns_of([table.by_name[name] for name in table.key]),
    )
    found = connection.execute(query, [values.text(value) for value in step.set.values()]).fetchall()
    if len(found) != 1:
        raise NotShown(f"The database did not take the new {table.object}, and did not say why.")
    return {
        name: Value(type=table.by_name[name].type, text=str(text))
        for name, text in zip(table.key, found[0], strict=True)
    }


def _update(table: Table, step: Step) -> sql.Composed:
    pairs = [sql.SQL("{} = {}").format(sql.Identifier(name), values.cast(table.column(name))) for name in step.set]
    return sql.SQL("UPDATE {} SET {}").format(table.identifier, sql.SQL(", ").join(pairs))


def _delete(table: Table) -> sql.Composed:
    return sql.SQL("DELETE FROM {}").format(table.identifier)


def _one(connection: Connection, table: Table, step: Step, verb: sql.Composed) -> None:
    """Writes one row, and only while it still holds what is expected of it."""
    conditions = [record.where(table, step.key), *(_still(table, name) for name in step.expect)]
    query = sql.SQL("{} WHERE {}").format(verb, sql.SQL(" AND ").join(conditions))
    written = step.set.values() if step.do is Do.UPDATE else ()
    texts = [*written, *step.key.values(), *step.expect.values()]
    if connection.execute(query, [values.text(value) for value in texts]).rowcount != 1:
        now = record.read(connection, table, step.key)
        if now is not None and all(now.get(name) == value for name, value in step.expect.items()):
            raise NotShown(f"The database did not take the change to {record.name(table, now, step.key)}.")
        raise RowMoved(table, step, now)


def _still(table: Table, name: str) -> sql.Composed:
    """Compared as text and byte for byte, whatever the column's own idea of equality is."""
    column = values.as_text(table.column(name))
    return sql.SQL('({}) COLLATE "C" IS NOT DISTINCT FROM %s').format(column)
