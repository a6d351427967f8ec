"""The circuit breaker of each connection, shared by all workers through one small table.

It opens after a run of silence and errors of the target, never of refusals, and then lets one call through now and
then to see. A target that asked us to wait is not called before. Calls made again have a budget of their own.
Ask in the short transaction that picks the work, tell outside any.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from apps.audit import log
from apps.connectors import breaker_sql
from apps.connectors.contract import Answer, Guarded, InDoubt, Looked, NotSent, Unclear
from apps.core import ids
from apps.core.postgres import plain

SOON_S = 1.0  # when to ask again where somebody else is trying

_watched: set[UUID] = set()  # connections in trouble, as this process last saw
_calm_calls: Counter[UUID] = Counter()  # first tries that nobody has written down yet: they earn retries


@dataclass(frozen=True)
class Admission:
    """How long a connection has to wait; `one_alone`: the call let through is a trial, and no other may follow it."""

    wait_s: float = 0.0
    one_alone: bool = False


OPEN_DOOR = Admission()
NO_ANSWERS = frozenset({InDoubt, NotSent, Unclear})


def admits(connections: Sequence[UUID]) -> dict[UUID, Admission]:
    """Which of these connections may be called now: one statement in the caller's short transaction, for any number.

    Of a trial, one caller alone is told; if it does not come back within lease and grace, somebody else tries.
    """
    if not connections:
        return {}
    trial_s = settings.COUNTERSIGN_LEASE_S + settings.COUNTERSIGN_GRACE_S
    rows = plain.rows(breaker_sql.ADMITS, [list(connections), float(trial_s)])
    _watched.difference_update(connections)
    _watched.update(id for id, troubled, *_ in rows if troubled)
    found = {id: _admission(is_open, tries, wait_s) for id, _, is_open, tries, wait_s in rows}
    return {id: found.get(id, OPEN_DOOR) for id in connections}


def heard(connection_id: UUID, answer: Answer | Guarded | Looked) -> None:
    """Note what an answer says of the connection. A refusal is an answer; so is a record that moved."""
    if type(answer) not in NO_ANSWERS:  # asked this way, for a question whether a model is of a class is a slow one
        note(connection_id, ok=True)
        return
    match answer:
        case InDoubt():
            note(connection_id, ok=False, retry_after_s=answer.retry_after_s)
        case NotSent(because="asked to wait"):
            note(connection_id, ok=True, retry_after_s=answer.retry_after_s)
        case NotSent(because="unreached"):
            note(connection_id, ok=False)
        case _:
            return  # our own time was over, or it cannot be told: nothing is known of the target


def note(connection_id: UUID, *, ok: bool, retry_after_s: float = 0) -> None:
    """One call came to an end; a calm connection that stays calm costs nothing. The workspace must be in scope."""
    if ok and not retry_after_s and connection_id not in _watched:
        _calm_calls[connection_id] += 1
        return
    values: dict[str, Any] = {
        "id": connection_id, "ok": ok, "wait_s": float(retry_after_s), "earned": _calm_calls.pop(connection_id, 0) + 1,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(breaker_sql.NOTE, values)
        row = cursor.fetchone()
        if row and row[0]:
            _entry(connection_id, *row)
    _watched.add(connection_id)


def may_retry(connection_id: UUID) -> float:
    """Before a call is made again: 0 when the budget of retries has room, else the seconds until it has."""
    with connection.cursor() as cursor:
        cursor.execute(breaker_sql.SPEND, {"id": connection_id})
        row = cursor.fetchone()
    return 0.0 if row is None or row[0] else max(SOON_S, float(row[1]))


def _admission(is_open: bool, tries: bool, wait_s: float) -> Admission:
    if tries:
        return Admission(one_alone=True)
    return Admission(max(wait_s, SOON_S) if is_open else wait_s)


def _entry(connection_id: UUID, turned: str, workspace: UUID, in_a_row: int, wait_s: float) -> None:
    facts = {"failed in a row": in_a_row, "next try in seconds": round(wait_s)} if turned == "opened" else {}
    subject = ids.say("connection", connection_id)
    log.append(f"connection.breaker {turned}", workspace=workspace, subject=subject, by="worker", facts=facts)
