"""What a backtest found, ready to be drawn: a sentence, two bars, sums, a chart of days, and who moved where."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from apps.actions.backtests.desk import caps
from apps.actions.cards.words import Chip, counted
from apps.console.templatetags.parts import span
from apps.core.money import Money
from apps.policies import charters
from apps.policies.caps import reached
from apps.policies.models import Backtest, BacktestPart
from apps.policies.models.backtests import Progress
from apps.policies.tally import Tally, together
from apps.policies.views.found import said_of

ORDER = ("auto", "1 signature", "2 signatures", "more", "suggest", "deny")
WORDS = {"auto": "Without asking", "1 signature": "One signature", "2 signatures": "Two signatures",
         "more": "More signatures", "suggest": "Only suggested", "deny": "Denied"}  # fmt: skip
LEFT, WIDTH, GAP, ROOM_FOR_WORDS = 86.0, 428.0, 2.0, 26.0
HIGH, SLOT = 40.0, 512.0


@dataclass(frozen=True)
class Piece:
    kind: str  # a class of the stylesheet: k0 … k5
    words: str
    n: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def has_room(self) -> bool:
        return self.width >= ROOM_FOR_WORDS


@dataclass(frozen=True)
class Bar:
    name: str
    y: int
    pieces: tuple[Piece, ...]

    @property
    def said(self) -> str:
        return f"{self.name}: {', '.join(f'{one.n:,} {one.words.lower()}' for one in self.pieces)}"


@dataclass(frozen=True)
class Day:
    day: date
    n: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Stat:
    term: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class Way:
    """How many went from one verdict to another."""

    was: Chip
    now: Chip
    n: int
    same: bool


@dataclass(frozen=True)
class Result:
    done: int
    cases: int
    running: bool
    failed: str
    headline: str = ""
    bars: tuple[Bar, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    stats: tuple[Stat, ...] = ()
    days: tuple[Day, ...] = ()
    most: int = 0
    ways: tuple[Way, ...] = ()
    notes: tuple[str, ...] = ()
    changed: int = 0
    alike: bool = False

    @property
    def share(self) -> int:
        """Of a hundred."""
        return self.done * 100 // self.cases if self.cases else 100


def of(one: Backtest) -> Result:
    parts = BacktestPart.objects.filter(backtest=one, tally__isnull=False)
    done = sum(parts.values_list("cases", flat=True)) if one.state == Progress.RUNNING else one.cases
    if one.tally is None:
        return Result(done, one.cases, one.state == Progress.RUNNING, one.why)
    sums = together([one.tally], timezone.get_current_timezone())
    bars = (_bar("In force", 2, sums.matrix, 0), _bar("Draft", 36, sums.matrix, 1))
    used = {piece.kind: piece.words for bar in bars for piece in bar.pieces}
    return Result(
        one.cases, one.cases, running=False, failed="", headline=_headline(sums), bars=bars,
        kinds=tuple(sorted(used.items())), stats=tuple(_stats(sums)), days=tuple(_days(one, sums)),
        most=max(sums.changed_days.values(), default=0), ways=tuple(_ways(sums.matrix)), notes=tuple(_notes(one, sums)),
        changed=sums.changed, alike=sums.changed == 0 and sums.cases > 0,
    )  # fmt: skip


def _headline(sums: Tally) -> str:
    first = f"{sums.changed:,} of {sums.cases:,} decisions would have been different."
    wanted = [counted(sums.refused, "case") + " that people did not want"] if sums.refused else []
    wanted += [counted(sums.edited, "case") + " that people changed first"] if sums.edited else []
    return f"{first} It would let {' and '.join(wanted)} run alone." if wanted else first


def _bar(name: str, y: int, matrix: Mapping[str, int], side: int) -> Bar:
    sums: Counter[str] = Counter()
    for way, n in matrix.items():
        label = way.split(">")[side]
        sums[label if label in ORDER else "more"] += n
    all_, x, pieces = sum(sums.values()) or 1, LEFT, []
    for place, label in enumerate(ORDER):
        if sums[label]:
            width = max(round(WIDTH * sums[label] / all_ - GAP, 1), 1.5)
            pieces.append(Piece(f"k{place}", WORDS[label], sums[label], round(x, 1), width))
            x += width + GAP
    return Bar(name, y, tuple(pieces))


def _stats(sums: Tally) -> list[Stat]:
    new = [str(Money(amount, currency)) for currency, amount in sorted(sums.money_new.items())]
    largest = [str(Money(amount, currency)) for currency, amount in sorted(sums.largest.items())]
    seen = [str(Money(amount, currency)) for currency, amount in sorted(sums.money_reviewed.items())]
    saved, added = span(timedelta(seconds=sums.saved_s)), span(timedelta(seconds=sums.added_s))
    money = Stat("Would run unreviewed", new[0] if new else "none",
                 ", ".join([*new[1:], *(f"largest {one}" for one in largest)]) or _reviewed(seen))  # fmt: skip
    fewer = sums.signatures_saved - sums.signatures_added
    words = f"{abs(fewer):,} {'fewer' if fewer >= 0 else 'more'}"
    note = f"{sums.signatures_saved:,} saved, {sums.signatures_added:,} added"
    pace = f"{added} added, at the usual pace" if sums.added_s else ""
    time = Stat("Waiting for people", f"{saved} less" if sums.saved_s else "as before", pace)
    return [money, Stat("Signatures", words, note), time, *_stops(sums)]


def _reviewed(seen: Sequence[str]) -> str:
    return f"{', '.join(seen)} would be seen by people now" if seen else ""


def _stops(sums: Tally) -> list[Stat]:
    """The caps that the draft would reach more or less often; else the first, which stays as it is."""
    counts = [(cap, reached(cap, sums.caps_then), reached(cap, sums.caps_now)) for cap in caps()]
    moved = [one for one in counts if one[1] != one[2]] or counts[:1]
    return [
        Stat(f"Cap “{cap.name}” reached", counted(now, cap.period if cap.period != "forever" else "time"),
             "as often as it was" if then == now else f"it was {then}") for cap, then, now in moved[:2]
    ]  # fmt: skip


def _days(one: Backtest, sums: Tally) -> list[Day]:
    first, last = (timezone.localtime(at).date() for at in (one.since, one.until))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    most, step = max(sums.changed_days.values(), default=0) or 1, SLOT / len(days)
    found = []
    for place, day in enumerate(days):
        n = sums.changed_days.get(day.isoformat(), 0)
        height = round(max(HIGH * n / most, 1.0), 1)
        found.append(
            Day(day, n, round(place * step, 1), round(46 - height, 1), round(max(step * 0.72, 0.8), 1), height)
        )
    return found


def _ways(matrix: Mapping[str, int]) -> list[Way]:
    """Those who moved first, the most of them on top."""
    told = [(way.partition(">")[0], way.partition(">")[2], n) for way, n in matrix.items()]
    told.sort(key=lambda one: (one[0] == one[1], -one[2]))
    return [Way(said_of(was), said_of(now), n, was == now) for was, now, n in told]


def _notes(one: Backtest, sums: Tally) -> list[str]:
    took = span(one.ended_at - one.asked_at) if one.ended_at else ""
    notes = [f"Asked again from what was recorded, in {took}. Nothing was read and nothing was sent."]
    if charters.above(one.workspace_id):
        notes.append("What the organisation’s policy asked of each then is asked beside the draft.")
    if sums.erased:
        notes.append(f"{counted(sums.erased, 'case')} could not be asked again: what was asked has been erased.")
    if sums.unseen:
        notes.append(f"{counted(sums.unseen, 'case')} had been denied on the arguments alone, before anybody looked.")
    return notes
