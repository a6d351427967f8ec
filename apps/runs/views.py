"""Runs: the list, starting an agent on a case, and one run step by step."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from apps.actions import undo as undoing
from apps.actions.cards import paging
from apps.agents.models import Agent
from apps.console.cards import runs as cards
from apps.console.door import Inside
from apps.console.proposing import proposed
from apps.console.shell import page, status_of, unchanged, viewer
from apps.core import ids
from apps.core.errors import NotEntitled, NotFound, Refused
from apps.runner import start as starting
from apps.runs.models import Run
from apps.workspaces.access import Right, who_may


@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: Inside) -> HttpResponse:
    if request.method != "POST":
        return _draw(request)
    if Right.PROPOSE not in request.rights:
        raise NotEntitled(f"You may not start an agent. {who_may(Right.PROPOSE)} may.")
    try:
        run = starting.start(_agent(request), asker=request.user, case={"number": request.POST.get("case", "").strip()})
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, refused=str(why), status=status_of(why))
    messages.success(request, "The agent has begun.")
    return redirect("run", request.workspace.slug, ids.say("run", run.pk))


@require_safe
def run(request: Inside, said: str) -> HttpResponse:
    return _draw_run(request, _run(said))


@require_POST
def undo(request: Inside, said: str) -> HttpResponse:
    found = _run(said)
    return proposed(
        request, lambda: undoing.undo_run(found.pk, by=request.user), again=partial(_draw_run, request, found)
    )


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    listed = cards.runs(viewer(request), paging.asked(request.GET.dict(), "run"))
    context = {"runs": listed, "refused": refused, "may_start": Right.PROPOSE in request.rights,
               "who_starts": who_may(Right.PROPOSE), "agents": cards.startable()}  # fmt: skip
    return page(request, "runs/runs.html", context, status=status)


def _draw_run(request: Inside, found: Run, *, refused: str = "", status: int = 200) -> HttpResponse:
    step = request.GET.get("step", "")
    drawn = cards.run(found, viewer(request), opened=int(step) if step.isdecimal() and len(step) < 6 else 0)
    if same := unchanged(request, drawn.version):
        return same
    answer = page(request, "runs/run.html", {"run": drawn, "refused": refused}, part="live", status=status)
    answer["ETag"] = f'"{drawn.version}"'
    return answer


def _agent(request: Inside) -> Agent:
    found = Agent.objects.filter(pk=_parsed("agent", request.POST.get("agent", ""))).first()
    if found is None:
        raise NotFound
    return found


def _run(said: str) -> Run:
    found = Run.objects.select_related("agent", "version", "asker").filter(pk=_parsed("run", said)).first()
    if found is None:
        raise NotFound
    return found


def _parsed(kind: str, said: str) -> UUID:
    try:
        return ids.parse(kind, said)
    except ValueError:
        raise NotFound from None
