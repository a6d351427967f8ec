"""There is no room in a budget: which one, in a sentence, and what its hard line asks for."""

from collections.abc import Sequence
from uuid import UUID

from apps.billing.amounts import say
from apps.billing.models import HardLine, Period
from apps.core.errors import Refused
from apps.core.postgres import plain

FACTS = "SELECT id, name, period, unit, currency, cap, hard_line, owners FROM billing_budget WHERE id = ANY (%s)"
STRICTEST = (HardLine.ASK, HardLine.SUGGEST, HardLine.STOP)  # the later wins where several budgets have no room


class OverCap(Refused):
    """There is no room in a budget. Nothing was set aside.

    `hard_line`: stop, ask or suggest; `asks`: the budgets that ask, each with the role of its owners (None: Admins).
    """

    code = "over_cap"

    def __init__(
        self,
        budget: str,
        sentence: str,
        *,
        hard_line: HardLine = HardLine.STOP,
        asks: dict[UUID, UUID | None] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.budget = budget
        self.sentence = sentence
        self.hard_line = hard_line
        self.asks = asks or {}


def refusals(rows: Sequence[tuple[int, UUID, int, int]]) -> dict[int, OverCap]:
    """By place: the refusal of the first budget whose hard line is the strictest."""
    if not rows:
        return {}
    facts = {id: rest for id, *rest in plain.rows(FACTS, [list({budget for _, budget, _, _ in rows})])}
    return {place: _refusal(facts, [row for row in rows if row[0] == place]) for place, *_ in rows}


def _refusal(facts: dict[UUID, list[object]], rows: Sequence[tuple[int, UUID, int, int]]) -> OverCap:
    lines = {budget: HardLine(str(facts[budget][5])) for _, budget, _, _ in rows}
    worst = max(lines.values(), key=STRICTEST.index)
    _, budget, taken, n = next(row for row in rows if lines[row[1]] == worst)
    name, period, unit, currency, cap, _, _ = facts[budget]
    asks = {one: facts[one][6] for one in lines} if worst == HardLine.ASK else {}
    sentence = _sentence(str(name), str(period), (str(unit), str(currency)), (taken, int(str(cap)), n))
    return OverCap(str(name), sentence, hard_line=worst, asks=asks)  # type: ignore[arg-type]  # a role's id or none


def _sentence(name: str, period: str, unit: tuple[str, str], figures: tuple[int, int, int]) -> str:
    """Refunds today: $3,000.00 of $3,000.00 are used or reserved; this needs $184.50."""
    taken, cap, needs = (say(unit[0], n, unit[1]) for n in figures)
    return f"{name} {Period(period).label}: {taken} of {cap} are used or reserved; this needs {needs}."
