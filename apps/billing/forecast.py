"""What a running period will come to if the days to come are like those that are over: a straight line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from apps.billing.spans import Span

FOR_A_RANGE = 4  # days that are over, so that each half of them is more than one


@dataclass(frozen=True)
class Forecast:
    """`low` and `high`: as if each day to come were like the quieter half of the days that are over, or the busier."""

    total: int
    low: int | None
    high: int | None
    days: int  # that are over, from which it is reckoned


@dataclass(frozen=True)
class Course:
    """Where a running period stands: each day that is over, what today has brought, and how many days follow."""

    over: Sequence[int]
    today: int
    left: int

    @property
    def pace(self) -> Fraction:
        """What a day that is over brought, on average."""
        return Fraction(sum(self.over), len(self.over)) if self.over else Fraction(0)


def course(span: Span, used: dict[date, int], *, today: date, since: date) -> Course:
    """`since`: the day on which there was anything to count at all, so that the days before it do not slow the pace."""
    begun = max(span.first, min(since, today))
    over = [used.get(day, 0) for day in Span(begun, today - timedelta(days=1)).each()] if begun < today else []
    return Course(over, used.get(today, 0), (span.last - today).days)


def straight(found: Course, *, so_far: int) -> Forecast | None:
    """None before a day is over, and where nothing was used on any: there is no line through nothing.

    `so_far` is what stands against the cap now, today's included.
    """
    if not any(found.over):
        return None
    ranked = sorted(found.over)
    quieter, busier = ranked[: (len(ranked) + 1) // 2], ranked[len(ranked) // 2 :]
    known = len(ranked) >= FOR_A_RANGE
    total, low, high = (_at(_mean(days), found, so_far) for days in (ranked, quieter, busier))
    return Forecast(total, low if known else None, high if known else None, len(ranked))


def reaches(cap: int, found: Course, *, so_far: int) -> int | None:
    """In how many days the straight line meets the cap: 0 is today; None where it does not within the period."""
    by_tonight = so_far - found.today + max(Fraction(found.today), found.pace)
    if by_tonight >= cap:
        return 0
    if not found.pace or by_tonight + found.pace * found.left < cap:
        return None
    return -int((by_tonight - cap) // found.pace)


def _at(pace: Fraction, found: Course, so_far: int) -> int:
    """Today counts as a whole day of this pace, unless it has already brought more."""
    return round(so_far - found.today + max(Fraction(found.today), pace) + pace * found.left)


def _mean(days: Sequence[int]) -> Fraction:
    return Fraction(sum(days), len(days))
