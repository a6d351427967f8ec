"""Attempts as the database knows them: which are in doubt, what may be done about them, what the engine may know."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from apps.actions.claim import Claim
from apps.actions.permit import Picked
from apps.connectors import engine
from apps.connectors.contract import Attempt, JsonDict, Tier
from apps.core import ids
from apps.core.errors import NotFound

KEY_LIVES_H = 24  # how long a target of tier A remembers a key; we send again for four fifths of it
YOUNG = 0.8

IN_DOUBT = "started_at IS NOT NULL AND ended_at IS NULL"
PROOFS = (
    f"SELECT proof::text FROM actions_attempt WHERE action_id = %s AND {IN_DOUBT} AND proof IS NOT NULL ORDER BY number"
)


def in_doubt(action: UUID) -> list[int]:
    """The attempts whose request may have had, or may yet have, its effect."""
    return [number for (number,) in _rows(f"SELECT number FROM actions_attempt WHERE action_id = %s AND {IN_DOUBT}"
                                          " ORDER BY number", [action])]  # fmt: skip


def kept_version(action: UUID) -> str:
    """Tier B: the record version that the first attempt in doubt named; every retry names it too."""
    rows = _rows(
        f"SELECT version FROM actions_attempt WHERE action_id = %s AND {IN_DOUBT} ORDER BY number LIMIT 1", [action]
    )
    return str(rows[0][0]) if rows else ""


def may_look(picked: Picked) -> bool:
    """Tier A while the key is young, B always; else only when nothing can still be on its way."""
    if picked.tier == Tier.B:
        return True
    return key_is_young(picked) if picked.tier == Tier.A else nothing_on_its_way(picked.action, lag_s=lag_s(picked))


def lag_s(picked: Picked) -> int:
    """How long after an effect its target's search may not show it."""
    try:
        return engine.tool(picked.tool).index_lag_s
    except NotFound:
        return 0


def key_is_young(picked: Picked) -> bool:
    if picked.tier != Tier.A:
        return True
    sql = (
        f"SELECT count(*) FROM actions_attempt WHERE action_id = %s AND {IN_DOUBT}"
        " AND started_at < clock_timestamp() - make_interval(hours => %s) * %s"
    )
    return _rows(sql, [picked.action, KEY_LIVES_H, YOUNG]) == [(0,)]


def nothing_on_its_way(action: UUID, *, lag_s: float = 0) -> bool:
    """Lease and grace of every open attempt are over, and what they did would be found by now."""
    sql = (
        f"SELECT count(*) FROM actions_attempt WHERE action_id = %s AND {IN_DOUBT}"
        " AND lease_until + make_interval(secs => %s) > clock_timestamp()"
    )
    return _rows(sql, [action, settings.COUNTERSIGN_GRACE_S + lag_s]) == [(0,)]


def end_before(taken: Claim, ended_as: str) -> None:
    """The look showed that the attempts before this one did nothing."""
    if ended_as:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = %s"
                " WHERE workspace_id = %s AND action_id = %s AND number < %s AND ended_at IS NULL",
                [ended_as, taken.picked.workspace, taken.picked.action, taken.attempt],
            )


def end_all(picked: Picked, ended_as: str) -> None:
    """None of the open attempts is in doubt any more. In the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = %s"
            " WHERE workspace_id = %s AND action_id = %s AND ended_at IS NULL",
            [ended_as, picked.workspace, picked.action],
        )


def described(picked: Picked, *, number: int, lease_left_s: float, version: str = "", doubts: bool = True) -> Attempt:
    """The attempt as the engine may know it: the action's key, its time, and the proofs of attempts in doubt."""
    proofs = _rows(PROOFS, [picked.action]) if doubts else []
    return Attempt(
        key=ids.say("action", picked.action),
        number=number,
        timeout_s=settings.COUNTERSIGN_CALL_TIMEOUT_S,
        lease_left_s=lease_left_s,
        version=version,
        doubts=tuple(json.loads(proof) for (proof,) in proofs),
    )


def noting(taken: Claim) -> Callable[[JsonDict], bool]:
    """Stores a proof beside the attempt before the target commits, while the attempt is ours; else False."""

    def note(proof: JsonDict, /) -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE actions_attempt t SET proof = %s::jsonb FROM actions_action a WHERE a.id = t.action_id"
                " AND t.action_id = %s AND t.number = %s AND a.attempt = t.number AND a.state = 'executing'"
                " AND t.lease_until > clock_timestamp()",
                [json.dumps(proof), taken.picked.action, taken.attempt],
            )
            return bool(cursor.rowcount)

    return note


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
