"""Asking a draft about the past: a form that starts it, its progress, and what it found."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from apps.actions.backtests import start
from apps.console.door import Inside
from apps.console.shell import page, status_of, unchanged
from apps.core import ids
from apps.core.errors import Invalid, NotFound, Refused
from apps.policies import fresh
from apps.policies.models import Backtest, Draft
from apps.policies.models.drafts import Stage
from apps.policies.views import changed, found, results
from apps.policies.views.editor import about

DAYS = (7, 30, 90, 365)


@require_http_methods(["GET", "HEAD", "POST"])
def backtest(request: Inside, said: str) -> HttpResponse:
    one = found.draft(said)
    if request.method != "POST":
        return _draw(request, one)
    try:
        by = found.check_may_write(request, one.name)
        if one.stage != Stage.OPEN:
            raise Invalid("This draft is closed.")
        start.start(one, days=_days(request.POST.get("days", "")), by=by)
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, one, refused=str(why), status=status_of(why))
    return redirect("draft-backtest", request.workspace.slug, said)


@require_safe
def backtest_csv(request: Inside, said: str) -> HttpResponse | StreamingHttpResponse:
    """Every changed case of the last backtest as a file."""
    last = _last(found.draft(said))
    if last is None:
        raise NotFound
    return changed.as_file(request, last)


def _draw(request: Inside, one: Draft, *, refused: str = "", status: int = 200) -> HttpResponse:
    last = _last(one)
    result = results.of(last) if last else None
    version = f"{last.pk.hex}-{last.state}-{result.done}" if last and result else ""
    if version and request.headers.get("HX-Request") and (same := unchanged(request, version)):
        return same
    rows, more = (
        changed.rows(request, last, request.GET.get("after", "")) if last and result and result.changed else ([], "")
    )
    here = reverse("draft-backtest", args=[request.workspace.slug, ids.say("draft", one.pk)])
    context: dict[str, Any] = {
        **about(request, one), "backtest": last, "result": result, "version": version, "rows": rows,
        "older": f"{here}?after={more}#changed" if more else "", "newer": here if request.GET.get("after") else "",
        "stale": _stale(one) if last and last.state == "done" else "", "days": DAYS, "refused": refused,
    }  # fmt: skip
    answer = page(request, "policies/backtest.html", context, part="result", status=status)
    if version:
        answer["ETag"] = f'"{version}"'
    return answer


def _last(one: Draft) -> Backtest | None:
    return Backtest.objects.filter(draft=one).order_by("-id").first()


def _stale(one: Draft) -> str:
    """Why it could not be published on this; empty where it could."""
    try:
        fresh.backtest_of(one)
    except fresh.NotFresh as why:
        return str(why)
    return ""


def _days(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 4):
        raise Invalid("Choose how many days.")
    return int(said)
