"""Rows as people read them: one line a place, a title, and a sentence about the way back."""

from collections import Counter
from collections.abc import Iterator, Sequence

from apps.connectors.contract import ABSENT, Absent, Cell, Change, Moves, Undo, UndoKind, Value
from apps.connectors.drivers.sql import paths
from apps.connectors.drivers.sql.rows import Do, Row, Step

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
VERBS = {Do.CREATE: ("Create", "creation"), Do.UPDATE: ("Update", "update"), Do.DELETE: ("Delete", "deletion")}


def changes(rows: Sequence[Row]) -> tuple[Change, ...]:
    """Every place that changes, of every row, read from the target."""
    return tuple(change for row in rows for change in _of_row(row))


def _of_row(row: Row) -> Iterator[Change]:
    for name in row.changed:
        before = ABSENT if row.before is None else row.before.get(name)
        after = ABSENT if row.after is None else row.after.get(name)
        if name in row.at_run:
            yield line(row, name, before, None, moves=Moves.SET_WHEN_IT_RUNS, note=Moves.SET_WHEN_IT_RUNS.value)
        else:
            yield from _of_column(row, name, before, after)


def _of_column(row: Row, name: str, before: Cell, after: Cell) -> Iterator[Change]:
    both = isinstance(before, Value) and isinstance(after, Value) and before.type in ("json", "jsonb")
    places = paths.differences(before.text, after.text) if both else None  # type: ignore[union-attr]  # `both` says so
    if not places:
        yield line(row, name, before, after)
        return
    kind = after.type  # type: ignore[union-attr]  # as above
    for place in places:
        label = paths.label(name, place.path)
        yield line(row, label, _json(kind, place.before), _json(kind, place.after))


def line(row: Row, field: str, before: Cell, after: Cell, *, moves: Moves = Moves.CHANGES, note: str = "") -> Change:
    return Change(record=row.name, field=field, before=before, after=after, moves=moves, shown_after=note)


def _json(kind: str, value: object) -> Cell:
    return ABSENT if value is paths.GONE else Value(type=kind, text=paths.literal(value))


def moved(name: str, before: Cell, now: Cell, *, record: str) -> Change:
    return Change(record=record, field=name, before=before, after=now)


def sentence_of(moved: Sequence[Change]) -> str:
    """What somebody changed since, so that nothing is written over it."""
    parts = [
        f"{change.record}: {change.shown_after}"
        if change.shown_after
        else f"{change.record}: {change.field} is now {said(change.after)}, not {said(change.before)}."
        for change in moved
    ]
    return "Somebody changed this since. " + " ".join(parts)


def said(cell: Cell) -> str:
    if isinstance(cell, Absent):
        return "absent"
    return "empty" if cell is None else f"“{cell.text}”"


def title(steps: Sequence[Step], rows: Sequence[Row]) -> str:
    """As in "Update Case 00048213", or "Change 3 records: 2 Case, 1 Order"."""
    named = [row for row in rows if row.named]
    if len(steps) == 1 and len(named) == 1:
        return f"{VERBS[steps[0].do][0]} {named[0].name}"
    counted = Counter(row.object for row in named)
    return f"Change {len(named)} records: " + ", ".join(f"{n} {name}" for name, n in counted.items())


def button(steps: Sequence[Step], rows: Sequence[Row]) -> str:
    named = [row for row in rows if row.named]
    if len(steps) == 1 and len(named) == 1:
        return f"{VERBS[steps[0].do][1]} of {named[0].name}"
    return f"change to {len(named)} records"


def record(rows: Sequence[Row]) -> str:
    named = [row.name for row in rows if row.named]
    return (
        named[0]
        if len(named) == 1
        else ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
    )


def undo(rows: Sequence[Row], *, computed: str, stays: Sequence[str], refused: str, tool: str) -> Undo:
    """What taking it back would do, as the rehearsal of the inverse showed."""
    if refused:
        return Undo(kind=UndoKind.NONE, say=f"The database would refuse to take this back: {refused}")
    back = " ".join(_ways(rows)) or "Nothing to put back."
    if stays:
        return Undo(kind=UndoKind.COMPENSATE, say=f"{back} Not exact: {_listed(stays)} would not come back.", tool=tool)
    if computed:
        say = f"{back} Not tried: {computed}, so what they add cannot be foreseen."
        return Undo(kind=UndoKind.COMPENSATE, say=say, tool=tool)
    return Undo(kind=UndoKind.EXACT, say=back, tool=tool)


def _ways(rows: Sequence[Row]) -> Iterator[str]:
    fields = sum(len(row.changed) for row in rows if row.before is not None and row.after is not None)
    gone = sum(row.before is not None and row.after is None for row in rows)
    new = sum(row.before is None and row.named for row in rows)
    if fields:
        yield f"Puts {counted(fields, 'field')} back."
    if gone:
        yield f"Inserts {counted(gone, 'deleted record')} again."
    if new:
        yield f"Deletes {counted(new, 'new record')}."


def counted(number: int, noun: str) -> str:
    word = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{word} {noun}" if number == 1 else f"{word} {noun}s"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"
