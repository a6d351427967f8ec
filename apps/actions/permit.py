"""What the claim and the start mark both ask of the database, under the shared locks of the pause scopes."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from apps.actions.models import State
from apps.approvals import quorum
from apps.approvals.models import Request
from apps.approvals.models import State as Asked
from apps.workspaces.access import role_ids_of
from apps.workspaces.pause import Scope, paused, scopes_of


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
    state: State
    attempt: int
    digest: str  # of the proposal's document
    tier: str
    connection: UUID | None
    tool: str

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return scopes_of(workspace=self.workspace, agent=self.agent, connection=self.connection, tool=self.tool)


def pick(action: UUID, workspace: UUID) -> Picked | None:
    """Read an action without locking it. None where it is not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.workspace_id, a.proposal_id, p.run_id, a.position, a.agent_id, a.state, a.attempt,"
            " p.digest, a.tier, a.connection_id, a.tool"
            " FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id"
            " WHERE a.id = %s AND a.workspace_id = %s",
            [action, workspace],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    found, workspace, proposal, run, position, agent, state, *rest = row
    return Picked(found, workspace, proposal, run, position, agent, State(state), *rest)


def as_picked(cursor: Any, picked: Picked) -> bool:
    """Is it still in that state, at that attempt, over that document? The row is locked until the transaction ends."""
    cursor.execute(
        "SELECT a.state = %s AND a.attempt = %s AND p.digest = %s"
        " FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id"
        " WHERE a.id = %s AND a.workspace_id = %s FOR UPDATE OF a",
        [picked.state, picked.attempt, picked.digest, picked.action, picked.workspace],
    )
    row = cursor.fetchone()
    return bool(row and row[0])


def may_start(cursor: Any, picked: Picked) -> Hindrance | None:
    """Pause, order, policy version and signatures, as they are now. The shared locks must be held already."""
    if hindrance := pausing(cursor, picked):
        return hindrance
    if not _order(cursor, picked):
        return Hindrance.ORDER
    return ground_moved(cursor, picked)


def ground_moved(cursor: Any, picked: Picked) -> Hindrance | None:
    """Is it the policy in force that decided, and do its signatures stand?"""
    version_stands, request = _decided(cursor, picked)
    if not version_stands:
        return Hindrance.POLICY
    return None if signed(request, picked) else Hindrance.SIGNATURES


def signed(request_id: UUID | None, picked: Picked) -> bool:
    """Where people were asked: did enough of them sign exactly this document, and do they still count?"""
    if request_id is None:
        return True
    request = Request.objects.get(pk=request_id)
    held = partial(role_ids_of, workspace_id=picked.workspace)
    return request.state == Asked.MET and request.digest == picked.digest and quorum.met(request, held)


def paused_now(picked: Picked) -> bool:
    """Asked before anything outside is read; the claim asks again, under the locks."""
    with connection.cursor() as cursor:
        return pausing(cursor, picked) is not None


def pausing(cursor: Any, picked: Picked) -> Hindrance | None:
    """Only `resume` passes a pause."""
    if not paused(cursor, picked.workspace, picked.scopes):
        return None
    return None if picked.tool == "countersign.resume" else Hindrance.PAUSED


def _order(cursor: Any, picked: Picked) -> bool:
    cursor.execute(
        "SELECT count(*) FROM actions_action WHERE workspace_id = %s AND proposal_id = %s AND position < %s"
        " AND state <> 'done'",
        [picked.workspace, picked.proposal, picked.position],
    )
    return bool(cursor.fetchone() == (0,))


def _decided(cursor: Any, picked: Picked) -> tuple[bool, UUID | None]:
    """Is its decision of the version in force, and which request was put before people?"""
    cursor.execute(
        "SELECT a.policy_version_id IS NOT DISTINCT FROM"
        " (SELECT f.version_id FROM policies_inforce f WHERE f.workspace_id = a.workspace_id), p.request_id"
        " FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id"
        " WHERE a.id = %s AND a.workspace_id = %s",
        [picked.action, picked.workspace],
    )
    stands, request = cursor.fetchone()
    return stands, request
