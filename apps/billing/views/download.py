"""Usage as a file: every line of the roll-up between two days, a week at a time, so that it never needs much memory."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone

from apps.billing import spending, words
from apps.billing.spans import Span, running
from apps.billing.views import form, goes
from apps.console.spreadsheet import EXCEL_READS_IT_AS_UTF_8, Written, safe
from apps.core import scope
from apps.core.errors import Invalid
from apps.workspaces.models import Workspace

MOST = 366  # days
AT_ONCE = timedelta(days=7)
COLUMNS = ("day", "time_zone", "agent", "agent_id", "connection", "connection_id", "unit", "currency", "category",
           "amount", "times")  # fmt: skip


def answer(place: Workspace, span: Span) -> StreamingHttpResponse:
    sent = StreamingHttpResponse(_file(place, span), content_type="text/csv; charset=utf-8")
    sent["Content-Disposition"] = f'attachment; filename="usage-{place.slug}-{span.first}-to-{span.last}.csv"'
    sent["Cache-Control"] = "private, no-store"
    return sent


def between(first: str, last: str) -> Span:
    """From the first of the month to today, unless days are named. Raises Invalid for what is no such stretch."""
    today = timezone.localdate()
    span = Span(_day(first) or running("month", today).now.first, min(_day(last) or today, today))
    if span.days < 1:
        raise Invalid("A file begins on a day that has come, and ends on that day or a later one.")
    if span.days > MOST:
        raise Invalid(f"A file holds {MOST} days at most. Ask for a shorter time.")
    return span


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Invalid("Write a day as 2026-04-18.") from None


def _file(place: Workspace, span: Span) -> Iterator[str]:
    """Sent after the door has closed behind the request, so each piece is read in a scope of its own."""
    write = csv.writer(Written()).writerow
    yield EXCEL_READS_IT_AS_UTF_8 + write(COLUMNS)
    for week in _weeks(span):
        with scope.workspace(place.pk):
            rows = _rows(place, week)
        yield from (write(row) for row in rows)


def _weeks(span: Span) -> Iterator[Span]:
    first = span.first
    while first <= span.last:
        yield Span(first, min(first + AT_ONCE - timedelta(days=1), span.last))
        first += AT_ONCE


def _rows(place: Workspace, span: Span) -> list[tuple[object, ...]]:
    """One statement for what was used: a line that the roll-up moves meanwhile stands in it once."""
    found = spending.lines(place.pk, span)
    agents = goes.names("agent", {one.agent for one in found})
    connections = goes.names("connection", {one.connection for one in found})
    return [
        (
            one.day, place.time_zone, safe(agents[one.agent]), _id(one.agent), safe(connections[one.connection]),
            _id(one.connection), words.UNITS[one.unit], "USD" if one.unit == "micro_usd" else one.currency,
            safe(one.category), form.written(one.unit, one.amount, one.currency), one.times,
        )
        for one in found
    ]  # fmt: skip


def _id(id: UUID | None) -> str:
    return str(id) if id else ""
