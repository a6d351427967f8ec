"""Who may take the next step of a run: whoever holds its lease. Plain SQL, by the database's clock."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from apps.runs.models import Run
from apps.workspaces import pause
from apps.workspaces.pause import Scope

PAUSED_AGAIN_S = 10  # a run of a paused agent is looked at this often


@dataclass(frozen=True)
class Held:
    """The lease, which also tells one holder from the next."""

    until: datetime


def claim(run: Run, *, lease_s: float) -> Held | None:
    """Hold the run for its next step. None where somebody else does, it has moved on since, or is paused."""
    scopes = (Scope("workspace", run.workspace_id), Scope("agent", run.agent_id), pause.INSTALLATION)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM runs_openrun WHERE run_id = %s FOR UPDATE SKIP LOCKED", [run.pk])
        if cursor.fetchone() is None:
            return None
        pause.share(cursor, scopes)
        if pause.paused(cursor, run.workspace_id, scopes):
            _due(cursor, run, PAUSED_AGAIN_S)
            return None
        until = _hold(cursor, run, lease_s)
        if until is None:
            return None
        _due(cursor, run, lease_s)
        return Held(until)


def still(run: Run, held: Held) -> bool:
    """Is the run still ours? Locks it, so that it stays so until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM runs_run WHERE id = %s AND workspace_id = %s AND state = 'stepping' AND lease_until = %s"
            " FOR UPDATE",
            [run.pk, run.workspace_id, held.until],
        )
        return cursor.fetchone() is not None


def _hold(cursor: CursorWrapper, run: Run, lease_s: float) -> datetime | None:
    cursor.execute(
        "UPDATE runs_run SET state = 'stepping', lease_until = clock_timestamp() + make_interval(secs => %s),"
        " memory = jsonb_set(memory, '{takes}', to_jsonb(coalesce((memory->>'takes')::int, 0) + 1))"
        " WHERE id = %s AND workspace_id = %s AND steps_taken = %s AND version_id IS NOT NULL"
        " AND (state IN ('ready', 'waiting') OR state = 'stepping' AND lease_until < clock_timestamp())"
        " RETURNING lease_until",
        [lease_s, run.pk, run.workspace_id, run.steps_taken],
    )
    row = cursor.fetchone()
    return row[0] if row else None


def _due(cursor: CursorWrapper, run: Run, in_s: float) -> None:
    cursor.execute(
        "UPDATE runs_openrun SET due_at = clock_timestamp() + make_interval(secs => %s) WHERE run_id = %s",
        [in_s, run.pk],
    )
