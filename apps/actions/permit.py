"""What the claim and the start mark both ask of the database, under the shared locks of the pause scopes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.actions.models import State
from apps.approvals import tally
from apps.core.postgres import plain
from apps.workspaces import pause
from apps.workspaces.pause import Scope

RESUME = "countersign.resume"  # the one tool that passes a pause

PICK = """
SELECT a.id, a.workspace_id, a.proposal_id, p.run_id, a.position, a.agent_id, a.connection_id, a.tool, p.asker_id,
    a.state, a.attempt, p.digest, a.tier
FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
WHERE a.id = ANY(%s) AND a.workspace_id = ANY(%s)
"""

# The rows stay locked until the transaction ends.
ASK = """
SELECT a.id, a.state, a.attempt, p.digest, p.request_id, a.policy_version_id IS NOT DISTINCT FROM f.version_id,
    NOT EXISTS (SELECT 1 FROM actions_action e WHERE e.workspace_id = a.workspace_id AND e.proposal_id = a.proposal_id
        AND e.position < a.position AND e.state <> 'done')
FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
LEFT JOIN policies_inforce f ON f.workspace_id = a.workspace_id
WHERE a.id = ANY(%s) AND a.workspace_id = ANY(%s) ORDER BY a.id FOR UPDATE OF a
"""


class Hindrance(StrEnum):
    """Why an action may not start now, in the words its timeline uses."""

    NOT_AS_PICKED = "somebody else took it, or it changed"
    PAUSED = "paused"
    ORDER = "the action before it is not done"
    POLICY = "the policy in force is not the one that decided"
    SIGNATURES = "its signatures do not stand over this document"
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

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every scope whose pause holds it back."""
        return pause.scopes_of(workspace=self.workspace, agent=self.agent, connection=self.connection, tool=self.tool)


@dataclass(frozen=True)
class Now:
    """The same action as it is under the locks."""

    state: State
    attempt: int
    digest: str
    request: UUID | None
    policy_stands: bool
    in_turn: bool

    def is_as(self, picked: Picked) -> bool:
        return (self.state, self.attempt, self.digest) == (picked.state, picked.attempt, picked.digest)


def pick(action: UUID, workspace: UUID) -> Picked | None:
    """Read an action without locking it. None where it is not there."""
    found = pick_many([action], [workspace])
    return found[0] if found else None


@transaction.atomic(savepoint=False)
def pick_many(actions: Collection[UUID], workspaces: Collection[UUID]) -> list[Picked]:
    """The same for a batch. The workspaces must be in scope."""
    return [_picked(*row) for row in plain.rows(PICK, [list(actions), list(workspaces)])]


def now(picked: Sequence[Picked]) -> dict[UUID, Now]:
    """Lock these actions and read them as they are now, in the order of their ids."""
    found = plain.rows(ASK, [[one.action for one in picked], list({one.workspace for one in picked})])
    return {action: Now(State(state), *rest) for action, state, *rest in found}


def share(picked: Sequence[Picked]) -> None:
    """Take the shared locks of all their pause scopes: a statement of its own, before any flag is read."""
    with plain.cursor() as cursor:
        pause.share(cursor, {scope for one in picked for scope in one.scopes})


def paused(picked: Sequence[Picked]) -> set[UUID]:
    """Which of them a pause holds back. Only `resume` passes one."""
    scopes = {one.action: set(one.scopes) for one in picked if one.tool != RESUME}
    if not scopes:
        return set()
    with plain.cursor() as cursor:
        workspaces = list({one.workspace for one in picked})
        standing = set(pause.paused_among(cursor, workspaces, set().union(*scopes.values())))
    return {action for action, held in scopes.items() if held & standing}


@transaction.atomic(savepoint=False)
def paused_now(picked: Sequence[Picked]) -> set[UUID]:
    """Asked before anything outside is read; the claim asks again, under the locks."""
    return paused(picked)


def hindrances(picked: Sequence[Picked], found: dict[UUID, Now]) -> dict[UUID, Hindrance]:
    """Pause, order, policy version and signatures, as they are now. The shared locks must be held already."""
    held = paused(picked)
    asked = {now.request: now.digest for now in found.values() if now.request}
    signed = tally.met_among(asked) if asked else frozenset()
    why = {one.action: _hindrance(found.get(one.action), one.action in held, signed) for one in picked}
    return {action: hindrance for action, hindrance in why.items() if hindrance}


def _hindrance(now: Now | None, is_paused: bool, signed: Collection[UUID]) -> Hindrance | None:
    if is_paused:
        return Hindrance.PAUSED
    if now is None:
        return Hindrance.NOT_AS_PICKED
    if not now.in_turn:
        return Hindrance.ORDER
    if not now.policy_stands:
        return Hindrance.POLICY
    return Hindrance.SIGNATURES if now.request is not None and now.request not in signed else None


def _picked(*row: Any) -> Picked:
    values = list(row)
    values[9] = State(values[9])
    return Picked(*values)
