"""From what was seen to what people sign."""

from collections import Counter
from collections.abc import Sequence

from apps.connectors.contract import JsonDict, Prepared, Risk, Tier, Value
from apps.connectors.drivers.sql import facts, record, show, ticked
from apps.connectors.drivers.sql.catalogue import Catalogue
from apps.connectors.drivers.sql.preview import Preview, Seen
from apps.connectors.drivers.sql.rows import Do, Guarded, Request, Row, Step
from apps.connectors.jobs import Job

RISKS = list(Risk)


def document(job: Job, preview: Preview, seen: Seen) -> Prepared:
    """One write as it goes into the frozen document."""
    steps = expecting(preview.steps, preview.rows, seen.catalogue)
    request = Request(
        steps=steps,
        rows=tuple(row.trimmed(keep_at_run=False) for row in preview.rows),
        how="computed" if preview.computed else "run",
        proof="marker" if seen.marker else "xact",
    )
    known = facts.seen(preview.rows, ticked.tables(job.opened))
    return Prepared(
        tool=job.tool.full_name,
        definition=job.tool.definition,
        title=show.title(steps, preview.rows),
        button=show.button(steps, preview.rows),
        record=show.record(preview.rows),
        risk=_risk(
            job.tool.risk, steps, known.permission_change.kind == "known" and bool(known.permission_change.value)
        ),
        arguments=preview.arguments,
        before=_before(preview.rows),
        changes=show.changes(preview.rows),
        guard=_guard(preview, seen.catalogue),
        request=request.model_dump(mode="json"),
        facts=known,
        undo=show.undo(
            preview.rows,
            computed=preview.computed,
            stays=preview.stays,
            refused=preview.refused,
            tool=f"{job.tool.connector}.change",
        ),
        hold_s=job.hold_s,
        tier=Tier.A if seen.marker else Tier.C,
        notes=tuple(_notes(preview)),
        unnamed_rows=dict(Counter(row.table for row in preview.rows if not row.named)),
        other_fields=_other_fields(preview),
    )


def expecting(steps: Sequence[Step], rows: Sequence[Row], catalogue: Catalogue) -> tuple[Step, ...]:
    """Each row's first step also says what was shown of it: the write itself refuses when that moved."""
    shown = {_place(catalogue, row.table, row): row for row in rows if row.named and row.before is not None}
    found = []
    for step in steps:
        row = shown.pop((step.table, tuple(value.text for value in step.key.values())), None)
        values = _guarded(row) if row and step.do is not Do.CREATE else {}
        found.append(step.model_copy(update={"expect": {**values, **step.expect}}))
    return tuple(found)


def _place(catalogue: Catalogue, table: str, row: Row) -> tuple[str, tuple[str, ...]]:
    return table, record.place(catalogue.named(table), row.key_before)[1]


def _guarded(row: Row) -> dict[str, Value | None]:
    """Of a row that goes, everything; of one that changes, what changes, save what a run sets by itself."""
    before = row.before or {}
    if row.after is None:
        return dict(before)
    return {name: before[name] for name in row.changed if name not in row.at_run}


def _before(rows: Sequence[Row]) -> JsonDict:
    shown = [row.trimmed(keep_at_run=False) for row in rows if row.before is not None]
    return {"rows": [row.model_dump(mode="json", include={"table", "name", "key", "before"}) for row in shown]}


def _guard(preview: Preview, catalogue: Catalogue) -> JsonDict:
    rows = []
    for row in preview.rows:
        place = record.place(catalogue.named(row.table), row.key_before)
        if row.before is None or row.by_itself:
            continue
        was = preview.earlier.get(place)
        one = Guarded(
            table=row.table,
            name=row.name,
            key=row.key_before,
            version="" if place in preview.earlier else preview.versions.get(place, ""),
            values=_guarded(row),
            earlier=place in preview.earlier,
            was=was and {name: was.get(name) for name in _guarded(row)},
        )
        rows.append(one.model_dump(mode="json"))
    return {"rows": rows}


def _risk(risk: Risk, steps: Sequence[Step], permissions: bool) -> Risk:
    high = permissions or any(step.do is Do.DELETE for step in steps)
    return max(risk, Risk.HIGH if high else risk, key=RISKS.index)


def _notes(preview: Preview) -> list[str]:
    notes = []
    if preview.computed:
        notes.append(f"Previewed by reading and computing: {preview.computed}. What they add is not shown.")
    unnamed = Counter(row.table for row in preview.rows if not row.named)
    if unnamed:
        counts = ", ".join(
            show.counted(number, f"row of {table}").replace(f"row of {table}s", f"rows of {table}")
            for table, number in unnamed.items()
        )
        notes.append(f"Also touches {counts}, which nobody named.")
    if not any(row.changed for row in preview.rows):
        notes.append("Nothing would change: the record holds these values already.")
    return notes


def _other_fields(preview: Preview) -> int:
    updated = [row for row in preview.rows if row.named and row.before is not None and row.after is not None]
    return sum(len(row.before or {}) - len(row.changed) for row in updated)
