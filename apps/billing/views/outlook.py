"""A forecast in words: what it comes to, how it is reckoned, and why there is none."""

from datetime import date

from django.utils import timezone

from apps.billing.amounts import about
from apps.billing.forecast import Course, Forecast
from apps.billing.spending import Kind
from apps.workspaces.models import Workspace


def since(place: Workspace, first: date | None) -> date:
    """From when on there was anything to count: the workspace's first day, or an earlier one on which something was."""
    begun = timezone.localdate(place.created_at)
    return min(begun, first) if first else begun


def said(found: Forecast, kind: Kind) -> str:
    return f"about {about(kind[0], found.total, kind[1])}"


def range_of(found: Forecast, kind: Kind) -> str:
    if found.low is None or found.high is None:
        return "too few days for a range"
    low, high = (about(kind[0], n, kind[1]) for n in (found.low, found.high))
    return f"between {low} and {high}" if low != high else ""


def why_none(course: Course) -> str:
    """Where no line can be drawn."""
    if not course.over:
        return "once the first day is over"
    return "nothing was used on the days that are over"


def reckoned(found: Forecast) -> str:
    days = "the one day that is over" if found.days == 1 else f"the {found.days} days that are over"
    line = f"The forecast is a straight line: each day still to come is taken to be like the average of {days}."
    if found.low is None:
        return line
    return f"{line} Its range: as if all of them were like the quieter half of those days, or like the busier half."
