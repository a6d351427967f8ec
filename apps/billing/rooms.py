"""What each budget in force has left in its current window."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.billing.amounts import say
from apps.billing.models import Period

# Parameter: workspace.
HEADROOM = """
SELECT b.id, b.name, b.scope_kind, b.scope_id, b.unit, b.currency, b.category, b.period, b.cap,
    coalesce(w.reserved, 0) + coalesce(leased.reserved, 0), coalesce(w.used, 0) + coalesce(leased.used, 0),
    coalesce(leased.rest, 0), b.soft, b.hard_line, b.slice, day.starts_on, w.crossed_at
FROM billing_budget b
JOIN workspaces_workspace o ON o.id = b.workspace_id
CROSS JOIN LATERAL (SELECT billing_starts_on_1(b.period, o.time_zone, clock_timestamp()) AS starts_on) day
LEFT JOIN billing_window w ON w.budget_id = b.id AND w.starts_on = day.starts_on
LEFT JOIN LATERAL (
    SELECT sum(l.reserved)::bigint AS reserved, sum(l.used)::bigint AS used,
        sum(greatest(l.granted - l.reserved - l.used, 0))
            FILTER (WHERE l.expires_at > clock_timestamp())::bigint AS rest
    FROM billing_lease l WHERE l.window_id = w.id
) leased ON true
WHERE b.workspace_id = %s AND b.ended_at IS NULL {} ORDER BY b.name, b.id
"""


@dataclass(frozen=True)
class Headroom:
    """A budget in force and how much of its current window is taken."""

    budget: UUID
    name: str
    scope_kind: str
    scope_id: UUID
    unit: str
    currency: str
    category: str
    period: str
    cap: int
    reserved: int
    used: int
    leased: int  # out of the rest, in the hands of workers; it comes back when it is needed
    soft: int
    hard_line: str
    slice: int
    starts_on: object
    crossed_at: datetime | None

    @property
    def left(self) -> int:
        return max(self.cap - self.reserved - self.used, 0)

    @property
    def taken(self) -> int:
        return self.reserved + self.used

    @property
    def per_cent(self) -> int:
        return 100 if self.cap == 0 else min(100 * self.taken // self.cap, 999)

    @property
    def soft_crossed(self) -> bool:
        return self.soft > 0 and self.cap > 0 and 100 * self.taken >= self.soft * self.cap

    @property
    def sentence(self) -> str:
        """Refunds today: $184.50 of $3,000.00, $2,815.50 left."""
        taken, cap, left = (say(self.unit, n, self.currency) for n in (self.taken, self.cap, self.left))
        return f"{self.name} {Period(self.period).label}: {taken} of {cap}, {left} left."


def headroom(workspace: UUID, scopes: set[tuple[str, UUID]] | None = None) -> list[Headroom]:
    """Every budget in force with what its current window has left; of these scopes alone, where they are given."""
    with connection.cursor() as cursor:
        cursor.execute(HEADROOM.format(""), [workspace])
        found = [Headroom(*row) for row in cursor.fetchall()]
    return [one for one in found if scopes is None or (one.scope_kind, one.scope_id) in scopes]


def page(workspace: UUID, *, after: UUID | None = None, limit: int = 50) -> list[Headroom]:
    """The next budgets by name, behind the one named."""
    behind = "AND (b.name, b.id) > (SELECT name, id FROM billing_budget WHERE id = %s) " if after else ""
    with connection.cursor() as cursor:
        cursor.execute(HEADROOM.format(behind) + " LIMIT %s", [workspace, *([after] if after else []), limit])
        return [Headroom(*row) for row in cursor.fetchall()]


def one(workspace: UUID, budget: UUID) -> Headroom | None:
    """One budget, if it is in force."""
    with connection.cursor() as cursor:
        cursor.execute(HEADROOM.format("AND b.id = %s"), [workspace, budget])
        row = cursor.fetchone()
    return Headroom(*row) if row else None
