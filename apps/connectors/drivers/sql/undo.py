"""Taking back: the inverse of what was seen, tried in the preview, planned three-way against the record as it is."""

from collections.abc import Mapping, Sequence

from apps.connectors.contract import ABSENT, Change, InverseCall, JsonDict, NoInverse, Value
from apps.connectors.drivers.sql import paths, record, session, show, ticked
from apps.connectors.drivers.sql.catalogue import Catalogue, load
from apps.connectors.drivers.sql.record import Key
from apps.connectors.drivers.sql.rows import Do, Row, Step, of_result
from apps.connectors.drivers.sql.session import Clock, Connection
from apps.connectors.drivers.sql.values import Cells, text
from apps.connectors.drivers.sql.write import perform
from apps.connectors.jobs import Work
from apps.core.errors import Refused


def rehearse(
    connection: Connection,
    catalogue: Catalogue,
    rows: list[Row],
    *,
    clock: Clock,
    left: Mapping[Key, Cells | None],
) -> list[str]:
    """Run the inverse here and say what does not come back. Marks in `rows` what a trigger brings back by itself."""
    later = [
        place for place, row in enumerate(rows) if not row.named and row.before is not None and row.after is not None
    ]
    rest = [row for place, row in enumerate(rows) if place not in later]
    perform(connection, catalogue, steps(catalogue, rest), clock=clock, left=left)
    for place in later:
        if not _missing(connection, catalogue, rows[place]):
            rows[place] = rows[place].model_copy(update={"by_itself": True})
    again = [rows[place] for place in later if not rows[place].by_itself]
    perform(connection, catalogue, steps(catalogue, again), clock=clock, left=left)
    return [said for row in rows for said in _missing(connection, catalogue, row)]


def steps(catalogue: Catalogue, rows: Sequence[Row]) -> list[Step]:
    """The inverse of these rows, in reverse; of rows nobody named only those an admin ticked, parents first."""
    named = [row for row in reversed(rows) if row.named]
    others = [row for row in rows if not row.named and row.ticked and row.before is not None and not row.by_itself]
    found = [_inverse(catalogue, row) for row in [*named, *others]]
    return [step for step in found if step]


def _inverse(catalogue: Catalogue, row: Row) -> Step | None:
    """None: nothing of it can be written back."""
    if row.before is None:
        expect = row.after or {}
        return Step(do=Do.DELETE, table=row.table, key=row.key, expect=expect) if row.after is not None else None
    table = catalogue.named(row.table)
    old = {name: value for name, value in row.before.items() if not table.column(name).generated}
    if row.after is None:
        return Step(do=Do.CREATE, table=row.table, set=old, restore=True)
    changed = {name: old[name] for name in row.changed if name in old}
    expect = {name: row.after[name] for name in changed}
    return Step(do=Do.UPDATE, table=row.table, key=row.key, set=changed, expect=expect) if changed else None


def _missing(connection: Connection, catalogue: Catalogue, row: Row) -> list[str]:
    """What of this row is not as it was."""
    now = record.read(connection, catalogue.named(row.table), row.key_before)
    if row.before is None or now is None:
        return [] if row.before == now else [row.name]
    return [f"{name} of {row.name}" for name, value in row.before.items() if name in now and now[name] != value]


def plan(work: Work, result: JsonDict, later: Sequence[JsonDict] = ()) -> InverseCall | NoInverse:
    """The inverse call for what was done, read against the rows as they stand once `later` is taken back."""
    rows = of_result(result)
    gone = [row for one in later for row in reversed(of_result(one))]
    opened = work.opened
    try:
        with session.session(opened) as connection:
            session.begin(connection, session.PREVIEW_S, read_only=True)
            catalogue = load(connection, ticked.tables(opened), [row.table for row in rows if row.ticked])
            return _planned(connection, catalogue, rows, gone, work)
    except Refused as why:
        return NoInverse(why=str(why))


def _planned(
    connection: Connection, catalogue: Catalogue, rows: Sequence[Row], gone: Sequence[Row], work: Work
) -> InverseCall | NoInverse:
    back: list[Row] = []
    moved: list[Change] = []
    for row in (row for row in rows if row.named or (row.ticked and row.before is not None and not row.by_itself)):
        table = catalogue.named(row.table)
        now = _without(record.read(connection, table, row.key), row, gone)
        moved += _moved(row, now)
        standing = _standing(row, now)
        back += [standing] if standing else []
    if moved:
        return NoInverse(why=show.sentence_of(moved), changes=tuple(moved))
    found = [_argument(step) for step in steps(catalogue, back)]
    if not found:
        return NoInverse(why="There is nothing to put back: the records are as they were.")
    undo = work.prepared.undo
    return InverseCall(kind=undo.kind, say=undo.say, tool=undo.tool, arguments={"steps": found})


def _without(now: Cells | None, row: Row, gone: Sequence[Row]) -> Cells | None:
    """The row as it stands once these changes of it, last first, are taken back."""
    for change in gone:
        if (change.table, change.key) != (row.table, row.key):
            continue
        if change.before is None or now is None:
            now = dict(change.before) if change.before else None
        else:
            now = {**now, **{name: change.before[name] for name in change.changed if name in change.before}}
    return now


def _moved(row: Row, now: Cells | None) -> list[Change]:
    """Three-way: what holds neither what we left nor what was there before."""
    if row.after is None:
        return [show.line(row, "", ABSENT, ABSENT, note="It is there again.")] if now is not None else []
    if now is None:
        return [] if row.before is None else [show.line(row, "", ABSENT, ABSENT, note="It is not there any more.")]
    old = row.before or {}
    return [
        show.line(row, name, value, now.get(name))
        for name, value in row.after.items()
        if now.get(name) != value
        and (row.before is None or now.get(name) != old.get(name))
        and _merged(old.get(name), value, now.get(name)) is None
    ]


def _standing(row: Row, now: Cells | None) -> Row | None:
    """The row with only what is still to be put back; None where nothing is."""
    if row.after is None:
        return row
    if now is None:
        return None
    if row.before is None:
        return row
    before, after = {}, {}
    for name in row.after:
        if now[name] != row.before.get(name):
            before[name] = (
                row.before.get(name)
                if now[name] == row.after[name]
                else _merged(row.before[name], row.after[name], now[name])
            )
            after[name] = now[name]
    return row.model_copy(update={"before": before, "after": after, "at_run": ()}) if after else None


def _merged(before: Value | None, after: Value | None, now: Value | None) -> Value | None:
    """A jsonb document of which other places moved: ours go back, theirs stay."""
    if not before or not after or not now or now.type != "jsonb":
        return None
    merged = paths.put_back(now.text, before=before.text, after=after.text)
    return Value(type="jsonb", text=merged) if merged is not None else None


def _argument(step: Step) -> JsonDict:
    found: JsonDict = {
        "do": step.do.value,
        "table": step.table,
        "key": {name: value.text for name, value in step.key.items()},
        "exact": {name: text(value) for name, value in step.set.items()},
        "expect": {name: text(value) for name, value in step.expect.items()},
        "restore": step.restore,
    }
    return {name: value for name, value in found.items() if value}
