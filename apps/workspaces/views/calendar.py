"""Working hours, freezes and checks: what rules mean by them, and the forms that propose to change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.actions.govern import govern
from apps.actions.own import checks as own_checks
from apps.actions.own import freezes as own_freezes
from apps.actions.own import hours as own_hours
from apps.actions.own import timetable
from apps.agents import checks
from apps.agents.models import Agent
from apps.connectors.contract import JsonDict
from apps.console.door import Inside
from apps.console.proposing import proposed
from apps.console.shell import page
from apps.core.errors import Invalid
from apps.workspaces import freezes, hours
from apps.workspaces.access import Right, check, who_may
from apps.workspaces.hours import DAYS, Hours
from apps.workspaces.models import Freeze, Workspace

MOST = 200  # agents that the form offers
GOAL = "Change the calendar"


@dataclass(frozen=True)
class Frozen:
    """A freeze as the page shows it, and what the form says to end it."""

    name: str
    begins: datetime
    ends: datetime
    places: str
    now: bool
    form: JsonDict


@dataclass(frozen=True)
class Day:
    number: int
    name: str
    worked: bool


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Inside) -> HttpResponse:
    """What stands. A POST proposes to change it; another admin signs."""
    if request.method != "POST":
        return _draw(request)
    check(request.user, Right.CONFIGURE, request.workspace.pk)
    return proposed(
        request, lambda: govern(*_wished(request), by=request.user, goal=GOAL), again=partial(_draw, request)
    )


def _wished(request: Inside) -> tuple[str, JsonDict]:
    """The own tool and its arguments, from the form. Raises Invalid for what the form does not offer."""
    said = request.POST
    match said.get("deed"):
        case "hours":
            times = {
                "opens": said.get("opens", ""),
                "closes": said.get("closes", ""),
                "days": _days(said.getlist("day")),
            }
            return timetable.SET, {"hours": times | {"before": own_hours.said(hours.of(request.workspace))}}
        case "freeze" | "thaw" as deed:
            places = [one.strip() for one in said.get("places", "").split(",") if one.strip()]
            span = {name: said.get(name, "").strip() for name in ("name", "begins", "ends")}
            span |= {name: span[name].replace(" ", "T") for name in ("begins", "ends")}
            return timetable.SET, {"freeze": {**span, "places": places, "holds": deed == "freeze"}}
        case "report" | "no more" as deed:
            named = {name: said.get(name, "").strip() for name in ("agent", "check")}
            return own_checks.SET, {**named, "may": deed == "report"}
    raise Invalid("Choose what to change.")


def _days(said: Sequence[str]) -> list[int]:
    return [int(day) for day in said if day.isdecimal()]


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "refused": refused, "may_change": Right.CONFIGURE in request.rights, "who_changes": who_may(Right.CONFIGURE),
        **_hours(request.workspace), "freezes": [_frozen(one, now) for one in freezes.standing(now)],
        "reporters": list(checks.standing()), "reports": checks.latest(),
        "agents": [(str(one.pk), one.name) for one in Agent.objects.order_by("name")[:MOST]],
    }  # fmt: skip
    return page(request, "workspaces/calendar.html", context, status=status)


def _hours(workspace: Workspace) -> dict[str, Any]:
    stands: Hours = hours.of(workspace)
    days = [Day(number, name, number in stands.days) for number, name in enumerate(DAYS, 1)]
    return {
        "hours": stands.said,
        "opens": hours.clock(stands.opens),
        "closes": hours.clock(stands.closes),
        "days": days,
    }


def _frozen(one: Freeze, now: datetime) -> Frozen:
    places = ", ".join(one.places)
    form = {name: own_freezes.said(one)[name] for name in ("name", "begins", "ends")} | {"places": places}
    return Frozen(one.name, one.begins_at, one.ends_at, places, one.begins_at <= now, form)
