"""The clock, the calendar, and running totals."""

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from apps.policies.language.build_limits import LimitBuilder
from apps.policies.language.build_names import Nodes, refuse, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, through, turned, until
from apps.policies.rule import AnyOf, Clock, Condition, EveryOf, Freeze, Weekday, WorkingHours, Yearly

Whose = Literal["ours", "recipient"]
WORKDAYS, WEEKEND = (1, 2, 3, 4, 5), (6, 7)
NIGHT = (22 * 60, 6 * 60)
PERIODS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}


class TimeBuilder(LimitBuilder):
    def theirs(self, _found: Nodes) -> Whose:
        return "recipient"

    def ours(self, _found: Nodes) -> Whose:
        return "ours"

    def after_hours(self, found: Nodes) -> Cond:
        return turned(self.in_hours(found))

    def in_hours(self, found: Nodes) -> Cond:
        return Cond(WorkingHours(whose=_whose(found)))

    def on_days(self, found: Nodes) -> Cond:
        days = [each for part in found if not isinstance(part, str) for each in part]
        numbers = tuple(sorted({each.meaning("DAY") for each in days}))
        return Cond(Weekday(days=numbers, whose=_whose(found)))

    def not_on_days(self, found: Nodes) -> Cond:
        return turned(self.on_days(found))

    def one_day(self, found: Nodes) -> Cond:
        return Cond(Weekday(days=(found[0].meaning("DAY"),)))

    def on_weekend(self, _found: Nodes) -> Cond:
        return Cond(Weekday(days=WEEKEND))

    def on_weekdays(self, _found: Nodes) -> Cond:
        return Cond(Weekday(days=WORKDAYS))

    def day_kinds(self, found: Nodes) -> tuple[Condition, ...]:
        """Any of these days, however they are joined: no day is two of them at once."""
        parts = [each.condition for each in found]
        days = {day for part in parts if isinstance(part, Weekday) for day in part.days}
        others = dict.fromkeys(part for part in parts if not isinstance(part, Weekday))
        return (*((Weekday(days=tuple(sorted(days))),) if days else ()), *others)

    def on_day_kinds(self, found: Nodes) -> Cond:
        kinds, whose = found[0], _whose(found[1:])
        parts = [part.model_copy(update={"whose": whose}) if isinstance(part, Weekday) else part for part in kinds]
        return _any(parts)

    def on_day_range(self, found: Nodes) -> Cond:
        first, last = (each.meaning("DAY") for each in found[:2])
        days = {(first - 1 + more) % 7 + 1 for more in range((last - first) % 7 + 1)}
        return Cond(Weekday(days=tuple(sorted(days)), whose=_whose(found[2:])))

    def any_month(self, found: Nodes) -> Cond:
        return _any([each.condition for each in found[0]])

    def at_night(self, found: Nodes) -> Cond:
        return _clock(*NIGHT, found)

    def after_clock(self, found: Nodes) -> Cond:
        return _clock(found[0], 1440, found[1:])

    def before_clock(self, found: Nodes) -> Cond:
        return _clock(0, found[0], found[1:])

    def between_clocks(self, found: Nodes) -> Cond:
        return _clock(found[0], found[1], found[2:])

    def outside_clocks(self, found: Nodes) -> Cond:
        return turned(self.between_clocks(found))

    def day_clock(self, found: Nodes) -> tuple[int, int]:
        return found[0].meaning("DAY"), found[1]

    def clock_day(self, found: Nodes) -> tuple[int, int]:
        return found[1].meaning("DAY"), found[0]

    def weekly(self, found: Nodes) -> Cond:
        """`from Friday 18:00 to Monday 8:00`"""
        (first, begins), (last, ends) = found[:2]
        whose = _whose(found[2:])
        days = [(first - 1 + more) % 7 + 1 for more in range((last - first) % 7 + 1)]
        if len(days) == 1:
            raise NotUnderstood("Name two days, or write it as one day between two times.")
        between = tuple(sorted(days[1:-1]))
        on = [Weekday(days=each, whose=whose) if each else None for each in ((first,), between, (last,))]
        late, early = (_clock(at, until, found[2:]).condition for at, until in ((begins, 1440), (0, ends or 1440)))
        parts: list[Condition] = [EveryOf(of=(on[0], late)), *filter(None, on[1:2])]
        parts += [EveryOf(of=(on[2], early))] if ends else []
        return _any(parts)

    def clock(self, found: Nodes) -> int:
        return int(found[0].meaning("TIME"))

    def twelve(self, found: Nodes) -> int:
        spoken, half = found
        minute = spoken.meanings.get("TIME", spoken.meanings.get("NUMBER", 0) * 60)
        if not 60 <= minute < 780:
            raise refuse("Write the time like 6pm or 18:00.", spoken)
        return int(minute % 720 + (720 if "PM" in half.meanings else 0))

    def hours(self, found: Nodes) -> int:
        hour = found[0].meaning("NUMBER")
        if not 13 <= hour < 24:
            raise refuse("Write the time like 6pm or 18:00.", found[0])
        return int(hour * 60)

    def noon(self, _found: Nodes) -> int:
        return 720

    def midnight(self, _found: Nodes) -> int:
        return 0

    def date(self, found: Nodes) -> dt.date:
        return _date(str(found[0].meaning("DATE")), found[0])

    def day(self, found: Nodes) -> str:
        """`12-20`, of any year; the 29th of February is one."""
        month = next(each for each in found if "MONTH" in each.meanings)
        number = next(each for each in found if each is not month)
        of_month = number.meanings.get("ORDINAL", number.meanings.get("NUMBER"))
        return _date(f"2000-{month.meaning('MONTH'):02}-{of_month:02}", number).isoformat()[5:]

    def day_year(self, found: Nodes) -> dt.date:
        day, year = found
        return _date(f"{year.meaning('NUMBER'):04}-{day}", year)

    def between_days(self, found: Nodes) -> Cond:
        return Cond(Yearly(begins=found[0], ends=found[-1]))

    def month(self, found: Nodes) -> Cond:
        first, last = (each.meaning("MONTH") for each in (found[0], found[-1]))
        return Cond(Yearly(begins=f"{first:02}-01", ends=f"{last:02}-{calendar.monthrange(2000, last)[1]}"))

    def months(self, found: Nodes) -> list[Cond]:
        return list(found)

    def after_date(self, found: Nodes) -> Cond:
        return turned(through(found[0]))

    def before_date(self, found: Nodes) -> Cond:
        return until(found[0])

    def between_dates(self, found: Nodes) -> Cond:
        """From the first day to the last, both included."""
        first, last = found[0], found[-1]
        if first > last:
            raise NotUnderstood("Write the earlier day first.")
        return Cond(EveryOf(of=(turned(until(first)).condition, through(last).condition)))

    def from_date(self, found: Nodes) -> Cond:
        return turned(until(found[0]))

    def named_freeze(self, found: Nodes) -> Cond:
        return Cond(Freeze(name=word(found[0], "FREEZE_NAME")))

    def freeze(self, found: Nodes) -> Cond:
        return self.named_freeze(found)

    def dated_freeze(self, found: Nodes) -> Cond:
        """`the holiday freeze (20 December to 3 January)`: either says that it is in force."""
        return Cond(AnyOf(of=(self.named_freeze(found[:1]).condition, found[1].condition)))

    def any_freeze(self, _found: Nodes) -> Cond:
        return Cond(Freeze())

    def in_freeze(self, found: Nodes) -> Any:
        return found[0]

    def not_in_freeze(self, found: Nodes) -> Cond:
        return turned(found[0])


def _any(parts: Sequence[Condition]) -> Cond:
    return Cond(AnyOf(of=tuple(parts)) if len(parts) > 1 else parts[0])


def _whose(found: Nodes) -> Whose:
    return "recipient" if "recipient" in found else "ours"


def _clock(begins: int, ends: int, whose: Nodes) -> Cond:
    if begins == ends:
        raise NotUnderstood("This begins and ends at the same time.")
    return Cond(Clock(begins=begins, ends=ends or 1440, whose=_whose(whose)))


def _date(text: str, spoken: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise refuse("There is no such day.", spoken) from None
