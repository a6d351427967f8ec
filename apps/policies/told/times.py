"""Tests of the clock and the calendar, in the workspace's time zone or the recipient's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apps.policies.rule import Before, Clock, Freeze, Weekday, WorkingHours, Yearly
from apps.policies.told.asked import Asked, Told, known, normal

NO_FREEZE = ("window", "hour", "public holiday", "incident")


def clock(test: Clock, asked: Asked) -> Told:
    at = _local(test.whose, asked)
    if at is None:
        return Told.UNKNOWN
    return known(_within(at.hour * 60 + at.minute, test.begins, test.ends))


def weekday(test: Weekday, asked: Asked) -> Told:
    at = _local(test.whose, asked)
    return Told.UNKNOWN if at is None else known(at.isoweekday() in test.days)


def working_hours(test: WorkingHours, asked: Asked) -> Told:
    at, house = _local(test.whose, asked), asked.house
    if at is None:
        return Told.UNKNOWN
    open_ = _within(at.hour * 60 + at.minute, house.opens, house.closes)
    return known(open_ and at.isoweekday() in house.workdays)


def before(test: Before, asked: Asked) -> Told:
    at = _local("ours", asked)
    return Told.UNKNOWN if at is None else known(at.date() < date.fromisoformat(test.date))


def freeze(test: Freeze, asked: Asked) -> Told:
    in_force = asked.around.freezes
    if in_force is None:
        return Told.UNKNOWN
    if not test.name:
        return known(not all(map(no_freeze, in_force)))
    return known(_named(test.name) in set(map(_named, in_force)))


def yearly(test: Yearly, asked: Asked) -> Told:
    at = _local("ours", asked)
    if at is None:
        return Told.UNKNOWN
    day = f"{at:%m-%d}"
    if test.begins <= test.ends:
        return known(test.begins <= day <= test.ends)
    return known(day >= test.begins or day <= test.ends)


def no_freeze(name: str) -> bool:
    """Whether it is a period of another sort: a maintenance window, a public holiday."""
    return normal(name).endswith(NO_FREEZE)


def _named(name: str) -> str:
    return normal(name).removesuffix(" freeze")


def _within(minute: int, begins: int, ends: int) -> bool:
    return begins <= minute < ends if begins < ends else minute >= begins or minute < ends


def _local(whose: str, asked: Asked) -> datetime | None:
    zone = asked.around.recipient_zone if whose == "recipient" else asked.house.zone
    if asked.around.at is None or not zone:
        return None
    try:
        return asked.around.at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
