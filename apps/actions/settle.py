"""Settle: write down what an answer proves. Positive ones count on any state that is not final, negative ones speak
for the current attempt alone, and silence leaves the doubt where it is.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.actions import attempts, states
from apps.actions.claim import WORKER, Claim, defer
from apps.actions.done import Happened, end_attempt, finish, positive, positive_many
from apps.actions.models import State
from apps.actions.permit import Picked
from apps.billing import budgets
from apps.core.failpoints import reach

MOST_ATTEMPTS = 20  # about half an hour of a target that does not answer
PROVE_AGAIN_S = 60  # when an outcome that nobody could tell is looked into again
SOON = 5  # attempts after which that takes twice as long each time: a person has been told by then
BACKOFF_S = (2, 4, 8, 15, 30, 60, 120)


def negative(claim: Claim, *, ended_as: str, why: str, retry_s: float | None = None) -> None:
    """Nothing came of this attempt. With an earlier one in doubt the action is unknown; else it failed, or tries again.

    `retry_s`: nothing was sent, and another try is welcome after that many seconds.
    """
    picked = claim.picked
    with transaction.atomic(), connection.cursor() as cursor:
        state = _locked(cursor, picked)
        end_attempt(cursor, picked, claim.attempt, ended_as)
        if not _current(cursor, claim) or state not in (State.EXECUTING, State.UNKNOWN):
            return
        if attempts.in_doubt(picked.action):
            _to_unknown(picked, state, why=why, due_s=backoff(claim.attempt))
        elif retry_s is not None and claim.attempt < MOST_ATTEMPTS:
            _release(picked)
            _move(picked, state, State.APPROVED, why=why, due_s=max(retry_s, backoff(claim.attempt)))
        else:
            _release(picked)
            _move(picked, state, State.FAILED, why=why)
            finish(picked)
        reach("settle.before_commit")
    reach("settle.after_commit")


def unclear(claim: Claim, *, why: str, due_s: float) -> None:
    """Silence: the attempt stays in doubt, the reservation stays, and a person sees it."""
    picked = claim.picked
    with transaction.atomic(), connection.cursor() as cursor:
        state = _locked(cursor, picked)
        if state == State.EXECUTING and _current(cursor, claim):
            _to_unknown(picked, state, why=why, due_s=due_s)
        reach("settle.before_commit")
    reach("settle.after_commit")


def hand_back(claim: Claim, *, why: str, due_s: float = 1) -> None:
    """Claimed but not started: ready again and released, or unknown where an earlier attempt is in doubt."""
    picked = claim.picked
    with transaction.atomic(), connection.cursor() as cursor:
        state = _locked(cursor, picked)
        end_attempt(cursor, picked, claim.attempt, "handed back")
        if state != State.EXECUTING or not _current(cursor, claim):
            return
        if attempts.in_doubt(picked.action):
            _to_unknown(picked, state, why=why, due_s=max(due_s, 2))
        elif claim.attempt >= MOST_ATTEMPTS:
            _release(picked)
            _move(picked, state, State.FAILED, why=f"Nothing was sent. {why}")
            finish(picked)
        else:
            _release(picked)
            _move(picked, state, State.APPROVED, why=why, due_s=max(due_s, backoff(claim.attempt)))
        reach("settle.before_commit")
    reach("settle.after_commit")


def stopped(picked: Picked, *, why: str) -> None:
    """It may not be begun: no room in a budget, or what was signed does not stand. Stopped; it consumed nothing."""
    with transaction.atomic():
        _move(picked, State.APPROVED, State.STOPPED, why=why)
        finish(picked)


def cannot_act(picked: Picked, why: str) -> None:
    """What was signed cannot be acted on any more: stopped, or left unknown where an attempt is in doubt."""
    if picked.state == State.UNKNOWN:
        defer(picked, PROVE_AGAIN_S)
        return
    stopped(picked, why=why)
    stop_the_rest(picked.workspace, picked.proposal, by=WORKER)


def prove_again_s(attempt: int) -> float:
    """When an outcome that this attempt could not tell is looked into again: a minute, later up to an hour."""
    return float(min(PROVE_AGAIN_S * 2 ** max(0, attempt - SOON), 3600))


def backoff(attempt: int) -> float:
    """Seconds to wait after this many attempts."""
    return BACKOFF_S[min(attempt, len(BACKOFF_S)) - 1]


def stop_the_rest(workspace: UUID, proposal: UUID, *, by: str) -> int:
    """The actions behind one that failed or was stopped do not run. Returns how many were stopped."""
    stopped = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.action_id, w.state FROM actions_openwork w WHERE w.workspace_id = %s AND w.proposal_id = %s"
            " AND w.state IN ('approved', 'waiting') AND EXISTS (SELECT 1 FROM actions_action a"
            " WHERE a.workspace_id = w.workspace_id AND a.proposal_id = w.proposal_id AND a.position < w.position"
            " AND a.state IN ('failed', 'stopped')) ORDER BY w.position FOR UPDATE OF w",
            [workspace, proposal],
        )
        for action, state in cursor.fetchall():
            why = "The action before it did not happen."
            stopped += states.move(action, State.STOPPED, workspace=workspace, frm=State(state), by=by, why=why)
    return stopped


def _locked(cursor: Any, picked: Picked) -> State:
    cursor.execute("SELECT 1 FROM actions_openwork WHERE action_id = %s FOR UPDATE", [picked.action])
    cursor.execute(
        "SELECT state FROM actions_action WHERE id = %s AND workspace_id = %s FOR UPDATE",
        [picked.action, picked.workspace],
    )
    return State(cursor.fetchone()[0])


def _current(cursor: Any, claim: Claim) -> bool:
    cursor.execute("SELECT attempt FROM actions_action WHERE id = %s", [claim.picked.action])
    return bool(cursor.fetchone() == (claim.attempt,))


def _to_unknown(picked: Picked, state: State, *, why: str, due_s: float) -> None:
    if state == State.UNKNOWN:
        return
    _move(picked, state, State.UNKNOWN, why=why, due_s=due_s)


def _move(picked: Picked, frm: State, to: State, *, why: str, due_s: float = 0) -> None:
    states.move(
        picked.action, to, workspace=picked.workspace, frm=frm, by=WORKER, why=why, due_s=due_s, lease_until=None
    )


def _release(picked: Picked) -> None:
    budgets.release(picked.action)


__all__ = [
    "Happened", "backoff", "cannot_act", "finish", "hand_back", "negative", "positive", "positive_many",
    "prove_again_s", "stop_the_rest", "stopped", "unclear",
]  # fmt: skip
