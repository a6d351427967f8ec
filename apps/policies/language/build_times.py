"""The clock, the calendar, and running totals."""

import datetime as dt
import re
from typing import Any, Literal, NamedTuple

from apps.core.money import Money
from apps.policies.language.build_limits import LimitBuilder, count_of, every, in_order, unit_of
from apps.policies.language.build_names import Nodes, refuse, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, through, turned, until
from apps.policies.language.passive import passive_doing
from apps.policies.rule import Clock, Condition, Freeze, Op, Total, Weekday, WorkingHours

PERIOD = re.compile(r"hour|day|week|month|quarter|year|ever|run|\d+ (?:minute|hour|day|week|month|year)s?")
Whose = Literal["ours", "recipient"]
WORKDAYS, WEEKEND = (1, 2, 3, 4, 5), (6, 7)
PERIODS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}


class Per(NamedTuple):
    period: str = ""
    party: str = ""


class Moved(NamedTuple):
    """What has been done so far, up to a limit: 3,000 USD refunded, 20 refunds."""

    op: Op
    limit: Any
    acts: Any = ()


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

    # --- running totals

    def per_period(self, found: Nodes) -> Per:
        spoken = found[0]
        if "PERIOD_NAME" in spoken.meanings or "PERIODLY" in spoken.meanings:
            return Per(period=str(spoken.meanings.get("PERIOD_NAME") or spoken.meanings["PERIODLY"]))
        return self.per_party(found)

    def per_text(self, found: Nodes) -> Per:
        name = word(found[0])
        return Per(period=name) if PERIOD.fullmatch(name) else Per(party=name)

    def per_rolling(self, found: Nodes) -> Per:
        number, unit = count_of(found[0]), unit_of(found[1])
        return Per(period=f"{number} {unit}{'' if number == 1 else 's'}")

    def per_party(self, found: Nodes) -> Per:
        name = found[0]
        return Per(party=name if type(name) is str else word(name, "PARTY", "RELATED"))

    def per_ever(self, _found: Nodes) -> Per:
        return Per(period="ever")

    def total_money(self, found: Nodes) -> Cond:
        limits = next(each for each in found if isinstance(each, list))
        return Cond(_total(limits, _pers(found)))

    def total_times(self, found: Nodes) -> Cond:
        limits = found[0] if isinstance(found[0], list) else [(found[0], found[1])]
        return Cond(_total(limits, _pers(found)))

    def total_with(self, found: Nodes) -> Cond:
        return Cond(_total(found[-1], _pers(found)))

    def total_before(self, found: Nodes) -> Cond:
        return Cond(_total(found[-1], _pers(found), with_this=False))

    times_with, times_before = total_with, total_before

    def times_already(self, found: Nodes) -> Cond:
        limits = next((each for each in found if isinstance(each, list)), None)
        pers = _pers(found)
        per = Per(pers.period or "ever", pers.party or "record")
        if limits is None:
            return Cond(Total(op=Op.AT_LEAST, limit=1, period=per.period, per=per.party, with_this=False))
        return Cond(_total(limits, per, with_this=False))

    def twice(self, found: Nodes) -> Cond:
        """It was done once before: for the same customer, or on the same record."""
        party = word(found[0], "PARTY", "RELATED") if found else "record"
        return Cond(Total(op=Op.AT_LEAST, limit=1, period="ever", per=party, with_this=False))

    def moved_money(self, found: Nodes) -> "Moved":
        return Moved(Op.AT_LEAST, found[0], _done(found[1:]))

    def moved_money_in(self, found: Nodes) -> "Moved":
        return Moved(Op.AT_LEAST, found[0], found[1].acts)

    def moved_over(self, found: Nodes) -> "Moved":
        return Moved(found[0], found[1], _done(found[2:]))

    def moved_count(self, found: Nodes) -> "Moved":
        op, *rest = found if isinstance(found[0], Op) else [Op.AT_LEAST, *found]
        number, acts = rest[0], rest[1]
        return Moved(op, number, acts)

    def moved_so_far(self, found: Nodes) -> Cond:
        moved, *pers = found
        return Cond(_total([(moved.op, moved.limit)], _pers(pers), with_this=False))

    def quantity_money(self, found: Nodes) -> Cond:
        return Cond(_total([(Op.OVER, found[0])], _pers(found)))

    def quantity_times(self, found: Nodes) -> Cond:
        return Cond(_total([(Op.OVER, found[0])], _pers(found)))


def _done(found: Nodes) -> Any:
    """The acts of `refunded`; none where it only says that it was done."""
    return passive_doing((), (), found[0]).acts if found else ()


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


def _pers(found: Nodes) -> Per:
    pers = [each for each in found if isinstance(each, Per)]
    periods = tuple(dict.fromkeys(each.period for each in pers if each.period))
    parties = tuple(dict.fromkeys(each.party for each in pers if each.party))
    if len(periods) > 1 or len(parties) > 1:
        raise NotUnderstood("Say one period, and of whom.")
    return Per(*(each[0] if each else "" for each in (periods, parties)))


def _total(limits: Any, per: Per, *, with_this: bool = True) -> Condition:
    in_order([(op, value if isinstance(value, Money) else count_of(value)) for op, value in limits])
    tests = []
    for op, value in limits:
        limit, currency = (value.amount, value.currency) if isinstance(value, Money) else (count_of(value), "")
        tests.append(Total(op=op, limit=limit, currency=currency, period=per.period or "ever", per=per.party,
                           with_this=with_this))  # fmt: skip
    return every(list(tests))
