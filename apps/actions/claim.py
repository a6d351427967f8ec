"""Claim and start mark: the moments in which the database is asked everything, in plain SQL.

Step names and rules are those of the checked protocol. Lock order: open-work row, pause scopes, budgets, audit head.
A batch is claimed in one transaction; each of its actions is taken or hindered by itself.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

from apps.actions import begin, history, permit, reserve
from apps.actions.permit import Hindrance, Picked
from apps.audit import log
from apps.billing import budgets
from apps.billing.budgets import Amount, OverCap
from apps.connectors import bulkhead
from apps.core import ids
from apps.core.failpoints import reach
from apps.core.ids import uuid7
from apps.core.postgres import plain

WORKER = begin.WORKER

# A soft word between workers about who reads what first: it keeps them from reading the same records, nothing more.
# Each takes workspaces in an order of its own, so that two seldom wait for the head of one log, and first of each no
# more than one connection has places. OFFSET 0 keeps the planner from trying all those locks before it sorts: a worker
# would hold what it never takes.
# Of each state the longest due are found by the index, however many there are; the numbers stand in the text, for the
# planner has to know them. What comes first in its proposal need not be asked about.
OLDEST = """
(SELECT action_id, workspace_id, due_at FROM actions_openwork w
WHERE state = '{state}' AND due_at <= clock_timestamp() AND (position = 1 OR NOT EXISTS (
    SELECT 1 FROM actions_openwork e WHERE e.workspace_id = w.workspace_id
    AND e.proposal_id = w.proposal_id AND e.position < w.position))
ORDER BY due_at LIMIT {looked_at})
"""
DUE = f"""
SELECT action_id, workspace_id FROM (SELECT * FROM (
    SELECT * FROM ({" UNION ALL ".join(OLDEST.replace("{state}", state) for state in ("approved", "unknown"))}) either
    ORDER BY due_at LIMIT {{looked_at}}) oldest
    ORDER BY (row_number() OVER (PARTITION BY workspace_id ORDER BY due_at) - 1) / {{places}},
        uuid_hash_extended(workspace_id, pg_backend_pid()), due_at OFFSET 0) AS mine
WHERE pg_try_advisory_lock(730511297, hashtext(action_id::text)) LIMIT {{limit}}
"""
LET_GO = "SELECT pg_advisory_unlock_all()"
# Between which ids they are opens their months alone: history has a partition for each.
TAKE = """
WITH taken AS (
    SELECT *, clock_timestamp() AS at FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[], %s::text[])
        AS taken (id, action_id, workspace_id, number, version)
), made AS (
    INSERT INTO actions_attempt (id, workspace_id, action_id, number, claimed_at, lease_until, started_at, ended_as,
        version, worker)
    SELECT id, workspace_id, action_id, number, at, at + make_interval(secs => %s), CASE WHEN %s THEN at END, '',
        version, %s FROM taken
    RETURNING action_id, workspace_id, number, lease_until
), moved AS (
    UPDATE actions_action a SET state = 'executing', why = '', attempt = made.number, lease_until = made.lease_until
    FROM made WHERE a.id = made.action_id AND a.workspace_id = made.workspace_id
        AND a.id = ANY(%s::uuid[]) AND a.id BETWEEN %s AND %s
    RETURNING a.id, a.lease_until
)
UPDATE actions_openwork w SET state = 'executing', due_at = moved.lease_until FROM moved WHERE w.action_id = moved.id
"""
START = """
WITH begun AS (
    UPDATE actions_attempt SET started_at = clock_timestamp(), version = %s
    WHERE workspace_id = %s AND action_id = %s AND number = %s
)
UPDATE actions_attempt SET ended_at = clock_timestamp(), ended_as = 'not there'
WHERE %s AND workspace_id = %s AND action_id = %s AND number < %s AND ended_at IS NULL
"""
STILL_MINE = """
SELECT 1 FROM actions_action WHERE id = %s AND workspace_id = %s AND state = 'executing' AND attempt = %s
AND lease_until > clock_timestamp() FOR UPDATE
"""


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


@dataclass(frozen=True)
class Wish:
    """An action to be claimed: what it sets aside, and in tier B the record version that its request will name."""

    picked: Picked
    amounts: Sequence[Amount]
    version: str = ""


Outcome: TypeAlias = Claim | Hindrance | OverCap


def due(limit: int) -> list[tuple[UUID, UUID]]:
    """Which actions are to be taken up now, across workspaces: (action, workspace), longest due first.

    Ready ones whose turn it is in their proposal, and unknown ones to look at. Call `let_go` when they are done with.
    """
    due = DUE.format(looked_at=16 * limit, places=bulkhead.places(), limit=limit)
    (found,) = plain.at_once((due, []))
    return [(action, workspace) for action, workspace in found]


def let_go() -> None:
    """Other workers may read what this one had picked."""
    plain.at_once((LET_GO, []))


def claim(picked: Picked, road: Road, *, version: str = "") -> Outcome:
    """Take an action for one attempt; on the short road mark it as started too. A refusal changes nothing."""
    return claim_many([Wish(picked, reserve.of_action(picked.action), version)], road)[picked.action]


def claim_many(wishes: Sequence[Wish], road: Road) -> dict[UUID, Outcome]:
    """Take several in one transaction. Who comes second to one, or may not begin it, is told why."""
    since = time.monotonic()
    plainly = [wish for wish in wishes if wish.picked.is_plain] if road is Road.SHORT and not plain.inside() else []
    if plainly and not begin.at_once(plainly):
        plainly = []
    begun = {wish.picked.action for wish in plainly}
    asked = [wish for wish in wishes if wish.picked.action not in begun]
    outcomes: dict[UUID, Outcome] = {wish.picked.action: Claim(wish.picked, 1, since) for wish in plainly}
    outcomes |= _asking(asked, road, since) if asked else {}
    reach("claim.after_commit")
    return outcomes


def _asking(wishes: Sequence[Wish], road: Road, since: float) -> dict[UUID, Outcome]:
    """Where something may hinder one of them: each is asked about under the locks."""
    try:
        return _claim(wishes, road, since, together=not plain.inside())
    except DatabaseError as why:
        if not budgets.is_short(why):
            raise
        return _claim(wishes, road, since, together=False)


def start_mark(claim: Claim, *, version: str = "", nothing_there: bool = False) -> Hindrance | None:
    """The point of no return on the long road: everything is asked again, and the attempt is marked as started.

    `nothing_there`: the look found no effect, so the attempts before this one are out of doubt.
    """
    picked = claim.picked
    mine = [picked.workspace, picked.action, claim.attempt]
    with plain.transaction():
        hindrance = permit.hindrances([picked], permit.share_and_ask([picked]), sending=True).get(picked.action)
        if hindrance is None and history.moved([picked]):
            hindrance = Hindrance.PAST
        if hindrance or not plain.rows(STILL_MINE, [picked.action, picked.workspace, claim.attempt]):
            return hindrance or Hindrance.LEASE
        plain.closing((START, [version, *mine, nothing_there, *mine]), at="start.before_commit")
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


def _claim(wishes: Sequence[Wish], road: Road, since: float, *, together: bool) -> dict[UUID, Outcome]:
    """What comes of each. `together`: budgets are asked in the trip that writes; where one is short, nothing is written
    and the database says so.
    """
    with plain.transaction():
        refused: dict[UUID, Outcome] = {**_hindrances([wish.picked for wish in wishes])}
        free = [wish for wish in wishes if wish.picked.action not in refused]
        reserving = reserve.stating(free) if together else []
        if not together:
            refused |= reserve.for_all(free)
            free = [wish for wish in free if wish.picked.action not in refused]
        found = plain.closing(*reserving, *_taking(free, road), at="claim.before_commit")
        reserve.heard(free, found[: len(reserving)])
    return refused | {wish.picked.action: Claim(wish.picked, wish.picked.attempt + 1, since) for wish in free}


def _hindrances(picked: Sequence[Picked]) -> dict[UUID, Hindrance]:
    """Why some may not begin."""
    found = permit.lock_share_and_ask(picked)
    changed = {
        one.action: Hindrance.NOT_AS_PICKED
        for one in picked
        if one.action not in found or not found[one.action].is_as(one)
    }
    past = dict.fromkeys(history.moved(picked), Hindrance.PAST)
    return past | permit.hindrances(picked, found) | changed


def _taking(wishes: Sequence[Wish], road: Road) -> list[plain.Statement]:
    """Attempts, states, open work and entries."""
    if not wishes:
        return []
    rows = [(uuid7(), w.picked.action, w.picked.workspace, w.picked.attempt + 1, w.version) for w in wishes]
    started = road is Road.SHORT
    columns = [list(column) for column in zip(*rows, strict=True)]
    take = (TAKE, [*columns, settings.COUNTERSIGN_LEASE_S, started, WORKER, columns[1], *ids.span(columns[1])])
    return [take, *log.writing([begin.line(wish.picked, started=started) for wish in wishes])]
