"""Ringing again for runs that are due: a message was lost, a worker died, or the moment has come."""

from django.db import connection, transaction

from apps.core import doorbell

AGAIN_S = 15  # how long a ring gets before the next one
MOST = 200


def sweep() -> int:
    """Ring for every run that is due. Called by the reaper; needs no scope, for lines of open work hold ids alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE runs_openrun SET due_at = clock_timestamp() + make_interval(secs => %s) WHERE run_id IN"
            " (SELECT run_id FROM runs_openrun WHERE due_at <= clock_timestamp()"
            "  ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING run_id, workspace_id",
            [AGAIN_S, MOST],
        )
        due = cursor.fetchall()
        for run, workspace in due:
            doorbell.ring("run", run, workspace=workspace)
    return len(due)
