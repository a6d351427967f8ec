"""Claim and start mark: the moments in which the database is asked everything, in plain SQL.

Step names and rules are those of the checked protocol. Lock order: open-work row, pause scopes, budgets, audit head.
"""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from apps.actions import permit, reserve, states
from apps.actions.models import State
from apps.actions.permit import Hindrance, Picked
from apps.billing.budgets import OverCap
from apps.core.failpoints import reach
from apps.core.ids import uuid7
from apps.workspaces import pause

WORKER = "worker"


@dataclass(frozen=True)
class Claim:
    """My attempt at an action. `since`: my monotonic clock, read before the claim was sent."""

    picked: Picked
    attempt: int
    since: float

    @property
    def lease_left_s(self) -> float:
        return float(settings.COUNTERSIGN_LEASE_S) - (time.monotonic() - self.since)

    @property
    def in_time(self) -> bool:
        """The deadline: does the lease leave more than one request timeout?"""
        return self.lease_left_s > settings.COUNTERSIGN_CALL_TIMEOUT_S


class Road(StrEnum):
    SHORT = "claim and start"  # a first attempt at a record that is as signed: one transaction
    LONG = "claim"  # to look and guard first; the start mark comes later


def due(limit: int) -> list[tuple[UUID, UUID]]:
    """Which actions are to be taken up now, across workspaces: (action, workspace), longest due first.

    Ready ones whose turn it is in their proposal, and unknown ones to look at.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action_id, workspace_id FROM actions_openwork w"
            " WHERE state IN ('approved', 'unknown') AND due_at <= clock_timestamp() AND NOT EXISTS ("
            " SELECT 1 FROM actions_openwork e WHERE e.workspace_id = w.workspace_id"
            " AND e.proposal_id = w.proposal_id AND e.position < w.position)"
            " ORDER BY due_at LIMIT %s",
            [limit],
        )
        return [(action, workspace) for action, workspace in cursor.fetchall()]


def claim(picked: Picked, road: Road, *, version: str = "") -> Claim | Hindrance | OverCap:
    """Take an action for one attempt; on the short road mark it as started too. A refusal changes nothing."""
    since = time.monotonic()
    try:
        with transaction.atomic():
            taken = _claim(picked, road, version, since)
            reach("claim.before_commit")
    except OverCap as over:
        return over
    reach("claim.after_commit")
    return taken


def start_mark(claim: Claim, *, version: str = "", nothing_there: bool = False) -> Hindrance | None:
    """The point of no return on the long road: everything is asked again, and the attempt is marked as started.

    `nothing_there`: the look found no effect, so the attempts before this one are out of doubt.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        pause.share(cursor, claim.picked.scopes)
        hindrance = permit.may_start(cursor, claim.picked)
        if hindrance or not _still_mine(cursor, claim):
            return hindrance or Hindrance.LEASE
        if nothing_there:
            _end_those_before(cursor, claim)
        cursor.execute(
            "UPDATE actions_attempt SET started_at = clock_timestamp(), version = %s"
            " WHERE action_id = %s AND number = %s",
            [version, claim.picked.action, claim.attempt],
        )
        reach("start.before_commit")
    reach("start.after_commit")
    return None


def defer(picked: Picked, seconds: float) -> None:
    """Ask about it again that much later. Its state stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE actions_openwork SET due_at = clock_timestamp() + make_interval(secs => %s)"
            " WHERE action_id = %s AND state = %s",
            [seconds, picked.action, picked.state],
        )


def _claim(picked: Picked, road: Road, version: str, since: float) -> Claim | Hindrance:
    with connection.cursor() as cursor:
        if not _lock_open_work(cursor, picked):
            return Hindrance.NOT_AS_PICKED
        pause.share(cursor, picked.scopes)
        # Looking after doubt needs no signature; sending again does, and asks for it at the start mark.
        asks = permit.pausing if picked.state == State.UNKNOWN else permit.may_start
        if hindrance := asks(cursor, picked):
            return hindrance
        if not permit.as_picked(cursor, picked):
            return Hindrance.NOT_AS_PICKED
        reserve.once(picked)
        return _take(cursor, picked, road, version, since)


def _lock_open_work(cursor: Any, picked: Picked) -> bool:
    cursor.execute(
        "SELECT 1 FROM actions_openwork WHERE action_id = %s AND state = %s FOR UPDATE SKIP LOCKED",
        [picked.action, picked.state],
    )
    return cursor.fetchone() is not None


def _take(cursor: Any, picked: Picked, road: Road, version: str, since: float) -> Claim:
    lease, number = settings.COUNTERSIGN_LEASE_S, picked.attempt + 1
    cursor.execute(
        "INSERT INTO actions_attempt (id, workspace_id, action_id, number, claimed_at, lease_until, started_at,"
        " ended_as, version, worker) VALUES (%s, %s, %s, %s, clock_timestamp(),"
        " clock_timestamp() + make_interval(secs => %s),"
        " CASE WHEN %s THEN clock_timestamp() END, '', %s, %s) RETURNING lease_until",
        [uuid7(), picked.workspace, picked.action, number, lease, road is Road.SHORT, version, WORKER],
    )
    states.move(
        picked.action, State.EXECUTING, workspace=picked.workspace, frm=picked.state, at=picked.attempt, by=WORKER,
        due_s=lease, facts={"attempt": number, "started": road is Road.SHORT},
        attempt=number, lease_until=cursor.fetchone()[0],
    )  # fmt: skip
    return Claim(picked, number, since)


def _still_mine(cursor: Any, claim: Claim) -> bool:
    cursor.execute(
        "SELECT 1 FROM actions_action WHERE id = %s AND workspace_id = %s AND state = 'executing' AND attempt = %s"
        " AND lease_until > clock_timestamp() FOR UPDATE",
        [claim.picked.action, claim.picked.workspace, claim.attempt],
    )
    return cursor.fetchone() is not None


def _end_those_before(cursor: Any, claim: Claim) -> None:
    cursor.execute(
        "UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = 'not there'"
        " WHERE workspace_id = %s AND action_id = %s AND number < %s AND ended_at IS NULL",
        [claim.picked.workspace, claim.picked.action, claim.attempt],
    )
