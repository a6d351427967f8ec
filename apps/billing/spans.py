"""Stretches of whole days on the workspace's own calendar, each with the one before it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
THIRTY = timedelta(days=30)
KINDS = {"month": "Month", "30-days": "30 days", "quarter": "Quarter"}


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def each(self) -> list[date]:
        return [self.first + n * DAY for n in range(self.days)]


@dataclass(frozen=True)
class Period:
    """A span that is running, and the last one of its kind."""

    kind: str
    name: str
    now: Span
    then: Span
    then_name: str

    @property
    def rolls(self) -> bool:
        """It ends today, whichever day that is: nothing of it is still to come."""
        return self.kind == "30-days"


def running(kind: str, today: date) -> Period:
    """The period of this kind in which today lies; a month where there is no such kind."""
    if kind == "30-days":
        now = Span(today - THIRTY + DAY, today)
        return Period(kind, "The last 30 days", now, Span(now.first - THIRTY, now.first - DAY), "30 days before")
    if kind == "week":
        monday = today - today.weekday() * DAY
        now, then = Span(monday, monday + 6 * DAY), Span(monday - 7 * DAY, monday - DAY)
        return Period(kind, f"The week of {monday.day} {monday:%B}", now, then, "Last week")
    months = 3 if kind == "quarter" else 1
    now = _months(today, months)
    then = _months(now.first - DAY, months)
    short = _called(then) if then.first.year == now.first.year else f"{_called(then)} {then.first.year}"
    return Period("quarter" if months == 3 else "month", f"{_called(now)} {now.first.year}", now, then, short)


def _months(day: date, many: int) -> Span:
    """So many whole months of the calendar, counted from January."""
    first = date(day.year, (day.month - 1) // many * many + 1, 1)
    after = first.month + many
    return Span(first, date(first.year + (after > 12), (after - 1) % 12 + 1, 1) - DAY)


def _called(span: Span) -> str:
    first, last = f"{span.first:%B}", f"{span.last:%B}"
    return first if first == last else f"{first} to {last}"
