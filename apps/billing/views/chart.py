"""A period drawn by the server: what is used so far, what it may come to, the last period, and the cap. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from apps.billing.amounts import about, short, to_cents
from apps.billing.forecast import Forecast
from apps.billing.spans import Period
from apps.billing.spending import Kind

LEFT, RIGHT, TOP, FLOOR = 64.0, 684.0, 48.0, 300.0
IN_SIGHT = 4  # times the rest: a cap that is farther away would press everything flat
MARKS = 6
BESIDE = 240  # the room that words need
A_LINE = 24


@dataclass(frozen=True)
class Figures:
    """What is to be drawn: each day of the running period to today, each of the last one, and what they lead to."""

    period: Period
    kind: Kind
    now: Sequence[int]
    then: Sequence[int]
    forecast: Forecast | None = None
    cap: int | None = None


@dataclass(frozen=True)
class Mark:
    words: str
    x: float = RIGHT
    y: float = FLOOR
    anchor: str = "end"


@dataclass(frozen=True)
class Row:
    day: date
    on_it: str
    so_far: str
    then: str


@dataclass(frozen=True)
class Chart:
    title: str
    spent: str
    area: str
    then: str
    forecast: str
    band: str
    cap: Mark | None
    far_cap: str
    levels: list[Mark]
    days: list[Mark]
    tip: Mark
    now: Mark
    end: Mark | None
    rows: list[Row]


@dataclass(frozen=True)
class Scale:
    days: int
    highest: int

    def x(self, day: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * day / self.days, 1)

    def y(self, n: int) -> float:
        return round(FLOOR - (FLOOR - TOP) * n / self.highest, 1)

    def line(self, sums: Sequence[int], start: int = 0) -> str:
        return "M" + " L".join(f"{self.x(start + at)},{self.y(n)}" for at, n in enumerate(sums))


def draw(figures: Figures) -> Chart:
    now, then = _sums(figures.now), _sums(figures.then)[: figures.period.now.days + 1]
    highest = max(now[-1], then[-1], *_ends(figures.forecast), 1)
    shown = figures.cap if figures.cap is not None and figures.cap <= IN_SIGHT * highest else None
    scale = Scale(figures.period.now.days, max(highest, shown or 0))
    tip = Mark(f"{_said(figures, now[-1])} today", scale.x(len(now) - 1), scale.y(now[-1]))
    spent = scale.line(now)
    return Chart(
        title=_title(figures, now[-1]), spent=spent, area=f"{spent} L{tip.x},{FLOOR} Z", then=scale.line(then),
        forecast=_ahead(scale, now, figures.forecast), band=_band(scale, now, figures.forecast),
        cap=Mark(f"Cap {_said(figures, shown)}", y=scale.y(shown)) if shown is not None else None,
        far_cap=_said(figures, figures.cap) if figures.cap is not None and shown is None else "",
        levels=_levels(scale, figures.kind), days=_days(scale, figures.period), tip=tip,
        now=_beside(tip), end=_end(scale, figures, _beside(tip)), rows=_rows(figures),
    )  # fmt: skip


def step(highest: int) -> int:
    """The distance of the levels: 1, 2 or 5 with noughts behind, so that there are at most five."""
    tens = 1
    while True:
        for one in (1, 2, 5):
            if highest <= 5 * one * tens:
                return one * tens
        tens *= 10


def _sums(days: Sequence[int]) -> list[int]:
    return [0, *accumulate(days)]


def _ends(forecast: Forecast | None) -> tuple[int, ...]:
    return (forecast.total, forecast.high or 0) if forecast else ()


def _ahead(scale: Scale, now: Sequence[int], forecast: Forecast | None) -> str:
    if forecast is None or len(now) > scale.days:
        return ""
    return f"M{scale.x(len(now) - 1)},{scale.y(now[-1])} L{RIGHT},{scale.y(forecast.total)}"


def _band(scale: Scale, now: Sequence[int], forecast: Forecast | None) -> str:
    if forecast is None or forecast.low is None or forecast.high is None or len(now) > scale.days:
        return ""
    start = f"M{scale.x(len(now) - 1)},{scale.y(now[-1])}"
    return f"{start} L{RIGHT},{scale.y(forecast.high)} L{RIGHT},{scale.y(forecast.low)} Z"


def _levels(scale: Scale, kind: Kind) -> list[Mark]:
    apart = step(scale.highest)
    return [Mark(short(kind[0], n, kind[1]), y=scale.y(n)) for n in range(0, scale.highest + 1, apart)]


def _days(scale: Scale, period: Period) -> list[Mark]:
    """Each stands under the end of its day, where its sum is."""
    each, one_month = period.now.each(), period.kind == "month"
    apart = 5 if one_month else max(1, -(-scale.days // MARKS))
    wanted = [1, *range(apart, scale.days + 1, apart)] if one_month else range(1, scale.days + 1, apart)
    return [Mark(_called(each[n - 1], one_month=one_month), scale.x(n)) for n in wanted]


def _called(day: date, *, one_month: bool) -> str:
    return f"{day.day}" if one_month else f"{day.day} {day:%b}"


def _beside(tip: Mark) -> Mark:
    """Left of the line and above it, where there is room; else right of it and below."""
    if tip.x - LEFT < BESIDE:
        return Mark(tip.words, tip.x + 12, min(tip.y + 24, FLOOR - 6), "start")
    return Mark(tip.words, tip.x - 12, tip.y - 10)


def _end(scale: Scale, figures: Figures, now: Mark) -> Mark | None:
    """Over the end of the forecast and its band, and over the words beside today, where they are near."""
    if figures.forecast is None or len(figures.now) >= scale.days:
        return None
    over = scale.y(max(_ends(figures.forecast))) - 8
    return Mark(_by_the_end(figures, figures.forecast), y=min(over, now.y - A_LINE) if now.anchor == "end" else over)


def _by_the_end(figures: Figures, forecast: Forecast) -> str:
    last = figures.period.now.last
    return f"about {about(figures.kind[0], forecast.total, figures.kind[1])} by {last.day} {last:%B}"


def _rows(figures: Figures) -> list[Row]:
    """The same as a table, for whoever does not see the picture."""
    now, then = _sums(figures.now), _sums(figures.then)
    return [
        Row(day, _said(figures, on_it), _said(figures, now[at]), _said(figures, then[at]) if at < len(then) else "over")
        for at, (day, on_it) in enumerate(zip(figures.period.now.each(), figures.now, strict=False), 1)
    ]


def _title(figures: Figures, so_far: int) -> str:
    period = figures.period
    said = [f"{period.name}: {_said(figures, so_far)} so far"]
    if figures.forecast:
        said.append(_by_the_end(figures, figures.forecast))
    if figures.cap is not None:
        said.append(f"cap {_said(figures, figures.cap)}")
    return f"{'; '.join(said)}. {period.then_name}: {_said(figures, sum(figures.then))} in all."


def _said(figures: Figures, n: int) -> str:
    return to_cents(figures.kind[0], n, figures.kind[1])
