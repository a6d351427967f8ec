"""Where an action can be, and the door between those places: a change of state and its entry, together or not at all.

The door is one statement with its fences in the WHERE clause, so whoever comes second changes nothing.
"""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from apps.actions.models import State
from apps.actions.permit import Picked
from apps.audit import log
from apps.connectors.contract import JsonDict
from apps.core import ids
from apps.core.ids import uuid7
from apps.core.postgres import plain

S = State

MOVES: dict[State, frozenset[State]] = {
    S.WAITING: frozenset({S.APPROVED, S.REJECTED, S.LAPSED, S.STOPPED, S.SUGGESTED, S.DENIED}),
    S.APPROVED: frozenset({S.EXECUTING, S.WAITING, S.SUGGESTED, S.DENIED, S.STOPPED}),
    S.EXECUTING: frozenset({S.DONE, S.FAILED, S.UNKNOWN, S.APPROVED, S.STOPPED}),
    S.UNKNOWN: frozenset({S.EXECUTING, S.DONE, S.FAILED, S.APPROVED}),
}
BORN = frozenset({S.DENIED, S.SUGGESTED, S.WAITING, S.APPROVED})
FINAL = frozenset(State) - frozenset(MOVES)

# What a proposal is, from its actions: the first of these that any of them is in.
LOUDEST = (
    S.UNKNOWN, S.EXECUTING, S.DENIED, S.REJECTED, S.LAPSED, S.WAITING, S.FAILED, S.STOPPED, S.APPROVED, S.SUGGESTED,
    S.DONE,
)  # fmt: skip

DONE = """
SELECT actions_done_2(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s, %s::text[], %s::text[], %s, %s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::int[], %s::text[], %s::text[],
    %s::text[], %s::bigint[])
"""


class NoSuchMove(RuntimeError):
    """The table of moves has no such arrow: a defect in the caller."""


def of_proposal(states: Iterable[str]) -> State:
    """A proposal's state is derived: what most needs to be known of its actions."""
    present = {State(state) for state in states}
    return next(state for state in LOUDEST if state in present)


def move(
    action: UUID,
    to: State,
    *,
    workspace: UUID,
    frm: State,
    by: str,
    why: str = "",
    at: int | None = None,
    due_s: float = 0,
    facts: dict[str, Any] | None = None,
    **columns: Any,
) -> bool:
    """Move an action from one state to another, with its entry and its line of open work, in the caller's transaction.

    `at` fences: the action must still be at that attempt. `due_s`: seconds until somebody must look at it.
    `columns`: other columns of the action to set. False where it is not there any more, and nothing changed.
    """
    if to not in MOVES.get(frm, frozenset()):
        raise NoSuchMove(f"An action that is {frm.value} cannot become {to.value}.")
    sets = {"state": to, "why": why, **columns}
    fence = "" if at is None else " AND attempt = %(fence)s"
    ended = ", ended_at = clock_timestamp()" if to in FINAL else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE actions_action SET {', '.join(f'{name} = %({name})s' for name in sets)}{ended}"
            f" WHERE id = %(id)s AND workspace_id = %(workspace)s AND state = %(frm)s{fence}",
            {**sets, "id": action, "workspace": workspace, "frm": frm, "fence": at},
        )
        if not cursor.rowcount:
            return False
        _open_work(cursor, action, to, due_s)
    _enter(action, to, workspace=workspace, by=by, why=why, facts=facts)
    return True


class Proved(Protocol):
    """Proof that an action had its effect. `attempt`: the one that it answers, or 0."""

    @property
    def picked(self) -> Picked: ...
    @property
    def result(self) -> JsonDict: ...
    @property
    def attempt(self) -> int: ...
    @property
    def why(self) -> str: ...
    @property
    def settled_by(self) -> str: ...


def becoming_done(
    proved: Sequence[Proved], *, frm: Sequence[State], by: str, used: Sequence[list[Any]]
) -> plain.Statement:
    """Actions in one of these states become done, with their entries and what they used: all of them, or CS003.

    They come in the order of their ids. It answers whether any of their proposals has a next action, which is due now.
    """
    picked = [one.picked for one in proved]
    return DONE, [
        [one.action for one in picked], [one.workspace for one in picked], [one.proposal for one in picked],
        [one.attempt for one in proved], [one.why for one in proved], [one.settled_by for one in proved],
        [json.dumps(one.result) for one in proved], list(frm), by, [ids.say("action", one.action) for one in picked],
        [_proof(one.attempt, one.settled_by, one.why) for one in proved], uuid7(), *used,
    ]  # fmt: skip


@lru_cache(1024)
def _proof(attempt: int, settled_by: str, why: str) -> str:
    facts = {"attempt": attempt, "settled by": settled_by}
    return log.said({"why": why, **facts} if why else facts)


def born(action: UUID, state: State, *, workspace: UUID, by: str, why: str = "", facts: dict[str, Any]) -> None:
    """The entry of an action that has just been inserted in this state."""
    if state not in BORN:
        raise NoSuchMove(f"No action begins as {state.value}.")
    _enter(action, state, workspace=workspace, by=by, why=why, facts=facts)


def _open_work(cursor: Any, action: UUID, to: State, due_s: float) -> None:
    if to in FINAL:
        cursor.execute("DELETE FROM actions_openwork WHERE action_id = %s", [action])
        return
    cursor.execute(
        "UPDATE actions_openwork SET state = %s, due_at = clock_timestamp() + make_interval(secs => %s)"
        " WHERE action_id = %s",
        [to, due_s, action],
    )


def _enter(action: UUID, to: State, *, workspace: UUID, by: str, why: str, facts: dict[str, Any] | None) -> None:
    told = {"why": why, **(facts or {})} if why else dict(facts or {})
    log.append(f"action.{to.value}", workspace=workspace, subject=ids.say("action", action), by=by, facts=told)
