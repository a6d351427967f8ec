"""Caps over the past: how often each would have been reached, had a draft decided. Plain values, no table."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from apps.policies.backtest import Replayed


@dataclass(frozen=True)
class Cap:
    """One budget on money or on actions, as far as it can be counted from recorded decisions."""

    id: UUID
    name: str
    unit: Literal["money", "actions"]
    limit: int
    period: str  # day, week, month, forever
    currency: str = ""
    category: str = ""  # "": all
    scope: str = "workspace"
    whose: UUID | None = None  # of the agent or person

    def period_of(self, day: date) -> str:
        """The cap and the first day of its period."""
        first = {"week": day - timedelta(days=day.weekday()), "month": day.replace(day=1), "forever": date.min}
        return f"{self.id.hex}:{first.get(self.period, day).isoformat()}"


def takes(cap: Cap, one: Replayed) -> int:
    """How much of the cap the case takes if it runs."""
    if cap.scope != "workspace" and cap.whose != {"agent": one.case.agent, "person": one.case.asker}.get(cap.scope):
        return 0
    if cap.unit == "actions":
        return one.now.actions
    fitting = (each for each in one.now.moved if each.currency == cap.currency)
    return sum(each.amount for each in fitting if cap.category in ("", each.category))


def reached(cap: Cap, sums: dict[str, int]) -> int:
    """In how many of its periods the cap was reached."""
    return sum(1 for key, taken in sums.items() if key.startswith(cap.id.hex) and taken >= cap.limit)
