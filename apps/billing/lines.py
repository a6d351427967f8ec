"""The soft line: once a window has crossed it, people are told, once, by an entry in the log and on the pages."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from apps.audit import log
from apps.audit.log import Line
from apps.billing.amounts import say
from apps.core import scope

TOLD = """
UPDATE billing_window w SET told_at = clock_timestamp() FROM billing_budget b
WHERE b.id = w.budget_id AND w.workspace_id = ANY (%s) AND w.id IN (
    SELECT id FROM billing_window WHERE workspace_id = ANY (%s) AND crossed_at IS NOT NULL AND told_at IS NULL
    ORDER BY id FOR UPDATE SKIP LOCKED)
RETURNING w.workspace_id, b.id, b.name, b.unit, b.currency, b.cap, b.soft, w.starts_on
"""


def tell(workspaces: Sequence[UUID]) -> int:
    """Write down which budgets have crossed their soft line and were not told of yet. Returns how many."""
    with scope.workspace(*workspaces), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TOLD, [list(workspaces), list(workspaces)])
        told = cursor.fetchall()
        log.append_many([_line(*row) for row in told])
    return len(told)


def _line(workspace: UUID, id: UUID, name: str, unit: str, currency: str, cap: int, soft: int, day: object) -> Line:
    facts = {"name": name, "at": f"{soft} %", "cap": say(unit, cap, currency), "window": str(day)}
    return Line("budget.soft_line", workspace, f"budget:{id.hex}", "worker", facts)
