"""Budgets and usage; one budget. A POST proposes a change, which another admin signs."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from apps.actions.govern import govern
from apps.actions.own.budgets import END, SET
from apps.billing import rollup, rooms, words
from apps.billing.models import Budget, HardLine
from apps.billing.views import cards, form
from apps.connectors.contract import JsonDict
from apps.console.door import Inside
from apps.console.shell import page, status_of
from apps.core import ids
from apps.core.errors import NotEntitled, NotFound, Refused
from apps.workspaces.access import ADMINS, FINANCE, Right, roles_of

SINCE = timedelta(days=30)


@require_http_methods(["GET", "HEAD", "POST"])
def usage(request: Inside) -> HttpResponse:
    """What was used and what is left; with POST a new budget is proposed."""
    if request.method != "POST":
        return _draw(request)
    _check(request)
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
    _check(request)
    try:
        return _proposed(request, SET, form.changed(request.POST, found), f"Change the budget {found.name}")
    except NotFound:
        raise
    except Refused as why:
        return _draw_one(request, found, refused=str(why), status=status_of(why))


@require_POST
def end(request: Inside, said: str) -> HttpResponse:
    found = _found(said)
    _check(request)
    try:
        return _proposed(request, END, {"budget": str(found.pk)}, f"End the budget {found.name}")
    except NotFound:
        raise
    except Refused as why:
        return _draw_one(request, found, refused=str(why), status=status_of(why))


def _proposed(request: Inside, tool: str, arguments: JsonDict, goal: str) -> HttpResponse:
    proposal = govern(tool, arguments, by=request.user, goal=goal)
    return redirect("proposal", request.workspace.slug, ids.say("proposal", proposal.pk))


def _may(request: Inside) -> bool:
    return Right.CONFIGURE in request.rights or FINANCE in roles_of(request.user.pk, request.workspace.pk)


def _check(request: Inside) -> None:
    if not _may(request):
        raise NotEntitled(f"You may not propose budgets. {ADMINS} or {FINANCE} may.")


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    place = request.workspace
    rows, more = cards.budgets(place, _id(request.GET.get("after", "")))
    spent = rollup.spent(place.pk, since=timezone.localdate() - SINCE)
    here = reverse("usage", args=[place.slug])
    context = {
        "rows": rows, "older": f"{here}?after={ids.say('budget', more)}" if more else "", "refused": refused,
        "newer": here if request.GET.get("after") else "", "crossed": [one for one in rows if one.hot],
        "figures": cards.figures(spent), "days": cards.by_day(spent), "agents": cards.by_agent(spent),
        "connections": cards.by_connection(spent), **_forms(request),
    }  # fmt: skip
    context["pager"] = {"older": context["older"], "newer": context["newer"]}
    return page(request, "billing/usage.html", context, status=status)


def _draw_one(request: Inside, found: Budget, *, refused: str = "", status: int = 200) -> HttpResponse:
    place = request.workspace
    room = rooms.one(place.pk, found.pk)
    holds, more = cards.holds(place, found, _id(request.GET.get("before", "")))
    here = reverse("budget", args=[place.slug, ids.say("budget", found.pk)])
    newer = here if request.GET.get("before") else ""
    cap, slice = (form.written(found.unit, n, found.currency) for n in (found.cap, found.slice))
    context = {
        "budget": found, "row": cards.row(place, room, cards.whose(room)) if room else None, "holds": holds,
        "pager": {"older": f"{here}?before={ids.say('budget', more)}" if more else "", "newer": newer},
        "end": reverse("end-budget", args=[place.slug, ids.say("budget", found.pk)]),
        "refused": refused, "cap": cap, "slice": slice, "unit": words.UNITS[found.unit], **_forms(request),
    }  # fmt: skip
    return page(request, "billing/budget.html", context, status=status)


def _forms(request: Inside) -> JsonDict:
    may = _may(request)
    return {
        "may_set": may, "who_sets": f"{ADMINS} or {FINANCE}", "scopes": form.scopes(request.workspace) if may else [],
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
