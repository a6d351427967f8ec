"""The clock, the calendar, and running totals."""

import datetime as dt
from typing import Any, Literal

from apps.policies.language.build_limits import LimitBuilder
from apps.policies.language.build_names import Nodes, refuse, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, through, turned, until
from apps.policies.rule import AnyOf, Clock, EveryOf, Freeze, Weekday, WorkingHours

Whose = Literal["ours", "recipient"]
WORKDAYS, WEEKEND = (1, 2, 3, 4, 5), (6, 7)
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

    def on_weekend(self, found: Nodes) -> Cond:
        return Cond(Weekday(days=WEEKEND, whose=_whose(found)))

    def on_weekdays(self, found: Nodes) -> Cond:
        return Cond(Weekday(days=WORKDAYS, whose=_whose(found)))

    def any_time(self, found: Nodes) -> Cond:
        """Before 8 or after 21; a time zone at the end is that of all."""
        parts = [each.condition for each in found]
        if getattr(parts[-1], "whose", "") == "recipient":
            parts = [
                part.model_copy(update={"whose": "recipient"}) if hasattr(part, "whose") else part for part in parts
            ]
        return Cond(AnyOf(of=tuple(parts)))

    def at_night(self, _found: Nodes) -> Cond:
        raise NotUnderstood("Say from when to when: from 22:00 to 06:00.")

    def after_clock(self, found: Nodes) -> Cond:
        return _clock(found[0], 1440, found[1:])

    def before_clock(self, found: Nodes) -> Cond:
        return _clock(0, found[0], found[1:])

    def between_clocks(self, found: Nodes) -> Cond:
        return _clock(found[0], found[1], found[2:])

    def outside_clocks(self, found: Nodes) -> Cond:
        return turned(self.between_clocks(found))

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

    def day_month(self, found: Nodes) -> dt.date:
        day, month, year = found
        return _date(f"{year.meaning('NUMBER'):04}-{month.meaning('MONTH'):02}-{day.meaning('NUMBER'):02}", day)

    def month_day(self, found: Nodes) -> dt.date:
        return self.day_month([found[1], found[0], found[2]])

    def after_date(self, found: Nodes) -> Cond:
        return turned(through(found[0]))

    def before_date(self, found: Nodes) -> Cond:
        return until(found[0])

    def between_dates(self, found: Nodes) -> Cond:
        """From the first day to the last, both included."""
        first, last = found
        if first > last:
            raise NotUnderstood("Write the earlier day first.")
        return Cond(EveryOf(of=(turned(until(first)).condition, through(last).condition)))

    def from_date(self, found: Nodes) -> Cond:
        return turned(until(found[0]))

    def named_freeze(self, found: Nodes) -> Cond:
        return Cond(Freeze(name=word(found[0], "FREEZE_NAME")))

    def freeze(self, found: Nodes) -> Cond:
        return self.named_freeze(found)

    def any_freeze(self, _found: Nodes) -> Cond:
        return Cond(Freeze())

    def in_freeze(self, found: Nodes) -> Any:
        return found[0]

    def not_in_freeze(self, found: Nodes) -> Cond:
        return turned(found[0])


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
