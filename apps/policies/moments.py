"""The terms of the clock and the calendar."""

from typing import Literal

from pydantic import Field

from apps.policies.frozen import Frozen


class Clock(Frozen):
    """From one minute of the day to another, the end not included; past midnight where it ends before it begins."""

    kind: Literal["clock"] = "clock"
    begins: int = Field(ge=0, lt=1440)
    ends: int = Field(ge=0, le=1440)
    whose: Literal["ours", "recipient"] = "ours"


class Weekday(Frozen):
    kind: Literal["weekday"] = "weekday"
    days: tuple[int, ...] = Field(min_length=1)  # 1: Monday
    whose: Literal["ours", "recipient"] = "ours"


class WorkingHours(Frozen):
    kind: Literal["working hours"] = "working hours"
    whose: Literal["ours", "recipient"] = "ours"


class Before(Frozen):
    """Before a date begins, in the workspace's own time zone."""

    kind: Literal["before"] = "before"
    date: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")


class Yearly(Frozen):
    """Each year from one day to another, both included; over New Year where it ends before it begins."""

    kind: Literal["yearly"] = "yearly"
    begins: str = Field(pattern=r"^\d\d-\d\d$")  # month and day: 12-20
    ends: str = Field(pattern=r"^\d\d-\d\d$")


class Freeze(Frozen):
    """A named period is in force: a freeze, a maintenance window, a public holiday."""

    kind: Literal["freeze"] = "freeze"
    name: str = ""  # "": any freeze
