"""One budget's running period: what it may come to, when it would meet its cap, the last period, and a chart."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from apps.billing import forecast, spending
from apps.billing.amounts import to_cents
from apps.billing.forecast import Course, Forecast
from apps.billing.models import Budget, HardLine
from apps.billing.rooms import Headroom
from apps.billing.spans import Period, Span, running
from apps.billing.spending import COUNTED_BY_DAY, Days
from apps.billing.views import chart, outlook
from apps.connectors.contract import JsonDict
from apps.workspaces.models import Workspace

ONE_DAY = timedelta(days=1)
BY_SCOPE = {"person": "what a person asks for", "run": "what a run uses"}


@dataclass(frozen=True)
class Outlook:
    """`reached`: what becomes of the cap, where the pace leads to it. `note`: the range, or why there is nothing."""

    said: str
    note: str
    reached: str = ""
    forecast: Forecast | None = None
    full: bool = False


def outlook_of(place: Workspace, room: Headroom, used: Days | None, today: date) -> Outlook:
    """`used`: what its scope used on each day; None where nobody counts that by day."""
    if used is None:
        return Outlook("No forecast", _why_not(room))
    kind, period = (room.unit, room.currency), running(room.period, today)
    course = _course(place, period, used, today)
    found, full = forecast.straight(course, so_far=room.taken), room.taken >= room.cap
    reached = "at the cap now" if full else _reached(room, course, today)
    if found is None:
        return Outlook("None yet", outlook.why_none(course), reached, full=full)
    note = outlook.range_of(found, kind)
    if found.total > room.cap and room.hard_line != HardLine.ASK:
        note = ", ".join(["were it not for the cap", *([note] if note else [])])
    return Outlook(outlook.said(found, kind), note, reached, found, full)


def closer(place: Workspace, budget: Budget, seen: Outlook | None, today: date) -> JsonDict:
    """What the page of one budget shows of its periods."""
    if budget.period == "forever":
        return {"then": "None", "then_note": "it counts in all, without periods", "chart": None, "reckoned": ""}
    ahead = seen.forecast if seen else None
    return {
        **_then(place, budget, today), "chart": _chart(place, budget, ahead, today),
        "reckoned": outlook.reckoned(ahead) if ahead else "",
    }  # fmt: skip


def _course(place: Workspace, period: Period, used: Days, today: date) -> Course:
    return forecast.course(period.now, used, today=today, since=outlook.since(place, min(used, default=None)))


def _why_not(room: Headroom) -> str:
    if room.scope_kind not in COUNTED_BY_DAY:
        return f"{BY_SCOPE[room.scope_kind]} is not counted by day"
    return "a day is too short for one" if room.period == "day" else "it has no end to reckon to"


def _reached(room: Headroom, course: Course, today: date) -> str:
    days = forecast.reaches(room.cap, course, so_far=room.taken) if any(course.over) else None
    if days is None:
        return ""
    day = today + days * ONE_DAY
    return f"reaches the cap on {day.day} {day:%B}" if days else "reaches the cap today"


def _then(place: Workspace, budget: Budget, today: date) -> JsonDict:
    span = Span(today - ONE_DAY, today - ONE_DAY) if budget.period == "day" else running(budget.period, today).then
    taken = spending.taken(place.pk, budget.pk, span.first)
    called = (
        "yesterday" if budget.period == "day" else f"{span.first.day} {span.first:%B} to {span.last.day} {span.last:%B}"
    )
    if taken is not None:
        return {"then": to_cents(budget.unit, taken, budget.currency), "then_note": called}
    set_up = timezone.localdate(budget.created_at)
    return {
        "then": "None",
        "then_note": f"set up on {set_up.day} {set_up:%B %Y}" if set_up > span.last else f"nothing {called}",
    }


def _chart(place: Workspace, budget: Budget, ahead: Forecast | None, today: date) -> chart.Chart | None:
    """From the day on which it was set up, as its own count is."""
    used = spending.days_of(place.pk, [budget], today, before=True).get(budget.pk)
    if not used:
        return None
    period, kind = running(budget.period, today), (budget.unit, budget.currency)
    begun = timezone.localdate(budget.created_at)
    now = [used.get(day, 0) if day >= begun else 0 for day in period.now.each() if day <= today]
    then = [used.get(day, 0) for day in period.then.each()]
    return chart.draw(chart.Figures(period, kind, now, then, ahead, budget.cap))
