"""The preview of a write over HTTP: read the record, render the request, draw the table."""

from typing import Any

from apps.connectors import cel, preview, snapshot, template
from apps.connectors.contract import Cell, JsonDict, Moves, Opened, Prepared
from apps.connectors.drivers import three_way
from apps.connectors.drivers.http_target import Target, path, texts
from apps.connectors.jobs import Job
from apps.connectors.manifest import Operation
from apps.connectors.parts import HttpCall
from apps.core.errors import Invalid

TIMEOUT_S = 8.0


class Reads:
    """The records of one call, read in the manifest's order: a later read may name what an earlier one found."""

    def __init__(self, operation: Operation, arguments: JsonDict, opened: Opened, target: Target) -> None:
        self.cells: dict[str, Cell] = {}
        self.urls: dict[str, str] = {}
        self.fields = 0
        for name, read in operation.before.items():
            seen = preview.names(arguments, opened.address, self.cells)
            self.urls[name] = path(read.get, seen)
            body: Any = target.fetch(read, seen)
            self.fields += len(body) if isinstance(body, dict) else 0
            self.cells |= snapshot.take(body, read.keep, name=name)


class Left:
    """What the earlier writes of one proposal will leave behind, by record and field."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str], Cell] = {}

    def over(self, reads: Reads) -> dict[str, Cell]:
        return {at: self._cells.get(_field(reads, at), cell) for at, cell in reads.cells.items()}

    def add(self, reads: Reads, places: list[preview.Place]) -> None:
        self._cells |= {_field(reads, place.at): place.change.after for place in places}


def prepare(job: Job, left: Left) -> Prepared:
    target = Target(job.manifest, job.opened, TIMEOUT_S)
    try:
        reads = Reads(job.operation, job.arguments, job.opened, target)
    except cel.CannotTell as why:
        raise Invalid(f"{job.tool.title} cannot be previewed: {why}") from why
    cells = left.over(reads)
    made = preview.prepared(job, cells, _request(job, target, preview.names(job.arguments, job.opened.address, cells)))
    left.add(reads, three_way.changing(job.operation, made, job.opened))
    if job.operation.diff_map is None:
        return made
    shown = sum(1 for change in made.changes if change.moves is not Moves.STAYS)
    return made.model_copy(update={"other_fields": max(reads.fields - shown, 0)})


def _request(job: Job, target: Target, seen: cel.Names) -> JsonDict:
    """Exactly what will be sent: only the action's key is open, at the places that `open` names."""
    call = job.operation.call
    if not isinstance(call, HttpCall):
        raise Invalid(f"{job.tool.full_name} has no call.")
    ((method, where),) = call.methods
    try:
        made = template.render_open({"form": call.form, "json": call.json_, "headers": call.headers}, seen)
        form = None if made.value["form"] is None else texts(made.value["form"])
        request = {**made.value, "form": form, "to": target.base, "method": method, "path": path(where, seen)}
    except cel.CannotTell as why:
        raise Invalid(f"{job.tool.title} cannot be put into a request: {why}") from why
    return {**snapshot.plain(request), "open": list(made.open)}


def _field(reads: Reads, at: str) -> tuple[str, str]:
    name, _, field = at.partition(".")
    return reads.urls[name], field
