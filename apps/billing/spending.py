"""What was used over a period and the one before it, read from the roll-up and from what is not yet in it.

One statement each, so that nothing is counted twice or missed while the roll-up goes on.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from apps.billing.models import Budget
from apps.billing.rooms import Headroom
from apps.billing.spans import Period, Span, running

# What was used on whole days of the workspace's calendar. Parameters: workspace, first day, last day; the same again.
USED = """
used AS (
    SELECT day, unit, currency, category, agent_id, connection_id, amount, times FROM billing_day
    WHERE workspace_id = %s AND day BETWEEN %s AND %s
    UNION ALL
    SELECT (f.at AT TIME ZONE o.time_zone)::date, f.unit, f.currency, f.category, f.agent_id, f.connection_id,
        f.amount, 1
    FROM billing_fresh f JOIN workspaces_workspace o ON o.id = f.workspace_id
    WHERE f.workspace_id = %s AND (f.at AT TIME ZONE o.time_zone)::date BETWEEN %s AND %s
)
"""
# Further parameter: the first day of the running period.
SPENDING = f"""
WITH {USED}
SELECT unit, currency, day, agent_id, connection_id, GROUPING(day, agent_id, connection_id), sum(amount)::bigint,
    (sum(amount) FILTER (WHERE day >= %s))::bigint
FROM used
GROUP BY GROUPING SETS ((unit, currency, day), (unit, currency, agent_id), (unit, currency, connection_id))
"""
BY_DAY, BY_AGENT, BY_CONNECTION = 0b011, 0b101, 0b110  # the bits of GROUPING say what a row is not grouped by
# Further parameters: the units, the budgets. Each sees what is used in its scope, of its unit, currency and category.
PACES = f"""
WITH {USED}, sums AS MATERIALIZED (
    SELECT unit, currency, category, agent_id, connection_id, day, sum(amount) AS amount FROM used
    WHERE unit = ANY (%s) GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT b.id, s.day, sum(s.amount)::bigint FROM billing_budget b JOIN sums s
    ON s.unit = b.unit AND s.currency = b.currency AND (b.category = '' OR b.category = s.category)
    AND CASE b.scope_kind WHEN 'workspace' THEN true WHEN 'agent' THEN s.agent_id = b.scope_id
        WHEN 'connection' THEN s.connection_id = b.scope_id ELSE false END
WHERE b.id = ANY (%s) GROUP BY 1, 2
"""
LINES = f"""
WITH {USED}
SELECT day, unit, currency, category, agent_id, connection_id, sum(amount)::bigint, sum(times)::bigint FROM used
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
"""
EARLIER = """
SELECT reserved + used + coalesce(
    (SELECT sum(l.reserved + l.used) FROM billing_lease l WHERE l.window_id = w.id), 0)::bigint
FROM billing_window w WHERE workspace_id = %s AND budget_id = %s AND starts_on = %s
"""

Kind = tuple[str, str]  # a unit and its currency
Days = dict[date, int]
COUNTED_BY_DAY = ("workspace", "agent", "connection")  # scopes that the roll-up knows


@dataclass
class Spending:
    """By unit and currency: each day of both periods, and each agent and connection in the running one."""

    days: dict[Kind, Days] = field(default_factory=lambda: defaultdict(dict))
    agents: dict[Kind, dict[UUID | None, int]] = field(default_factory=lambda: defaultdict(dict))
    connections: dict[Kind, dict[UUID | None, int]] = field(default_factory=lambda: defaultdict(dict))

    def total(self, kind: Kind, span: Span, upto: date | None = None) -> int:
        last = min(span.last, upto) if upto else span.last
        return sum(n for day, n in self.days.get(kind, {}).items() if span.first <= day <= last)

    @property
    def first(self) -> date | None:
        """The first day on which anything was used."""
        return min((day for days in self.days.values() for day in days), default=None)


@dataclass(frozen=True)
class UsedLine:
    day: date
    unit: str
    currency: str
    category: str
    agent: UUID | None
    connection: UUID | None
    amount: int
    times: int


def spending(workspace: UUID, period: Period) -> Spending:
    first, last = period.then.first, period.now.last
    found = Spending()
    for unit, currency, day, agent, joined, by, amount, now in _rows(
        SPENDING, [*_twice(workspace, first, last), period.now.first]
    ):
        kind = (unit, currency)
        if by == BY_DAY:
            found.days[kind][day] = amount
        elif now is not None:
            place, key = (found.agents, agent) if by == BY_AGENT else (found.connections, joined)
            place[kind][key] = now
    return found


def days_of(
    workspace: UUID, budgets: Sequence[Headroom | Budget], today: date, *, before: bool = False
) -> dict[UUID, Days]:
    """What each budget's scope used on each day of its running period, where that is counted; and of the one before."""
    asked = [one for one in budgets if one.period in ("week", "month") and one.scope_kind in COUNTED_BY_DAY]
    if not asked:
        return {}
    periods = {running(one.period, today) for one in asked}
    first = min(period.then.first if before else period.now.first for period in periods)
    ids = [one.pk if isinstance(one, Budget) else one.budget for one in asked]
    found: dict[UUID, Days] = {id: {} for id in ids}
    for id, day, amount in _rows(PACES, [*_twice(workspace, first, today), sorted({one.unit for one in asked}), ids]):
        found[id][day] = amount
    return found


def lines(workspace: UUID, span: Span) -> list[UsedLine]:
    """Everything that the roll-up tells apart, by day."""
    return [UsedLine(*row) for row in _rows(LINES, _twice(workspace, span.first, span.last))]


def taken(workspace: UUID, budget: UUID, starts_on: date) -> int | None:
    """What a budget's window of that day came to; None where it had none."""
    rows = _rows(EARLIER, [workspace, budget, starts_on])
    return int(rows[0][0]) if rows else None


def _twice(workspace: UUID, first: date, last: date) -> list[Any]:
    return [workspace, first, last] * 2


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
