"""Running totals of the past, as they would have stood had a draft decided: what was recorded then, moved by whatever
would have run and did not, or ran and would not have. A total that only the draft asks for is counted from the first
case on. Cases are handed over in the order in which they happened.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from apps.connectors.contract import Known
from apps.policies.case import Case
from apps.policies.circumstances import SoFar
from apps.policies.deeds import surely
from apps.policies.question import Question
from apps.policies.rule import Total
from apps.policies.told.asked import normal

ROLLING = re.compile(r"(\d+) (minute|hour|day|week|month|quarter|year)s?")
SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_592_000, "quarter": 7_776_000,
           "year": 31_536_000}  # fmt: skip
ASKERS = frozenset({"asker", "person", "user", "employee", "requester"})
IN_RUN = "run "  # begins the name of whoever has a total in one run
ALWAYS = frozenset({"ever", "run"})  # periods without a beginning


Whose: TypeAlias = dict[str, str]  # who is meant by "customer", "asker", "" (all) …


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
    """`begins`: when the first case may be. `asked`: totals that the draft asks for and what is in force does not.
    `parties`: whose totals the draft looks at at all (None: nobody knows, so all are kept).
    """

    zone: ZoneInfo
    begins: datetime | None = None
    asked: tuple[Total, ...] = ()
    parties: frozenset[str] | None = None
    _off: dict[Of, Line] = field(default_factory=lambda: defaultdict(Line))  # what was recorded is off by so much
    _sums: dict[Of, Line] = field(default_factory=lambda: defaultdict(Line))  # all that would have run since the first

    def as_it_would_stand(self, case: Case, question: Question) -> Question:
        """The question with its totals moved. The same object where none is off."""
        around = question.circumstances
        whose = dict(_parties(case, question))
        so_far = tuple(self._moved(case, question, one, whose) for one in around.so_far)
        so_far += tuple(self._counted(case, question, around.so_far, whose))
        first_for = {per: self._first(question, per, whose, said=said) for per, said in around.first_for.items()}
        if so_far == around.so_far and first_for == around.first_for:
            return question
        moved = around.model_copy(update={"so_far": so_far, "first_for": first_for})
        return question.model_copy(update={"circumstances": moved})

    def note(self, case: Case, questions: Sequence[Question], *, ran: bool, runs: bool) -> None:
        """What becomes of a case, so that later ones are asked under other totals."""
        if ran != runs:
            self._push(self._off, case, questions, 1 if runs else -1)
        if runs and self.asked:
            self._push(self._sums, case, questions, 1)

    def _push(self, lines: dict[Of, Line], case: Case, questions: Sequence[Question], sign: int) -> None:
        at = case.at.timestamp()
        for question in questions:
            deeds, moves = _deeds(question), _moves(question)
            for per, whose in _parties(case, question):
                if self.parties is None or per.removeprefix(IN_RUN) in self.parties:
                    for deed in deeds:
                        lines[Of(deed, per, whose, "")].push(at, sign)
                        for currency, amount in moves:
                            lines[Of(deed, per, whose, currency)].push(at, sign * amount)

    def _moved(self, case: Case, question: Question, one: SoFar, whose: Whose) -> SoFar:
        begin, of = self._begin(one.period, case.at), _of(one, case, question, whose.get(party(one.per)))
        if begin is None or of is None:
            return one  # a period or a party that nobody can tell of the past: as it was recorded
        count = None if one.count is None else max(one.count + _since(self._off, of, begin), 0)
        more = _since(self._off, of._replace(currency=one.currency.upper()), begin) if one.currency else 0
        amount = None if one.amount is None else max(one.amount + more, 0)
        return one.model_copy(update={"count": count, "amount": amount})

    def _counted(self, case: Case, question: Question, recorded: Iterable[SoFar], whose: Whose) -> Iterator[SoFar]:
        """Totals that nobody asked for then; of a period that began before the first case nothing can be told."""
        known = {(one.period, one.per, one.of, one.currency) for one in recorded}
        for test in self.asked:
            said = {"period": test.period, "per": test.per, "of": test.of, "currency": test.currency}
            begin = self._begin(test.period, case.at)
            of = _of(SoFar(**said), case, question, whose.get(party(test.per)))
            early = self.begins is not None and begin is not None and begin < self.begins.timestamp()
            if tuple(said.values()) in known or begin is None or of is None or (early and test.period != "run"):
                continue
            amount = _since(self._sums, of._replace(currency=test.currency.upper()), begin) if test.currency else None
            yield SoFar(count=_since(self._sums, of, begin), amount=amount, **said)

    def _first(self, question: Question, per: str, whose: Whose, *, said: bool | None) -> bool | None:
        """Not the first any more, where the draft would have let an earlier one run."""
        theirs = whose.get(party(per))
        off = _since(self._off, Of(normal(question.tool), party(per), theirs, ""), 0.0) if theirs else 0
        return False if said and off > 0 else said

    def _begin(self, period: str, at: datetime) -> float | None:
        """When a period that holds this moment began; None for one that is not known."""
        local, said = at.astimezone(self.zone), normal(period)
        if rolling := ROLLING.fullmatch(period.strip().lower()):
            return at.timestamp() - SECONDS[rolling[2]] * int(rolling[1])
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        starts = {
            "hour": local.replace(minute=0, second=0, microsecond=0), "day": day,
            "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1),
            "quarter": day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1), "year": day.replace(day=1, month=1),
        }  # fmt: skip
        if said in ALWAYS:
            return 0.0
        return starts[said].timestamp() if said in starts else None


def _since(lines: dict[Of, Line], of: Of, begin: float) -> int:
    line = lines.get(of)
    return line.since(begin) if line else 0


def _of(one: SoFar, case: Case, question: Question, whose: str | None) -> Of | None:
    """What a total counts here; None where nobody can tell whose it is. Of no kind: the action's own first category."""
    in_run = normal(one.period) == "run"
    if whose is None or (in_run and case.run is None):
        return None
    deed = normal(one.of) if one.of else normal((*question.categories, question.tool)[0])
    run = case.run.hex if case.run else ""
    return (
        Of(deed, f"{IN_RUN}{party(one.per)}", f"{run} {whose}", "") if in_run else Of(deed, party(one.per), whose, "")
    )


def party(per: str) -> str:
    name = normal(per) if per else ""
    return "asker" if name in ASKERS else name


def _parties(case: Case, question: Question) -> Iterator[tuple[str, str]]:
    """Of whom a total may be: of all, of the agent, the asker, the one recipient, the record, whatever is related."""
    facts, around = question.facts, question.circumstances
    found: dict[str, str] = {normal(name): said for name, said in around.arguments.items() if _names(said)}
    found |= {normal(name): str(fields["id"]) for name, fields in around.related.items() if fields and fields.get("id")}
    to = facts.recipients.value if isinstance(facts.recipients, Known) else None
    if isinstance(to, list | tuple) and len(to) == 1:
        found["recipient"] = str(to[0]).casefold()
    if isinstance(facts.record, Known) and isinstance(facts.record.value, dict):
        found["record"] = str(facts.record.value.get("id", ""))
    found |= {"": "", "agent": question.agent, "asker": case.asker.hex if case.asker else ""}
    yield from found.items()
    if case.run:
        yield from ((f"{IN_RUN}{per}", f"{case.run.hex} {whose}") for per, whose in found.items())


def _names(said: object) -> bool:
    """Whether an argument may name a party."""
    return isinstance(said, str) and 0 < len(said) < 200


def _deeds(question: Question) -> frozenset[str]:
    return frozenset(map(normal, (question.tool, *surely(question.verb, question.categories))))


def _moves(question: Question) -> list[tuple[str, int]]:
    money = question.facts.money
    said = money.value if isinstance(money, Known) else None
    if isinstance(said, dict) and isinstance(said.get("amount"), int) and isinstance(said.get("currency"), str):
        return [(said["currency"].upper(), said["amount"])]
    return []
