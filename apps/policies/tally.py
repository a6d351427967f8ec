"""What a draft would have changed, added up case by case. Tallies of parts are put together, and travel as JSON."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from apps.policies.backtest import Replayed
from apps.policies.caps import Cap, takes
from apps.policies.case import Answer, Case

ANSWERED = frozenset({Answer.SIGNED, Answer.DECLINED, Answer.LAPSED})
COUNTERS = ("matrix", "days", "changed_days", "waits", "money_then", "money_now", "money_new", "money_reviewed",
            "caps_then", "caps_now")  # fmt: skip
NUMBERS = (
    "cases", "erased", "unseen", "identical", "changed", "milder", "stricter", "signatures_saved", "signatures_added",
    "saved_s", "refused", "edited",
)  # fmt: skip


@dataclass
class Tally:
    """Sums over cases. Money is in minor units by currency; days are the workspace's own."""

    zone: ZoneInfo
    caps: Sequence[Cap] = ()
    cases: int = 0  # asked again
    erased: int = 0  # left out: their questions were erased
    unseen: int = 0  # decided on their arguments alone, so a milder draft would have looked first
    identical: int = 0  # the decision is the same to the bit
    changed: int = 0
    milder: int = 0
    stricter: int = 0
    signatures_saved: int = 0
    signatures_added: int = 0
    saved_s: int = 0  # that people really took over what would now ask nobody
    refused: int = 0  # people did not want these, and the draft lets them run alone
    edited: int = 0  # people changed these first
    largest: dict[str, int] = field(default_factory=dict)  # of what would newly run alone
    matrix: Counter[str] = field(default_factory=Counter)  # "1 signature>auto"
    days: Counter[str] = field(default_factory=Counter)
    changed_days: Counter[str] = field(default_factory=Counter)
    waits: Counter[str] = field(default_factory=Counter)  # minutes that people took, how often
    money_then: Counter[str] = field(default_factory=Counter)  # what ran alone
    money_now: Counter[str] = field(default_factory=Counter)  # what would
    money_new: Counter[str] = field(default_factory=Counter)  # of it, what people saw before
    money_reviewed: Counter[str] = field(default_factory=Counter)  # what people would see now
    caps_then: Counter[str] = field(default_factory=Counter)  # what ran, by cap and the first day of its period
    caps_now: Counter[str] = field(default_factory=Counter)  # what would have run

    def add(self, one: Replayed) -> None:
        case, then, now = one.case, one.case.verdict, one.now.verdict
        day = case.at.astimezone(self.zone).date()
        said = day.isoformat()
        self.cases += 1
        self.unseen += not case.looked
        self.identical += one.now.seal == case.seal
        self.matrix[f"{then.label}>{now.label}"] += 1
        self.days[said] += 1
        if case.answer in ANSWERED:
            self.waits[str(case.waited_s // 60)] += 1
        self._move(one, then=then.alone, now=now.alone)
        if self.caps:
            self._count(one, day)
        if one.changed:
            self._change(one, said)

    def leave_out(self, case: Case) -> None:
        self.erased += 1

    def _change(self, one: Replayed, day: str) -> None:
        case, then, now = one.case, one.case.verdict, one.now.verdict
        saved = then.signatures - now.signatures
        self.changed += 1
        self.changed_days[day] += 1
        self.milder += then.stricter_than(now)
        self.stricter += now.stricter_than(then)
        self.signatures_saved += max(saved, 0)
        self.signatures_added += max(-saved, 0)
        if now.alone:
            self.saved_s += case.waited_s if case.answer in ANSWERED else 0
            self.refused += case.refused
            self.edited += case.edited and not case.refused

    def _move(self, one: Replayed, *, then: bool, now: bool) -> None:
        for currency, _, amount in one.now.moved:
            if then:
                self.money_then[currency] += amount
            if now:
                self.money_now[currency] += amount
            if now and not then:
                self.money_new[currency] += amount
                self.largest[currency] = max(self.largest.get(currency, 0), amount)
            if then and not now:
                self.money_reviewed[currency] += amount

    def _count(self, one: Replayed, day: date) -> None:
        for cap in self.caps:
            if taken := takes(cap, one):
                key = cap.period_of(day)
                self.caps_then[key] += taken if one.ran else 0
                self.caps_now[key] += taken if one.runs else 0

    @property
    def wait_s(self) -> int:
        """How long people take as a rule: the median of what they really took, to the minute."""
        left = sum(self.waits.values()) // 2
        for minutes in sorted(map(int, self.waits)):
            left -= self.waits[str(minutes)]
            if left < 0:
                return minutes * 60
        return 0

    @property
    def added_s(self) -> int:
        """What the added signatures would take at that pace."""
        return self.signatures_added * self.wait_s

    @property
    def stored(self) -> dict[str, Any]:
        sums: dict[str, Any] = {name: getattr(self, name) for name in NUMBERS}
        return sums | {name: dict(getattr(self, name)) for name in COUNTERS} | {"largest": self.largest}


def together(parts: Iterable[Mapping[str, Any]], zone: ZoneInfo, caps: Sequence[Cap] = ()) -> Tally:
    """The tally of all parts, each as it was stored."""
    whole = Tally(zone, caps)
    for part in parts:
        for name in NUMBERS:
            setattr(whole, name, getattr(whole, name) + part[name])
        for name in COUNTERS:
            getattr(whole, name).update(part[name])
        for currency, amount in part["largest"].items():
            whole.largest[currency] = max(whole.largest.get(currency, 0), amount)
    return whole
