"""PostgreSQL by its own driver: the engine's verbs over one customer's database."""

from collections.abc import Sequence

from apps.connectors.contract import (
    Answer,
    Attempt,
    Done,
    Facts,
    Guarded,
    InverseCall,
    JsonDict,
    Looked,
    NoInverse,
    Note,
    Opened,
    Prepared,
)
from apps.connectors.drivers.base import Health
from apps.connectors.drivers.sql import execute, facts, guard, look, proof, session, ticked, undo
from apps.connectors.drivers.sql.catalogue import Catalogue, load
from apps.connectors.drivers.sql.document import document
from apps.connectors.drivers.sql.plan import asked
from apps.connectors.drivers.sql.preview import preview
from apps.connectors.drivers.sql.rows import Request
from apps.connectors.drivers.sql.session import Connection
from apps.connectors.jobs import Job, Work
from apps.connectors.manifest import Manifest
from apps.core.errors import Refused


class SqlDriver:
    """Holds nothing: every call opens its own connection and closes it."""

    def foretell(self, job: Job) -> Facts:
        steps = asked(job)
        allowed = {step.table: ticked.named(job.opened, step.table) for step in steps}
        return facts.foretold(steps, allowed)

    def prepare(self, jobs: Sequence[Job]) -> tuple[Prepared, ...]:
        seen = preview(jobs)
        return tuple(document(job, found, seen) for job, found in zip(jobs, seen.previews, strict=True))

    def read(self, job: Job, *, timeout_s: float) -> JsonDict:
        return look.look(job, timeout_s=timeout_s)

    def recheck(self, work: Work, *, timeout_s: float) -> Guarded:
        return guard.recheck(work.prepared.guard, work.opened, timeout_s=timeout_s)

    def reconcile(self, work: Work, attempt: Attempt) -> Looked:
        return proof.reconcile(Request.model_validate(work.prepared.request), work.opened, attempt)

    def execute(self, work: Work, attempt: Attempt, note: Note) -> Answer:
        return execute.execute(Request.model_validate(work.prepared.request), work.opened, attempt, note)

    def verify(self, work: Work, done: Done) -> tuple[str, ...]:
        """Compared before COMMIT: whatever came out otherwise was rolled back."""
        return done.differs

    def undo_plan(self, work: Work, result: JsonDict, later: Sequence[JsonDict] = ()) -> InverseCall | NoInverse:
        return undo.plan(work, result, later)

    def check(self, manifest: Manifest, opened: Opened) -> Health:
        try:
            with session.session(opened) as connection:
                session.begin(connection, session.PREVIEW_S, read_only=True)
                return _health(connection, opened)
        except Refused as why:
            return Health(ok=False, sentence=str(why))


def _health(connection: Connection, opened: Opened) -> Health:
    allowed = ticked.tables(opened)
    catalogue = load(connection, allowed, list(allowed))
    row = connection.execute("SELECT current_user, current_database(), current_setting('server_version')").fetchone()
    user, database, version = row or ("", "", "")
    proven = (
        "Proves exactly once by its own row in countersign.applied."
        if proof.has_marker(connection)
        else "Proves exactly once by the status of its transactions; countersign.applied would prove it for ever."
    )
    details = (f"PostgreSQL {version}.", proven, *(_said_of(name, catalogue) for name in allowed))
    return Health(ok=True, sentence=f"Connected to {database} as {user}.", details=details)


def _said_of(name: str, catalogue: Catalogue) -> str:
    try:
        table = catalogue.named(name)
    except Refused as why:
        return str(why)
    if catalogue.read_only or not table.keyed or table.kind not in ("r", "p") or table.ruled:
        return f"{name}: search and read only."
    if table.fires and not table.ticked.triggers_ok:
        return f"{name}: previewed by reading and computing, for its triggers may not run in a preview."
    return f"{name}: previewed by running the write and rolling it back."
