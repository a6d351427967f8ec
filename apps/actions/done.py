"""It happened: what an answer, a look or a person proves makes an action done, whichever attempt the proof answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from apps.actions import reserve, states
from apps.actions.claim import WORKER
from apps.actions.models import State
from apps.actions.permit import Picked
from apps.billing import budgets
from apps.billing.budgets import Amount, Used
from apps.connectors.contract import JsonDict
from apps.core import doorbell, ids
from apps.core.failpoints import reach
from apps.core.postgres import plain

# Open work first. What is final has no open work, and nothing settles it again.
LOCK = """
SELECT a.id, a.state FROM actions_openwork w JOIN actions_action a ON a.id = w.action_id
WHERE w.action_id = ANY(%s::uuid[]) AND a.id = ANY(%s::uuid[]) AND a.id BETWEEN %s AND %s
ORDER BY w.action_id FOR UPDATE OF w, a
"""
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


def positive(picked: Picked, result: JsonDict, *, by: str, settled_by: str, attempt: int = 0, why: str = "") -> bool:
    """It happened: done, whichever attempt the proof answers. False where the action was final already."""
    used = reserve.of_action(picked.action)
    return picked.action in positive_many([Happened(picked, result, used, attempt, why, settled_by)], by=by)


def positive_many(happened: Sequence[Happened], *, by: str = WORKER) -> set[UUID]:
    """Several in one transaction, proved by one. Which were settled by this; the others were final already."""
    happened = sorted(happened, key=lambda one: one.picked.action.bytes)
    settled = _at_once(happened, by=by) or _one_by_one(happened, by=by)
    reach("settle.after_commit")
    return settled


def _at_once(happened: Sequence[Happened], *, by: str) -> set[UUID]:
    """In one round trip, where each is still executing; else nothing is done, and nothing comes back.

    Who settles a doubt takes his time.
    """
    if not happened or plain.inside():
        return set()
    try:
        answers = plain.at_once(*_writing(happened, frm=[State.EXECUTING], by=by), at="settle.before_commit")
    except DatabaseError as why:
        if plain.code(why) != NOT_EXECUTING:
            raise
        return set()
    _wake(happened, answers)
    return {one.picked.action for one in happened}


def _one_by_one(happened: Sequence[Happened], *, by: str) -> set[UUID]:
    """Where somebody else may have settled some of them, or their outcome was in doubt."""
    with plain.transaction():
        open_now = _lock_open([one.picked for one in happened])
        fresh = [one for one in happened if one.picked.action in open_now]
        for late in [one for one in happened if one.picked.action not in open_now]:
            with connection.cursor() as cursor:
                end_attempt(cursor, late.picked, late.attempt, "done")
        writing = _writing(fresh, frm=[State.EXECUTING, State.UNKNOWN], by=by)
        _wake(fresh, plain.closing(*writing, at="settle.before_commit"))
    return {one.picked.action for one in fresh}


def _writing(happened: Sequence[Happened], *, frm: Sequence[State], by: str) -> list[plain.Statement]:
    """What they become, with what was used and their entries; it answers whether there is a next action."""
    if not happened:
        return []
    used = [Used(one.picked.workspace, one.picked.action, one.used, reserve.scopes_of(one.picked)) for one in happened]
    return [states.becoming_done(happened, frm=frm, by=by, used=budgets.spent(used))]


def _wake(happened: Sequence[Happened], answers: Sequence[Sequence[plain.Row]]) -> None:
    """Ring once where there is a next action, and for each hosted run that may wait for what was done."""
    if any(waits for rows in answers[:1] for (waits,) in rows):
        doorbell.ring("action", happened[0].picked.action, workspace=happened[0].picked.workspace)
    for picked in {one.picked.run: one.picked for one in happened if one.picked.hosted}.values():
        finish(picked)


def _lock_open(picked: Sequence[Picked]) -> set[UUID]:
    """Lock these actions, open work first, in the order of their ids. Which of them a proof can still settle."""
    actions = [one.action for one in picked]
    found = plain.rows(LOCK, [actions, actions, *ids.span(actions)]) if actions else []
    return {action for action, state in found if state in (State.EXECUTING, State.UNKNOWN)}


def end_attempt(cursor: Any, picked: Picked, attempt: int, ended_as: str) -> None:
    cursor.execute(
        "UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = %s"
        " WHERE workspace_id = %s AND action_id = %s AND number = %s AND ended_at IS NULL",
        [ended_as, picked.workspace, picked.action, attempt],
    )


def finish(picked: Picked) -> None:
    """Its run may go on."""
    doorbell.ring("run", picked.run, workspace=picked.workspace)
