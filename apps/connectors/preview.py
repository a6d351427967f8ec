"""From a valid call and the record as it stands to what people sign. Pure: what was read comes in."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from apps.connectors import cel, snapshot, template
from apps.connectors.contract import (
    ABSENT,
    FAMILIES,
    Around,
    CannotTell,
    Cell,
    Change,
    Fact,
    Facts,
    HasNone,
    JsonDict,
    Known,
    Moves,
    Prepared,
    Risk,
    Undo,
    UndoKind,
)
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import RISKS, Operation
from apps.connectors.parts import Family, Row, Said
from apps.core.errors import Invalid

NO_WAY_BACK = "This cannot be taken back."


@dataclass(frozen=True)
class Place:
    """One row of the table with the place in the snapshot that it speaks of."""

    at: str
    change: Change


def names(arguments: JsonDict, address: JsonDict, cells: Mapping[str, Cell] | None = None, **more: object) -> cel.Names:
    """What expressions may see. `before` is left out while nothing has been read."""
    seen: dict[str, object] = {"input": arguments, "conn": address, **more}
    if cells is not None:
        seen["before"] = snapshot.nested(cells)
    return {name: cel.admit(value) for name, value in seen.items()}


def names_of(work: Work, **more: object) -> cel.Names:
    """As when it was prepared: the frozen arguments and the frozen snapshot."""
    cells = snapshot.unwritten(work.prepared.before)
    return names(work.prepared.arguments, work.opened.address, cells, **more)


def prepared(job: Job, cells: Mapping[str, Cell], request: JsonDict, *, other_fields: int = 0) -> Prepared:
    """The whole preview of one write. Raises Invalid where the record refuses it, or where it cannot be told."""
    seen = names(job.arguments, job.opened.address, cells)
    try:
        _require(job.operation, seen)
        return _prepared(job, cells, request, seen, other_fields)
    except cel.CannotTell as why:
        raise Invalid(f"{job.tool.title} cannot be previewed: {why}") from why


def _prepared(job: Job, cells: Mapping[str, Cell], request: JsonDict, seen: cel.Names, other_fields: int) -> Prepared:
    operation, say = job.operation, job.operation.say
    if say is None:
        raise Invalid(f"{job.tool.full_name} does not say what people read.")
    record = template.render(say.record, seen)
    return Prepared(
        tool=job.tool.full_name,
        definition=job.tool.definition,
        title=template.render(say.title, seen),
        button=template.render(say.button, seen),
        record=record,
        risk=risk(operation, seen),
        arguments=job.arguments,
        before=snapshot.written(cells),
        changes=tuple(place.change for place in places(operation, cells, seen, record=record)),
        text=template.render(operation.text, seen),
        guard=snapshot.written({path: cells[path] for path in _guarded(operation, seen)}),
        request=request,
        facts=facts(operation, seen),
        around=around(operation, seen),
        undo=undo(job, seen),
        hold_s=job.hold_s,
        tier=job.tool.tier,
        notes=tuple(template.render(note.say, seen) for note in operation.notes if cel.holds(note.when, seen)),
        other_fields=other_fields,
    )


def places(operation: Operation, cells: Mapping[str, Cell], seen: cel.Names, *, record: str) -> Iterator[Place]:
    """The rows of the table, in the manifest's order. Raises cel.CannotTell."""
    for row in operation.diff:
        if row.when is None or cel.holds(row.when, seen):
            yield Place(row.at, _change(row, cells, seen, record))
    if operation.diff_map:
        for name, value in cel.evaluate(operation.diff_map.set, seen).items():
            at = f"{operation.diff_map.read}.{name}"
            was, will = cells.get(at, ABSENT), snapshot.cell(value if value != "" else None)
            moves = Moves.STAYS if was == will else Moves.CHANGES
            label = operation.diff_map.labels[name]
            yield Place(at, Change(record=record, field=label, before=was, after=will, moves=moves))


def facts(operation: Operation, seen: cel.Names) -> Facts:
    said = operation.facts
    return Facts(**{name: _fact(getattr(said, name), seen) for name in FAMILIES})


def around(operation: Operation, seen: cel.Names) -> Around:
    """What else the record says, as far as it can be told."""
    said = operation.around
    figures = {name: {"amount": one.amount, "currency": one.currency} for name, one in said.figures.items()}
    told = {"figures": figures, "since": said.since, "parties": said.parties}
    return Around.model_validate({family: _told(entries, seen) for family, entries in told.items()})


def _told(entries: Mapping[str, Any], seen: cel.Names) -> dict[str, Any]:
    found = {}
    for name, said in entries.items():
        with suppress(cel.CannotTell):
            value = template.render(said, seen)
            if value not in (None, ""):
                found[name] = value
    return found


def risk(operation: Operation, seen: cel.Names) -> Risk:
    """The manifest's risk, raised where a condition holds, or cannot be told."""
    levels = [operation.risk, *(rise.to for rise in operation.raise_ if _may_hold(rise.when, seen))]
    return max(levels, key=RISKS.index)


def undo(job: Job, seen: cel.Names) -> Undo:
    """How it would be taken back, as far as that is known before it runs."""
    for rule in job.operation.undo:
        if cel.holds(rule.when, seen):
            tool = f"{job.manifest.connector}.{rule.tool}" if rule.tool else ""
            return Undo(kind=rule.kind, say=template.render(rule.say, seen), tool=tool)
    return Undo(kind=UndoKind.NONE, say=NO_WAY_BACK)


def _guarded(operation: Operation, seen: cel.Names) -> Iterator[str]:
    """The places that must stay as they are until it runs: those named, and every field that is overwritten."""
    yield from operation.guard
    if operation.diff_map:
        yield from (f"{operation.diff_map.read}.{name}" for name in cel.evaluate(operation.diff_map.set, seen))


def _require(operation: Operation, seen: cel.Names) -> None:
    for need in operation.require:
        if not cel.holds(need.when, seen):
            raise Invalid(template.render(need.say, seen))


def _change(row: Row, cells: Mapping[str, Cell], seen: cel.Names, record: str) -> Change:
    was = snapshot.cell(cel.evaluate(row.before, seen)) if row.before else cells.get(row.at, ABSENT)
    will = snapshot.cell(cel.evaluate(row.after, seen)) if row.after else was
    moves = Moves.STAYS if row.after is None or was == will else Moves.CHANGES
    return Change(
        record=record,
        field=row.label,
        before=was,
        after=will,
        moves=Moves.SET_WHEN_IT_RUNS if row.set_when_it_runs else moves,
        shown_before=template.render(row.shown_before, seen),
        shown_after=template.render(row.shown_after, seen),
    )


def _fact(family: Family, seen: cel.Names) -> Fact:
    if family == "none":
        return HasNone()
    if not isinstance(family, Said):
        return CannotTell(why="" if family is None else "Only its driver can tell.")
    try:
        value: Any = template.render(family.has, seen)
    except cel.CannotTell as why:
        return CannotTell(why=str(why))
    return Known(value=value)


def _may_hold(condition: str, seen: cel.Names) -> bool:
    try:
        return cel.holds(condition, seen)
    except cel.CannotTell:
        return True
