"""What the claim and the start mark both ask of the database, under the shared locks of the pause scopes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.actions.models import State
from apps.approvals import tally
from apps.core import ids
from apps.core.postgres import plain
from apps.workspaces import pause
from apps.workspaces.pause import Scope

RESUME = "countersign.resume"  # the one tool that passes a pause

COLUMNS = """a.id, a.workspace_id, a.proposal_id, p.run_id, a.position, a.agent_id, a.connection_id, a.tool, p.asker_id,
    a.state, a.attempt, p.digest, a.tier, EXISTS (SELECT 1 FROM runs_run r WHERE r.id = p.run_id
        AND r.workspace_id = a.workspace_id AND r.version_id IS NOT NULL), a.past IS NOT NULL,
    p.request_id IS NOT NULL"""
PICK = f"""
SELECT {COLUMNS}
FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
WHERE a.id = ANY(%s) AND a.workspace_id = ANY(%s) AND a.id BETWEEN %s AND %s
"""

# What is asked stays locked until the transaction ends.
ASK = "SELECT * FROM actions_ask_2(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[])"


class Hindrance(StrEnum):
    """Why an action may not start now, in the words its timeline uses."""

    NOT_AS_PICKED = "somebody else took it, or it changed"
    PAUSED = "paused"
    ORDER = "the action before it is not done"
    POLICY = "the policy in force, here or of the organisation, is not the one that decided"
    PAST = "the past is not what its decision was told"
    SIGNATURES = "its signatures do not stand over this document"
    HELD = "it is still held, so that it can be stopped"
    LEASE = "the lease is over"


@dataclass(frozen=True)
class Picked:
    """An action as it was when a worker looked at it, without a lock."""

    action: UUID
    workspace: UUID
    proposal: UUID
    run: UUID
    position: int
    agent: UUID
    connection: UUID | None
    tool: str
    asker: UUID
    state: State
    attempt: int
    digest: str  # of the proposal's document
    tier: str
    hosted: bool  # its run is an agent's that works here
    asks_the_past: bool = False  # its decision was told something of the past
    asks_people: bool = False  # it needs their signatures

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """Every scope whose pause holds it back."""
        return pause.scopes_of(workspace=self.workspace, agent=self.agent, connection=self.connection, tool=self.tool)

    @property
    def is_plain(self) -> bool:
        """A first attempt for which nobody need be asked: only the moment can hinder it."""
        return self.state == State.APPROVED and self.attempt == 0 and not (self.asks_the_past or self.asks_people)


@dataclass(frozen=True)
class Now:
    """The same action as it is under the locks. `flags`: the pauses that stand in its workspace."""

    flags: frozenset[str]
    state: State
    attempt: int
    digest: str
    request: UUID | None
    policy_stands: bool
    hold_is_over: bool
    in_turn: bool

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Now":
        flags, state, *rest = row
        return cls(frozenset(flags), State(state), *rest)

    def is_as(self, picked: Picked) -> bool:
        return (self.state, self.attempt, self.digest) == (picked.state, picked.attempt, picked.digest)


def pick(action: UUID, workspace: UUID) -> Picked | None:
    """Read an action without locking it. None where it is not there."""
    found = pick_many([action], [workspace])
    return found[0] if found else None


@transaction.atomic(savepoint=False)
def pick_many(actions: Collection[UUID], workspaces: Collection[UUID]) -> list[Picked]:
    """The same for a batch. The workspaces must be in scope."""
    return [picked_of(row) for row in plain.rows(PICK, [list(actions), list(workspaces), *ids.span(actions)])]


def share_and_ask(picked: Sequence[Picked]) -> dict[UUID, Now]:
    """Take the shared locks of all their pause scopes; then, in a statement of its own, lock the actions themselves and
    read them, and the flags, as they are now. One round trip.
    """
    return _asked(picked, None)


def lock_share_and_ask(picked: Sequence[Picked]) -> dict[UUID, Now]:
    """The same for those whose line of open work is as it was and nobody else's: it is locked before all else."""
    return _asked(picked, [one.state for one in picked])


def _asked(picked: Sequence[Picked], states: list[State] | None) -> dict[UUID, Now]:
    whose = list({one.workspace for one in picked})
    found = plain.rows(ASK, [[one.action for one in picked], whose, states, locks_of(picked)])
    return {action: Now.of(row) for action, *row in found}


def locks_of(picked: Sequence[Picked]) -> list[int]:
    return sorted({scope.lock for one in picked for scope in one.scopes})


def share(picked: Sequence[Picked]) -> None:
    """Take the shared locks of all their pause scopes: a statement of its own, before any flag is read."""
    plain.rows(pause.SHARE, [locks_of(picked)])


def held_back(picked: Picked, flags: frozenset[str]) -> bool:
    """Does one of the pauses that stand hold it back? Only `resume` passes one."""
    return bool(flags) and picked.tool != RESUME and any(str(scope) in flags for scope in picked.scopes)


@transaction.atomic(savepoint=False)
def paused_now(picked: Sequence[Picked]) -> set[UUID]:
    """Which of them a pause holds back, asked before anything outside is read; the claim asks under the locks."""
    with plain.cursor() as cursor:
        scopes = {scope for one in picked for scope in one.scopes}
        standing = set(pause.paused_among(cursor, list({one.workspace for one in picked}), scopes))
    return {one.action for one in picked if one.tool != RESUME and not standing.isdisjoint(one.scopes)}


def hindrances(picked: Sequence[Picked], found: dict[UUID, Now], *, sending: bool = False) -> dict[UUID, Hindrance]:
    """Pause, order, policy version and signatures, as they are now. The shared locks must be held already.

    Looking after doubt needs no more than that nothing is paused; `sending` again needs everything.
    """
    asked = {now.request: now.digest for now in found.values() if now.request}
    signed = tally.met_among(asked) if asked else frozenset()
    why = {one.action: _hindrance(one, found.get(one.action), signed, sending) for one in picked}
    return {action: hindrance for action, hindrance in why.items() if hindrance}


def _hindrance(picked: Picked, now: Now | None, signed: Collection[UUID], sending: bool) -> Hindrance | None:
    if now is None:
        return Hindrance.NOT_AS_PICKED
    if held_back(picked, now.flags):
        return Hindrance.PAUSED
    if picked.state == State.UNKNOWN and not sending:
        return None
    if not now.in_turn:
        return Hindrance.ORDER
    if not now.hold_is_over:
        return Hindrance.HELD
    if not now.policy_stands:
        return Hindrance.POLICY
    return Hindrance.SIGNATURES if now.request is not None and now.request not in signed else None


def picked_of(row: Sequence[Any]) -> Picked:
    values = list(row)
    values[9] = State(values[9])
    return Picked(*values)
