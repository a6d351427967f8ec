"""HTTP: what a manifest says of reads, calls and look-ups, done over the wire."""

from collections.abc import Sequence

from apps.connectors import cel, literals, preview, snapshot, template
from apps.connectors.contract import (
    Answer,
    Attempt,
    Cell,
    Change,
    Done,
    Facts,
    Guarded,
    InDoubt,
    InverseCall,
    JsonDict,
    Looked,
    Moved,
    NoInverse,
    Note,
    NotSent,
    Opened,
    Prepared,
    RefusedByTarget,
    Same,
    Unclear,
)
from apps.connectors.drivers import http_look, http_preview, three_way
from apps.connectors.drivers.base import Health, Unreadable
from apps.connectors.drivers.http_target import Target, classify
from apps.connectors.egress import Forbidden, NotReached
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import Manifest
from apps.connectors.parts import HttpRead
from apps.connectors.sandbox import NoSandbox
from apps.connectors.wire import Broken, Outgoing, OutOfTime, Reply
from apps.core.errors import Refused


class HttpDriver:
    def foretell(self, job: Job) -> Facts:
        return preview.facts(job.operation, preview.names(job.arguments, job.opened.address))

    def prepare(self, jobs: Sequence[Job]) -> tuple[Prepared, ...]:
        """Each write sees the record as the ones before it in the proposal will leave it."""
        left = http_preview.Left()
        return tuple(http_preview.prepare(job, left) for job in jobs)

    def read(self, job: Job, *, timeout_s: float) -> JsonDict:
        seen = preview.names(job.arguments, job.opened.address)
        if not isinstance(job.operation.read, HttpRead):
            raise Unreadable(f"{job.tool.full_name} does not read.")
        try:
            body = Target(job.manifest, job.opened, timeout_s).fetch(job.operation.read, seen)
            return _shaped(job.operation.result, {**seen, "answer": cel.admit(body)})
        except cel.CannotTell as why:
            raise Unreadable(f"The answer is not as expected: {why}") from why

    def recheck(self, work: Work, *, timeout_s: float) -> Guarded:
        try:
            now = _now(work, timeout_s)
        except (Refused, cel.CannotTell) as why:
            return Unclear(why=str(why))
        was = snapshot.unwritten(work.prepared.guard)
        moved = tuple(_moved(work, path, was[path], now.get(path)) for path in was if now.get(path) != was[path])
        return Moved(changes=moved) if moved else Same()

    def reconcile(self, work: Work, attempt: Attempt) -> Looked:
        if work.operation.reconcile is None:
            return Unclear(why="This tool has nothing to find its effect by.")
        try:
            return http_look.look(work, attempt, work.operation.reconcile)
        except (Refused, cel.CannotTell) as why:
            return Unclear(why=str(why))

    def execute(self, work: Work, attempt: Attempt, note: Note) -> Answer:
        request = dict(work.prepared.request)
        places = tuple(request.pop("open"))
        filled = template.fill(request, places, attempt.key)
        target = Target(work.manifest, work.opened, min(attempt.timeout_s, attempt.lease_left_s))
        if filled["to"] != target.base:
            return RefusedByTarget(why="The connection leads elsewhere than when this was signed.")
        try:
            reply = target.send(_outgoing(filled))
        except NotReached as why:
            return NotSent(why=str(why), because="" if isinstance(why, OutOfTime) else "unreached")
        except (Forbidden, NoSandbox) as why:
            return NotSent(why=str(why))
        except Broken as why:
            return InDoubt(why=str(why))
        return classify(work.manifest, reply) or _done(work, reply, attempt.key)

    def verify(self, work: Work, done: Done) -> tuple[str, ...]:
        try:
            return three_way.differs(work, _now(work, http_preview.TIMEOUT_S))
        except (Refused, cel.CannotTell) as why:
            return (f"The record could not be read again: {why}",)

    def undo_plan(self, work: Work, result: JsonDict, later: Sequence[JsonDict] = ()) -> InverseCall | NoInverse:
        return three_way.undo_plan(work, result, lambda: _now(work, http_preview.TIMEOUT_S))

    def check(self, manifest: Manifest, opened: Opened) -> Health:
        if manifest.health is None:
            return Health(ok=True, sentence="There is nothing to ask.")
        seen = preview.names({}, opened.address)
        try:
            body = Target(manifest, opened, http_preview.TIMEOUT_S).fetch(manifest.health.read, seen)
            return Health(ok=True, sentence=template.render(manifest.health.say, {"answer": cel.admit(body)}))
        except (Refused, cel.CannotTell) as why:
            return Health(ok=False, sentence=str(why))


def _now(work: Work, timeout_s: float) -> dict[str, Cell]:
    """The snapshot as it would be taken now. Raises Refused or cel.CannotTell."""
    target = Target(work.manifest, work.opened, timeout_s)
    return http_preview.Reads(work.operation, work.prepared.arguments, work.opened, target).cells


def _moved(work: Work, path: str, was: Cell, now: Cell) -> Change:
    labels = {row.at: row.change.field for row in three_way.rows(work.operation, work.prepared, work.opened)}
    return Change(record=work.prepared.record, field=labels.get(path, path), before=was, after=now)


def _outgoing(request: JsonDict) -> Outgoing:
    body = None if request["json"] is None else literals.dump(request["json"])
    return Outgoing(
        request["method"], request["path"], form=request["form"], json_text=body, headers=request["headers"]
    )


def _done(work: Work, reply: Reply, key: str) -> Answer:
    try:
        answer = cel.admit(literals.parse(reply.body))
        names = {**preview.names_of(work), "action": {"key": key}, "answer": answer}
        return Done(result=_shaped(work.operation.result, names), reference=reply.headers.get("request-id", ""))
    except (ValueError, cel.CannotTell) as why:
        return InDoubt(why=f"The target said yes, but not what it did: {why}")


def _shaped(result: JsonDict, seen: cel.Names) -> JsonDict:
    shaped: JsonDict = snapshot.plain(template.render(result, seen))
    return shaped
