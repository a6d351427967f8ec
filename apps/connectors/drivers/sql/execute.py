"""The run: exactly the signed steps in one transaction, compared with what was signed before COMMIT."""

import psycopg

from apps.connectors.contract import (
    Answer,
    Attempt,
    Done,
    InDoubt,
    JsonDict,
    Moved,
    Note,
    NotSent,
    Opened,
    RefusedByTarget,
)
from apps.connectors.drivers.base import Unreadable
from apps.connectors.drivers.sql import proof, record, rows, session, ticked
from apps.connectors.drivers.sql.address import place
from apps.connectors.drivers.sql.catalogue import Catalogue, load
from apps.connectors.drivers.sql.guard import differing
from apps.connectors.drivers.sql.reach import NotShown
from apps.connectors.drivers.sql.rows import Request, Row
from apps.connectors.drivers.sql.session import Clock, Connection
from apps.connectors.drivers.sql.write import Performed, RowMoved, TooLate, perform
from apps.core.errors import Refused
from apps.core.failpoints import reach

SPARE_S = 1.0  # the target's own timeouts end this long before the lease


class NotOurs(Exception):
    """The attempt is somebody else's by now."""


def execute(request: Request, opened: Opened, attempt: Attempt, note: Note) -> Answer:
    """One transaction, one answer. Never raises for what the target does."""
    clock = Clock.of(min(attempt.timeout_s, attempt.lease_left_s - SPARE_S))
    if clock.over:
        return NotSent(why="The lease is almost over.")
    try:
        connection = session.connect(place(opened))
    except (Unreadable, Refused) as why:
        return NotSent(why=str(why), because="unreached" if isinstance(why, Unreadable) else "")
    try:
        return _transaction(connection, request, opened, attempt, note, clock)
    finally:
        connection.close()


def _transaction(
    connection: Connection, request: Request, opened: Opened, attempt: Attempt, note: Note, clock: Clock
) -> Answer:
    try:
        session.begin(connection, clock.left_s)
        done = _written(connection, request, opened, attempt, note, clock)
        if isinstance(done, Done):
            return _commit(connection, done)
        return done
    except RowMoved as moved:
        name = str(moved)
        return Moved(changes=tuple(differing(name, moved.step.expect, moved.now)))
    except (NotShown, Refused) as why:
        return RefusedByTarget(why=str(why))
    except TooLate:
        return NotSent(why="The time for this attempt was over before COMMIT.")
    except NotOurs:
        return NotSent(why="The attempt was not ours any more; it was rolled back.")
    except psycopg.Error as why:
        return session.before_commit(why)
    finally:
        session.rollback(connection)


def _written(
    connection: Connection, request: Request, opened: Opened, attempt: Attempt, note: Note, clock: Clock
) -> Answer:
    """All but COMMIT. A Done is ready to be committed; anything else is rolled back."""
    marker = request.proof == "marker"
    if marker and not proof.has_marker(connection):
        return RefusedByTarget(why="The table countersign.applied, which this action relies on, is gone.")
    if marker and not proof.claim(connection, attempt.key):
        return Done(result=proof.marked(connection, attempt.key) or {}, reference=attempt.key)
    reach("sql.after_claim")
    catalogue = load(connection, ticked.tables(opened), {step.table for step in request.steps})
    if catalogue.read_only:
        return RefusedByTarget(why="This login may only read.")
    _same_types(catalogue, request)
    performed = perform(connection, catalogue, request.steps, clock=clock, left={})
    found = _compared(request, performed)
    result = rows.result(found)
    reach("sql.before_proof")
    reference = _prove(connection, request, attempt, note, result)
    if clock.over:
        raise TooLate
    reach("sql.before_commit")
    return Done(result=result, reference=reference)


def _prove(connection: Connection, request: Request, attempt: Attempt, note: Note, result: JsonDict) -> str:
    if request.proof == "marker":
        proof.keep(connection, attempt.key, result)
        return attempt.key
    stored = proof.of_transaction(connection, result)
    try:
        ours = note(stored)
    except Exception as why:
        raise NotOurs from why  # nothing is committed that could not be asked for afterwards
    if not ours:
        raise NotOurs
    return f"xid {stored['xid']}"


def _commit(connection: Connection, done: Done) -> Answer:
    """A plain error here is a refusal; a broken connection says nothing."""
    try:
        said = connection.execute("COMMIT").statusmessage
    except psycopg.Error as why:
        if connection.closed or connection.broken:
            return InDoubt(why=f"The connection was lost around COMMIT: {session.said(why)}")
        return session.before_commit(why)
    reach("sql.after_commit")
    if said != "COMMIT":
        return RefusedByTarget(why="The database rolled the change back.")
    return done


def _same_types(catalogue: Catalogue, request: Request) -> None:
    """A column that changed its type since is not what people saw."""
    for step in request.steps:
        table = catalogue.named(step.table)
        for name, value in [*step.key.items(), *step.set.items(), *step.expect.items()]:
            if value is not None and table.column(name).type != value.type:
                raise NotShown(f"{name} of {table.object} was {value.type} and is {table.column(name).type} now.")


def _compared(request: Request, performed: Performed) -> list[Row]:
    """The rows as they came true. Raises NotShown for anything that people did not see."""
    came = [record.row(t.table, t.key, t.before, t.after) for t in performed.named]
    signed = [row for row in request.rows if row.named]
    found = [_as_signed(one, two, request) for one, two in zip(signed, came, strict=True)]
    return found + _unnamed(request, performed)


def _as_signed(signed: Row, came: Row, request: Request) -> Row:
    whole = came.model_copy(update={"at_run": signed.at_run, "by_itself": signed.by_itself, "named": signed.named})
    if (came.after is None) != (signed.after is None):
        raise NotShown(f"{came.name} did not come out as it was shown.")
    after = signed.after or {}
    for name, value in after.items():
        if whole.after is not None and whole.after.get(name) != value:
            raise NotShown(f"{name} of {came.name} came out otherwise than it was shown.")
    if request.how == "run" and came.before is not None and whole.after is not None:
        others = [name for name in whole.changed if name not in after and name not in signed.at_run]
        if others:
            raise NotShown(f"{', '.join(others)} of {came.name} changed too, which nobody was shown.")
    return whole if request.how == "run" else _shown_only(whole, signed)


def _shown_only(came: Row, signed: Row) -> Row:
    """Of a computed preview only the shown fields count, and only they are ever put back."""
    if came.before is None or came.after is None:
        return came
    kept = {*(signed.after or {}), *signed.at_run}
    before, after = ({name: side[name] for name in side if name in kept} for side in (came.before, came.after))
    return came.model_copy(update={"before": before, "after": after})


def _unnamed(request: Request, performed: Performed) -> list[Row]:
    """Rows that cascades and triggers touched: the same ones, with the same values."""
    gone = [
        record.row(t, record.key_of(t, cells), cells, None, named=False)
        for t, cells in performed.unnamed.deleted.values()
    ]
    written = [
        record.row(t, record.key_of(t, cells), None, cells, named=False)
        for t, cells in performed.unnamed.written.values()
    ]
    came = {_place(row): row for row in gone + written}
    signed = [row for row in request.rows if not row.named]
    found = []
    for one in signed:
        two = came.pop(_place(one), None) if one.key else _unkeyed(came, one)
        if two is None:
            raise NotShown(f"{one.name} was to change too, and did not.")
        found.append(_same_unnamed(one, two))
    if came:
        raise NotShown(f"{next(iter(came.values())).name} would change too, which nobody was shown.")
    return found


def _unkeyed(came: dict[tuple[str, ...], Row], signed: Row) -> Row | None:
    """A new row whose key a run sets: the next one of its table that is new."""
    place = next((place for place, row in came.items() if row.table == signed.table and row.before is None), None)
    return came.pop(place) if place else None


def _same_unnamed(signed: Row, came: Row) -> Row:
    expected = signed.before if came.after is None else signed.after
    actual = came.before if came.after is None else came.after
    if any((actual or {}).get(name) != value for name, value in (expected or {}).items()):
        raise NotShown(f"{came.name} came out otherwise than it was shown.")
    before = came.before if came.after is None else signed.before
    whole = {**(came.after or {})}
    after = None if came.after is None else {name: whole[name] for name in whole if name in (signed.before or whole)}
    return came.model_copy(
        update={"before": before, "after": after, "at_run": signed.at_run, "by_itself": signed.by_itself}
    )


def _place(row: Row) -> tuple[str, ...]:
    return (row.table, *(value.text for value in row.key.values()))
