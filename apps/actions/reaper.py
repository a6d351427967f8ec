"""The reaper: database only, no broker, nobody outside asked. It works while paused, and one of many does the work.

What it cannot decide it rings for.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from apps.actions import attempts, decide_again, overdue, park, reminders, settle, states
from apps.actions.models import Proposal, State
from apps.approvals import requests
from apps.audit import log
from apps.billing import budgets
from apps.core import doorbell, ids, scope
from apps.workspaces import freezes

BY = "reaper"
RUNG_FOR = 20  # one ring wakes a worker for all that is due; a backlog of messages would help nobody
ELECTION = 730_511_296  # an advisory lock's number of our own: one reaper works at a time


@dataclass
class Swept:
    expired: int = 0
    lapsed: int = 0
    stopped: int = 0
    rung: int = 0
    woken: int = 0
    turned: int = 0
    owed: int = 0


def sweep() -> Swept:
    """One round: ended leases, ended deadlines, actions behind a failure, and work that nobody was woken for."""
    swept = Swept()
    for freeze, workspace in freezes.due():
        with scope.workspace(workspace):
            swept.turned += turn(freeze, workspace)
    for action, workspace in _due("executing"):
        with scope.workspace(workspace):
            swept.expired += expire(action, workspace)
    for proposal, workspace in _proposals("state = 'waiting' AND due_at <= clock_timestamp()"):
        with scope.workspace(workspace):
            swept.lapsed += lapse(proposal, workspace)
    for proposal, workspace in _proposals("state IN ('approved', 'waiting') AND position > 1"):
        with scope.workspace(workspace):
            swept.stopped += settle.stop_the_rest(workspace, proposal, by=BY)
    swept.owed = overdue.sweep()
    swept.woken = park.wake_all()
    for action, workspace in _due("approved", "unknown")[::RUNG_FOR]:
        doorbell.ring("action", action, workspace=workspace)
        swept.rung += 1
    for reminder, workspace in reminders.due():
        doorbell.ring("reminder", reminder, workspace=workspace)
        swept.rung += 1
    for part, workspace in _parts_of_backtests():
        doorbell.ring("backtest", part, workspace=workspace)
        swept.rung += 1
    return swept


@transaction.atomic
def turn(freeze: UUID, workspace: UUID) -> bool:
    """A freeze begins or is over: what is open is decided again before anything of it is sent."""
    decide_again.unsettle(workspace, None)
    return freezes.turn(freeze)


@transaction.atomic
def expire(action: UUID, workspace: UUID) -> bool:
    """A lease is over. In doubt: unknown, shown, the reservation kept. Never started: ready again and released."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.attempt FROM actions_openwork w JOIN actions_action a ON a.id = w.action_id"
            " WHERE w.action_id = %s AND w.state = 'executing' AND a.state = 'executing'"
            " AND a.lease_until <= clock_timestamp() FOR UPDATE OF w SKIP LOCKED",
            [action],
        )
        row = cursor.fetchone()
        if row is None:
            return False
        _end_unstarted(cursor, action, workspace)
    if attempts.in_doubt(action):
        why = "The worker that ran this was lost after it had begun: it may have happened."
        return states.move(action, State.UNKNOWN, workspace=workspace, frm=State.EXECUTING, at=row[0], by=BY, why=why,
                           due_s=0, lease_until=None)  # fmt: skip
    budgets.release(action)
    why = "The worker that took this was lost before it began. Nothing was sent."
    return states.move(action, State.APPROVED, workspace=workspace, frm=State.EXECUTING, at=row[0], by=BY, why=why,
                       lease_until=None)  # fmt: skip


@transaction.atomic
def lapse(proposal_id: UUID, workspace: UUID) -> bool:
    """Nobody signed in time: declined, never approved."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.request_id is None or not requests.lapse(proposal.request_id):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action_id FROM actions_openwork WHERE workspace_id = %s AND proposal_id = %s AND state = 'waiting'"
            " ORDER BY position FOR UPDATE",
            [workspace, proposal_id],
        )
        waiting = [action for (action,) in cursor.fetchall()]
    for action in waiting:
        why = "Declined: nobody signed in time."
        states.move(action, State.LAPSED, workspace=workspace, frm=State.WAITING, by=BY, why=why)
    log.append("proposal.lapsed", workspace=workspace, subject=ids.say("proposal", proposal_id), by=BY, facts={})
    doorbell.ring("run", proposal.run_id, workspace=workspace)
    return True


def _end_unstarted(cursor: CursorWrapper, action: UUID, workspace: UUID) -> None:
    cursor.execute(
        "UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = 'never started'"
        " WHERE workspace_id = %s AND action_id = %s AND started_at IS NULL AND ended_at IS NULL",
        [workspace, action],
    )


def _due(*in_states: str) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action_id, workspace_id FROM actions_openwork WHERE state = ANY(%s) AND due_at <= clock_timestamp()"
            " ORDER BY due_at LIMIT 200",
            [list(in_states)],
        )
        return list(cursor.fetchall())


def _parts_of_backtests() -> list[tuple[UUID, UUID]]:
    """One of each backtest that nobody works at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (backtest_id) part_id, workspace_id FROM policies_openbacktest"
            " WHERE due_at <= clock_timestamp() ORDER BY backtest_id, number LIMIT 50"
        )
        return list(cursor.fetchall())


def _proposals(condition: str) -> list[tuple[UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT proposal_id, workspace_id FROM actions_openwork WHERE {condition} LIMIT 200")
        return list(cursor.fetchall())
