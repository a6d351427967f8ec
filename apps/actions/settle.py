"""Settle: write down what an answer proves. Positive ones count on any state that is not final, negative ones speak
for the current attempt alone, and silence leaves the doubt where it is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from apps.actions import attempts, reserve, states
from apps.actions.claim import WORKER, Claim, defer
from apps.actions.models import State
from apps.actions.permit import Picked
from apps.audit import log
from apps.billing import budgets
from apps.billing.budgets import Amount, Used
from apps.connectors.contract import JsonDict
from apps.core import doorbell, ids
from apps.core.failpoints import reach
from apps.core.postgres import plain

MOST_ATTEMPTS = 20  # about half an hour of a target that does not answer
PROVE_AGAIN_S = 60  # when an outcome that nobody could tell is looked into again
BACKOFF_S = (2, 4, 8, 15, 30, 60, 120)

# Open work first. What is final has no open work, and nothing settles it again.
LOCK = """
SELECT a.id, a.state FROM actions_openwork w JOIN actions_action a ON a.id = w.action_id
WHERE w.action_id = ANY(%s) ORDER BY w.action_id FOR UPDATE OF w, a
"""


HOLD = "SELECT actions_hold_1(%s::uuid[], %s::uuid[])"
NOT_EXECUTING = "CS003"


@dataclass(frozen=True)
class Happened:
    """Proof that an action had its effect. `attempt`: the one that it answers, or 0."""

    picked: Picked
    result: JsonDict
    used: Sequence[Amount]
    attempt: int = 0
    why: str = ""
    settled_by: str = "answer"
    by: str = WORKER


def positive(picked: Picked, result: JsonDict, *, by: str, settled_by: str, attempt: int = 0, why: str = "") -> bool:
    """It happened: done, whichever attempt the proof answers. False where the action was final already."""
    used = reserve.of_action(picked.action)
    return picked.action in positive_many([Happened(picked, result, used, attempt, why, settled_by, by)])


def positive_many(happened: Sequence[Happened]) -> set[UUID]:
    """Several in one transaction. Which of them were settled by this; the others were final already."""
    settled = _at_once(happened) or _one_by_one(happened)
    reach("settle.after_commit")
    return settled


def _at_once(happened: Sequence[Happened]) -> set[UUID]:
    """In one round trip, where each is still executing; else nothing is done, and nothing comes back."""
    if not happened or plain.inside():
        return set()
    held = [[one.picked.action for one in happened], list({one.picked.workspace for one in happened})]
    try:
        with plain.transaction():
            _, _, waiting, *_ = plain.closing((HOLD, held), *_writing(happened), at="settle.before_commit")
            _wake(happened, {proposal for (proposal,) in waiting})
    except DatabaseError as why:
        if plain.code(why) != NOT_EXECUTING:
            raise
        return set()
    return {one.picked.action for one in happened}


def _one_by_one(happened: Sequence[Happened]) -> set[UUID]:
    """Where somebody else may have settled some of them, or their outcome was in doubt."""
    with plain.transaction():
        open_now = _lock_open([one.picked for one in happened])
        fresh = [one for one in happened if one.picked.action in open_now]
        for late in [one for one in happened if one.picked.action not in open_now]:
            with connection.cursor() as cursor:
                _end_attempt(cursor, late.picked, late.attempt, "done")
        waiting = plain.closing(*_writing(fresh), at="settle.before_commit")[1:2]
        _wake(fresh, {proposal for found in waiting for (proposal,) in found})
    return {one.picked.action for one in fresh}


def _writing(happened: Sequence[Happened]) -> list[plain.Statement]:
    """What was used, what they become, which answers with the proposals that have a next action, and their entries."""
    if not happened:
        return []
    used = [Used(one.picked.workspace, one.picked.action, one.used, reserve.scopes_of(one.picked)) for one in happened]
    done = states.becoming_done(
        [
            (one.picked.action, one.picked.workspace, one.attempt, one.why, one.settled_by, one.result)
            for one in happened
        ]
    )
    lines = log.writing([_done_line(one) for one in happened])
    return [budgets.settling(used), done, *lines]


def _done_line(one: Happened) -> log.Line:
    facts = {"attempt": one.attempt, "settled by": one.settled_by}
    told = {"why": one.why, **facts} if one.why else facts
    return log.Line("action.done", one.picked.workspace, ids.say("action", one.picked.action), one.by, told)


def _wake(happened: Sequence[Happened], proposals: Collection[UUID]) -> None:
    """Ring once for the next actions of these proposals, and for each hosted run that may wait for what was done."""
    for one in [one for one in happened if one.picked.proposal in proposals][:1]:
        doorbell.ring("action", one.picked.action, workspace=one.picked.workspace)
    for picked in {one.picked.run: one.picked for one in happened if one.picked.hosted}.values():
        finish(picked)


def negative(claim: Claim, *, ended_as: str, why: str, retry_s: float | None = None) -> None:
    """Nothing came of this attempt. With an earlier one in doubt the action is unknown; else it failed, or tries again.

    `retry_s`: nothing was sent, and another try is welcome after that many seconds.
    """
    picked = claim.picked
    with transaction.atomic(), connection.cursor() as cursor:
        state = _locked(cursor, picked)
        _end_attempt(cursor, picked, claim.attempt, ended_as)
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
        _end_attempt(cursor, picked, claim.attempt, "handed back")
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


def _end_attempt(cursor: Any, picked: Picked, attempt: int, ended_as: str) -> None:
    cursor.execute(
        "UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = %s"
        " WHERE workspace_id = %s AND action_id = %s AND number = %s AND ended_at IS NULL",
        [ended_as, picked.workspace, picked.action, attempt],
    )


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


def _lock_open(picked: Sequence[Picked]) -> set[UUID]:
    """Lock these actions, open work first, in the order of their ids. Which of them a proof can still settle."""
    found = plain.rows(LOCK, [[one.action for one in picked]])
    return {action for action, state in found if state in (State.EXECUTING, State.UNKNOWN)}


def finish(picked: Picked) -> None:
    """Its run may go on."""
    doorbell.ring("run", picked.run, workspace=picked.workspace)
