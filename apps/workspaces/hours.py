"""When a workspace works: what its rules mean by working hours."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from apps.audit import log
from apps.workspaces.models import DAY, Workspace

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Hours:
    """Minutes of the day, in the workspace's own zone; past midnight where it closes before it opens. 1: Monday."""

    opens: int
    closes: int
    days: tuple[int, ...]

    @property
    def said(self) -> str:
        """`09:00 to 17:00 on Monday, Tuesday and Friday`."""
        *most, last = (DAYS[day - 1] for day in self.days)
        days = f"{', '.join(most)} and {last}" if most else last
        return f"{clock(self.opens)} to {clock(self.closes)} on {days}"

    @property
    def possible(self) -> bool:
        """Is there such a day?"""
        days = bool(self.days) and set(self.days) <= set(range(1, len(DAYS) + 1))
        return days and 0 <= self.opens < DAY and 0 <= self.closes <= DAY and self.opens != self.closes


def of(workspace: Workspace) -> Hours:
    return Hours(workspace.opens, workspace.closes, tuple(map(int, workspace.workdays)))


@transaction.atomic
def put(workspace: UUID, hours: Hours, *, by: str) -> None:
    """They work so from now on."""
    said = {"opens": hours.opens, "closes": hours.closes, "workdays": "".join(map(str, hours.days))}
    Workspace.objects.filter(pk=workspace).update(**said)
    log.append("hours.put", workspace=workspace, subject="workspace", by=by, facts=said)


def clock(minute: int) -> str:
    """`17:30`; midnight at the end of the day is `24:00`."""
    return f"{minute // 60:02}:{minute % 60:02}"
