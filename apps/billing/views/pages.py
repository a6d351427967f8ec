"""Budgets and usage; one budget. A POST proposes a change, which another admin signs."""

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.actions.govern import govern
from apps.actions.own.budgets import END, SET
from apps.billing import rooms, words
from apps.billing.models import Budget, HardLine
from apps.billing.views import cards, download, form, pace, used
from apps.billing.views.entitled import WHO_SETS, check_may_set, may_see, may_set
from apps.connectors.contract import JsonDict
from apps.console.door import Inside
from apps.console.shell import page, status_of
from apps.core import ids
from apps.core.errors import NotFound, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def usage(request: Inside) -> HttpResponse:
    """What was used and what is left; with POST a new budget is proposed."""
    if request.method != "POST":
        return _draw(request)
    check_may_set(request)
    try:
        return _proposed(request, SET, form.new(request.POST, request.workspace), "Set up a budget")
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, refused=str(why), status=status_of(why))


@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: Inside, said: str) -> HttpResponse:
    """One budget and what holds it; with POST a change is proposed."""
    found = _found(said)
    if request.method != "POST":
        return _draw_one(request, found)
    check_may_set(request)
    try:
        return _proposed(request, SET, form.changed(request.POST, found), f"Change the budget {found.name}")
    except NotFound:
        raise
    except Refused as why:
        return _draw_one(request, found, refused=str(why), status=status_of(why))


@require_POST
def end(request: Inside, said: str) -> HttpResponse:
    found = _found(said)
    check_may_set(request)
    try:
        return _proposed(request, END, {"budget": str(found.pk)}, f"End the budget {found.name}")
    except NotFound:
        raise
    except Refused as why:
        return _draw_one(request, found, refused=str(why), status=status_of(why))


@require_safe
def usage_csv(request: Inside) -> HttpResponse | StreamingHttpResponse:
    """Usage between two days as a file, for whoever may see the page."""
    may_see(request)
    try:
        span = download.between(request.GET.get("from", ""), request.GET.get("to", ""))
        return download.answer(request.workspace, span)
    except Refused as why:
        return _draw(request, refused=str(why), status=status_of(why))


def _proposed(request: Inside, tool: str, arguments: JsonDict, goal: str) -> HttpResponse:
    proposal = govern(tool, arguments, by=request.user, goal=goal)
    return redirect("proposal", request.workspace.slug, ids.say("proposal", proposal.pk))


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    may_see(request)
    place, today, said = request.workspace, timezone.localdate(), request.GET.get
    wanted = used.asked(said("period", ""), said("of", ""), said("by", ""), today)
    rows, more = cards.budgets(place, _id(request.GET.get("after", "")), today)
    here = reverse("usage", args=[place.slug])
    pager = {
        "older": f"{here}{wanted.query(after=ids.say('budget', more))}#caps" if more else "",
        "newer": f"{here}{wanted.query()}#caps" if request.GET.get("after") else "",
    }
    context = {
        "rows": rows, "refused": refused, "crossed": [one for one in rows if one.hot], "pager": pager,
        **used.shown(place, wanted, today), **_forms(request),
    }  # fmt: skip
    return page(request, "billing/usage.html", context, status=status)


def _draw_one(request: Inside, found: Budget, *, refused: str = "", status: int = 200) -> HttpResponse:
    may_see(request)
    place, today = request.workspace, timezone.localdate()
    room = rooms.one(place.pk, found.pk)
    row = cards.rows(place, [room], today)[0] if room else None
    holds, more = cards.holds(place, found, _id(request.GET.get("before", "")))
    here = reverse("budget", args=[place.slug, ids.say("budget", found.pk)])
    newer = here if request.GET.get("before") else ""
    cap, slice = (form.written(found.unit, n, found.currency) for n in (found.cap, found.slice))
    context = {
        "budget": found, "row": row, "holds": holds, **pace.closer(place, found, row.outlook if row else None, today),
        "pager": {"older": f"{here}?before={ids.say('budget', more)}" if more else "", "newer": newer},
        "end": reverse("end-budget", args=[place.slug, ids.say("budget", found.pk)]),
        "refused": refused, "cap": cap, "slice": slice, "unit": words.UNITS[found.unit], **_forms(request),
    }  # fmt: skip
    return page(request, "billing/budget.html", context, status=status)


def _forms(request: Inside) -> JsonDict:
    may = may_set(request)
    return {
        "may_set": may, "who_sets": WHO_SETS, "scopes": form.scopes(request.workspace) if may else [],
        "units": words.UNITS.items(), "periods": words.PERIODS.items(), "lines": HardLine.choices,
    }  # fmt: skip


def _found(said: str) -> Budget:
    id = _id(said)
    found = Budget.objects.filter(pk=id).first() if id else None
    if found is None:
        raise NotFound
    return found


def _id(said: str) -> UUID | None:
    try:
        return ids.parse("budget", said)
    except ValueError:
        return None
