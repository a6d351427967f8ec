"""What was, what was to be, and what is now: the comparison behind verification and every exact undo."""

from collections.abc import Callable, Iterator, Mapping

from apps.connectors import cel, preview, snapshot, template
from apps.connectors.contract import (
    ABSENT,
    Cell,
    InverseCall,
    JsonDict,
    Moves,
    NoInverse,
    Opened,
    Prepared,
    UndoKind,
)
from apps.connectors.jobs import Work
from apps.connectors.manifest import Operation
from apps.connectors.parts import UndoRule
from apps.core.errors import Refused


def rows(operation: Operation, prepared: Prepared, opened: Opened) -> Iterator[preview.Place]:
    """The rows that were signed, each with its place in the snapshot."""
    cells = snapshot.unwritten(prepared.before)
    seen = preview.names(prepared.arguments, opened.address, cells)
    return preview.places(operation, cells, seen, record=prepared.record)


def changing(operation: Operation, prepared: Prepared, opened: Opened) -> list[preview.Place]:
    """The rows that must come true: not those that stay, nor those that the target sets as it likes."""
    return [row for row in rows(operation, prepared, opened) if row.at and row.change.moves is Moves.CHANGES]


def differs(work: Work, now: Mapping[str, Cell]) -> tuple[str, ...]:
    """A sentence for each row that is not as signed."""
    return tuple(
        f"{row.change.field} is {snapshot.shown(now.get(row.at, ABSENT))}, not {snapshot.shown(row.change.after)}."
        for row in changing(work.operation, work.prepared, work.opened)
        if now.get(row.at, ABSENT) != row.change.after
    )


def undo_plan(work: Work, result: JsonDict, read_now: Callable[[], Mapping[str, Cell]]) -> InverseCall | NoInverse:
    """The first way back that holds. An exact one is refused where somebody has written since."""
    try:
        seen = preview.names_of(work, result=result)
        rule = next((rule for rule in work.operation.undo if cel.holds(rule.when, seen)), None)
        if rule is None or rule.kind is UndoKind.NONE:
            return NoInverse(why=template.render(rule.say, seen) if rule else preview.NO_WAY_BACK)
        moved = differs(work, read_now()) if rule.kind is UndoKind.EXACT else ()
        if moved:
            return NoInverse(why="Somebody has changed this since: " + " ".join(moved))
        return _inverse(work, rule, seen)
    except (cel.CannotTell, Refused) as why:
        return NoInverse(why=f"The way back cannot be told: {why}")


def _inverse(work: Work, rule: UndoRule, seen: cel.Names) -> InverseCall:
    return InverseCall(
        kind=rule.kind,
        say=template.render(rule.say, seen),
        tool=f"{work.manifest.connector}.{rule.tool}",
        arguments=snapshot.plain(template.render(rule.input, seen)),
    )
