"""The ledger's verbs for a batch of actions in one transaction: all budgets are locked first, in order of their ids."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from apps.billing import ledger
from apps.billing.amounts import Amount
from apps.billing.ledger import OverCap
from apps.core.postgres import plain

LOCK_FOR = """
SELECT b.id FROM billing_budget b
JOIN unnest(%s::uuid[], %s::text[], %s::uuid[]) AS wanted (workspace_id, kind, id)
    ON b.workspace_id = wanted.workspace_id AND b.scope_kind = wanted.kind AND b.scope_id = wanted.id
WHERE b.ended_at IS NULL ORDER BY b.id FOR NO KEY UPDATE OF b
"""
LOCK_HELD = """
SELECT b.id FROM billing_reservation r JOIN billing_budget b ON b.id = r.budget_id
WHERE r.workspace_id = ANY(%s) AND r.action_id = ANY(%s) AND r.state = 'held' ORDER BY b.id FOR NO KEY UPDATE OF b
"""


class Wanted(NamedTuple):
    """What one action would set aside, and in which scopes."""

    workspace: UUID
    action: UUID
    scopes: Sequence[tuple[str, UUID]]
    amounts: Sequence[Amount]


def reserve_many(wanted: Sequence[Wanted]) -> dict[UUID, OverCap]:
    """Set aside for each action, or for none of its amounts: who found no room, and why."""
    scopes = [(one.workspace, *scope) for one in wanted for scope in one.scopes]
    if not scopes or not plain.rows(LOCK_FOR, [*map(list, zip(*scopes, strict=True))]):
        return {}
    short: dict[UUID, OverCap] = {}
    for one in wanted:
        try:
            ledger.reserve(workspace=one.workspace, action=one.action, scopes=one.scopes, amounts=one.amounts)
        except OverCap as over:
            short[one.action] = over
    return short


def settle_many(used: Mapping[UUID, tuple[UUID, Sequence[Amount]]]) -> None:
    """Turn what these actions hold into what they used, and write the usage down: {action: (workspace, used)}."""
    plain.rows(LOCK_HELD, [list({workspace for workspace, _ in used.values()}), list(used)])
    for action, (workspace, amounts) in used.items():
        ledger.settle(action, amounts, workspace=workspace)
