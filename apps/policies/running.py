"""Running totals of the past, as they would have stood had a draft decided: what was recorded then, moved by whatever
would have run and did not, or ran and would not have. Cases are handed over in the order in which they happened.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from apps.connectors.contract import Known
from apps.policies.case import Case
from apps.policies.circumstances import SoFar
from apps.policies.deeds import surely
from apps.policies.question import Question
from apps.policies.told.asked import normal

ROLLING = re.compile(r"(\d+) (minute|hour|day|week)s?")
FIRST_SEEN = "ever"


class Of(NamedTuple):
    """What a total counts: such deeds, of one party (or all), in one currency (or how many)."""

    deed: str
    per: str
    whose: str
    currency: str


@dataclass
class Line:
    """How far one total is off, moment by moment."""

    at: list[float] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)

    def push(self, at: float, by: int) -> None:
        self.at.append(at)
        self.sums.append((self.sums[-1] if self.sums else 0) + by)

    def since(self, begin: float | None) -> int:
        if not self.sums:
            return 0
        place = bisect_left(self.at, begin) if begin is not None else 0
        return self.sums[-1] - (self.sums[place - 1] if place else 0)


@dataclass
class Running:
    zone: ZoneInfo
    _lines: dict[Of, Line] = field(default_factory=lambda: defaultdict(Line))

    def as_it_would_stand(self, case: Case, question: Question) -> Question:
        """The question with its totals moved. The same object where none is off."""
        around = question.circumstances
        if not self._lines or not (around.so_far or around.first_for):
            return question
        so_far = tuple(self._moved(case, question, one) for one in around.so_far)
        first_for = {per: self._first(case, question, per, said) for per, said in around.first_for.items()}
        if so_far == around.so_far and first_for == around.first_for:
            return question
        moved = around.model_copy(update={"so_far": so_far, "first_for": first_for})
        return question.model_copy(update={"circumstances": moved})

    def note(self, case: Case, questions: Sequence[Question], *, ran: bool, runs: bool) -> None:
        """What becomes of a case, so that later ones are asked under other totals."""
        if ran == runs:
            return
        sign, at = (1 if runs else -1), case.at.timestamp()
        for question in questions:
            for deed, (per, whose) in _product(_deeds(question), _parties(case, question)):
                self._lines[Of(deed, per, whose, "")].push(at, sign)
                for currency, amount in _moves(question):
                    self._lines[Of(deed, per, whose, currency)].push(at, sign * amount)

    def _moved(self, case: Case, question: Question, one: SoFar) -> SoFar:
        begin, found = self._begin(one.period, case.at), dict(_parties(case, question))
        whose = _whose(one, case, found)
        if begin is None or whose is None:
            return one  # a period or a party that nobody can tell of the past: as it was recorded
        per, deed = _per(one), normal(one.of) if one.of else normal(question.tool)
        more = {unit: self._off(Of(deed, per, whose, unit), begin) for unit in ("", one.currency.upper())}
        count = None if one.count is None else max(one.count + more[""], 0)
        amount = (
            one.amount if one.amount is None or not one.currency else max(one.amount + more[one.currency.upper()], 0)
        )
        return one.model_copy(update={"count": count, "amount": amount})

    def _first(self, case: Case, question: Question, per: str, said: bool | None) -> bool | None:
        """Not the first any more, where the draft would have let an earlier one run."""
        whose = dict(_parties(case, question)).get(normal(per))
        off = self._off(Of(normal(question.tool), normal(per), whose, ""), 0.0) if whose else 0
        return False if said and off > 0 else said

    def _off(self, of: Of, begin: float) -> int:
        line = self._lines.get(of)
        return line.since(begin) if line else 0

    def _begin(self, period: str, at: datetime) -> float | None:
        """When a period that holds this moment began; None for one that is not known."""
        local, said = at.astimezone(self.zone), normal(period)
        if rolling := ROLLING.fullmatch(period.strip().lower()):
            return (at - timedelta(**{f"{rolling[2]}s": int(rolling[1])})).timestamp()
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        starts = {
            "hour": local.replace(minute=0, second=0, microsecond=0), "day": day,
            "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1),
            "quarter": day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1), "year": day.replace(day=1, month=1),
        }  # fmt: skip
        if said in (FIRST_SEEN, "run"):
            return 0.0
        return starts[said].timestamp() if said in starts else None


def _per(one: SoFar) -> str:
    """A total of a run is one of that party in it."""
    return f"run {normal(one.per)}".strip() if normal(one.period) == "run" else normal(one.per) if one.per else ""


def _whose(one: SoFar, case: Case, found: dict[str, str]) -> str | None:
    party = found.get(normal(one.per) if one.per else "")
    if normal(one.period) != "run" or party is None:
        return party
    return f"{case.run.hex} {party}" if case.run else None


def _parties(case: Case, question: Question) -> Iterator[tuple[str, str]]:
    """Of whom a total may be: of all, of the agent, the asker, the recipient, the record, whatever is related."""
    facts, around = question.facts, question.circumstances
    found: dict[str, str] = {"": "", "agent": question.agent, "asker": case.asker.hex if case.asker else ""}
    if isinstance(facts.recipients, Known) and isinstance(facts.recipients.value, list | tuple):
        found["recipient"] = ",".join(sorted(map(str, facts.recipients.value)))
    if isinstance(facts.record, Known) and isinstance(facts.record.value, dict):
        found["record"] = str(facts.record.value.get("id", ""))
    found |= {normal(name): str(fields["id"]) for name, fields in around.related.items() if fields and fields.get("id")}
    found |= {
        normal(name): said for name, said in around.arguments.items() if isinstance(said, str) and len(said) < 200
    }
    yield from found.items()
    if case.run:
        yield from ((f"run {per}".strip(), f"{case.run.hex} {whose}") for per, whose in found.items())


def _deeds(question: Question) -> frozenset[str]:
    return frozenset(map(normal, (question.tool, *surely(question.verb, question.categories))))


def _moves(question: Question) -> list[tuple[str, int]]:
    money = question.facts.money
    said = money.value if isinstance(money, Known) else None
    if isinstance(said, dict) and isinstance(said.get("amount"), int) and isinstance(said.get("currency"), str):
        return [(said["currency"].upper(), said["amount"])]
    return []


def _product(deeds: frozenset[str], parties: Iterator[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    return ((deed, party) for party in list(parties) for deed in deeds)
