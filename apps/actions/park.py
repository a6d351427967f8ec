"""Work of a paused scope sleeps until it is resumed: nobody asks about it meanwhile, and it wakes in steps.

Parking holds the locks of the pause scopes, so it cannot put to sleep what a resume has just woken; should that
happen all the same, the reaper's next round wakes it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from apps.actions import decide_again, permit
from apps.actions.permit import Picked
from apps.core import doorbell
from apps.core import scope as scopes
from apps.core.errors import Refused

PARKED = datetime(9999, 1, 1, tzinfo=UTC)  # when parked work is due: not by itself
AHEAD_S = 5  # work is woken for this long ahead, then again
BY = "reaper"

# Whoever holds an open-work row may be waiting for a scope, so nobody waits for a row here.
PARK = """
UPDATE actions_openwork SET due_at = %s WHERE action_id IN (SELECT action_id FROM actions_openwork
    WHERE action_id = ANY (%s) AND state IN ('approved', 'unknown') FOR UPDATE SKIP LOCKED)
"""
ASLEEP = "SELECT DISTINCT workspace_id FROM actions_openwork WHERE state IN ('approved', 'unknown') AND due_at >= %s"
STEP = """
SELECT id, greatest(staged_until, clock_timestamp()) FROM workspaces_pause
WHERE workspace_id = %s AND resumed_at IS NOT NULL ORDER BY resumed_at DESC LIMIT 1 FOR UPDATE
"""
FREE = """
SELECT w.action_id, w.proposal_id, w.state FROM actions_openwork w
JOIN actions_action a ON a.id = w.action_id AND a.workspace_id = w.workspace_id
WHERE w.workspace_id = %s AND w.state IN ('approved', 'unknown') AND w.due_at >= %s
  AND NOT EXISTS (SELECT 1 FROM workspaces_installationpause WHERE resumed_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM workspaces_pause p WHERE p.workspace_id = w.workspace_id AND p.resumed_at IS NULL
    AND CASE p.scope_kind WHEN 'agent' THEN p.scope_id = a.agent_id WHEN 'connection' THEN p.scope_id = a.connection_id
        WHEN 'tool' THEN p.scope_id = countersign_tool_id(a.workspace_id, a.tool) ELSE true END)
ORDER BY w.action_id LIMIT %s
"""
WAKE = """
UPDATE actions_openwork SET due_at = %s + make_interval(secs => woken.place / %s::float)
FROM (SELECT action_id, row_number() OVER (ORDER BY action_id) - 1 AS place FROM (
    SELECT action_id FROM actions_openwork WHERE action_id = ANY (%s) AND due_at >= %s FOR UPDATE SKIP LOCKED) AS free
) AS woken WHERE actions_openwork.action_id = woken.action_id RETURNING actions_openwork.action_id
"""


@transaction.atomic
def park(picked: Sequence[Picked]) -> int:
    """Let these sleep until their pauses are lifted. What is not paused any more stays due. Returns how many sleep."""
    permit.share(picked)
    held = permit.paused_now(picked)
    if held:
        with connection.cursor() as cursor:
            cursor.execute(PARK, [PARKED, list(held)])
    return len(held)


def wake_all() -> int:
    """In every workspace, what sleeps and is not paused any more: the next few are due. For the reaper."""
    with connection.cursor() as cursor:
        cursor.execute(ASLEEP, [PARKED])
        asleep = [workspace for (workspace,) in cursor.fetchall()]
    woken = 0
    for workspace in asleep:
        with scopes.workspace(workspace):
            woken += wake(workspace)
    return woken


def wake(workspace: UUID) -> int:
    """Decide anew about the next few that sleep without a pause, and let them come due one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(FREE, [workspace, PARKED, round(AHEAD_S * settings.COUNTERSIGN_RESUME_PER_S)])
        free = cursor.fetchall()
    if not free:
        return 0
    for proposal in dict.fromkeys(proposal for _, proposal, state in free if state == "approved"):
        _decide_again(proposal)
    woken = _wake(workspace, [action for action, _, _ in free])
    if woken:
        doorbell.ring("action", woken[0], workspace=workspace)
    return len(woken)


def _decide_again(proposal: UUID) -> None:
    """Policy and signatures as they are now; whether the record moved is asked by the guard, just before it is sent."""
    try:
        decide_again.where_the_ground_moved(proposal, by=BY)
    except Refused:
        return  # its tool or connection is gone: the worker that takes it up says so and stops it


@transaction.atomic
def _wake(workspace: UUID, free: list[UUID]) -> list[UUID]:
    """Come due at the configured rate, after those of the step before."""
    rate = settings.COUNTERSIGN_RESUME_PER_S
    with connection.cursor() as cursor:
        pause_id, start = _step(cursor, workspace)
        cursor.execute("SELECT %s > clock_timestamp() + make_interval(secs => %s)", [start, AHEAD_S / 2])
        if cursor.fetchone() == (True,):
            return []
        cursor.execute(WAKE, [start, rate, free, PARKED])
        woken = [action for (action,) in cursor.fetchall()]
        cursor.execute(
            "UPDATE workspaces_pause SET staged_until = %s::timestamptz + make_interval(secs => %s)"
            " WHERE workspace_id = %s AND id = %s",
            [start, len(woken) / rate, workspace, pause_id],
        )
    return sorted(woken)


def _step(cursor: Any, workspace: UUID) -> tuple[UUID | None, datetime]:
    """The last pause that was lifted here, which remembers until when its work has been woken. The row is held."""
    cursor.execute(STEP, [workspace])
    row = cursor.fetchone()
    if row:
        return row[0], row[1]
    cursor.execute("SELECT clock_timestamp()")
    return None, cursor.fetchone()[0]
