"""The kill switch's page: what is paused, what was on the wire then and still is, how work resumes, and the drill."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.actions import drill as drills
from apps.actions import pause as pausing
from apps.actions import resume as resuming
from apps.actions.cards.pauses import pauses
from apps.actions.cards.switches import switches
from apps.agents.models import Agent
from apps.connectors import engine
from apps.connectors.models import Connection
from apps.console.door import Inside
from apps.console.proposing import proposed
from apps.console.shell import page, status_of, unchanged
from apps.core import ids
from apps.core.errors import NotEntitled, NotFound, Refused
from apps.core.tenancy import TenantModel
from apps.workspaces.access import Right, who_may
from apps.workspaces.models import Pause
from apps.workspaces.pause import Scope, tool_scope

ADDRESSES = {"here": "pause", "resume_href": "resume", "drill_href": "drill"}
THINGS: dict[str, type[TenantModel]] = {"agent": Agent, "connection": Connection}


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: Inside) -> HttpResponse:
    if request.method != "POST":
        return _draw(request)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _draw(request, refused="Say why, so that whoever resumes knows what to look at.", status=400)
    scope, named = _scope(request)
    try:
        fresh = pausing.pause(scope, by=request.user, reason=reason, named=named)
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, refused=str(why), status=status_of(why))
    messages.success(request, "Paused. Nothing is sent from now on." if fresh else "It is paused already.")
    return redirect("pause", request.workspace.slug)


@require_POST
def resume(request: Inside) -> HttpResponse:
    """Proposes to resume: another person signs it, as for every change."""
    if Right.RESUME not in request.rights:
        raise NotEntitled(f"You may not propose to resume. {who_may(Right.RESUME)} may.")
    return proposed(
        request, lambda: resuming.propose_resume(_standing(request), by=request.user), again=partial(_draw, request)
    )


@require_POST
def drill(request: Inside) -> HttpResponse:
    """Times a pause of a scope that nothing uses."""
    try:
        found = drills.drill(by=request.user)
    except Refused as why:
        return _draw(request, refused=str(why), status=status_of(why))
    messages.success(request, f"Stopped {found.refused_ms} ms after the click. No work was held up.")
    return redirect("pause", request.workspace.slug)


def _scope(request: Inside) -> tuple[Scope, str]:
    """The workspace itself, or an agent or a connection by typed id, or a tool by name; and what a tool is called."""
    said = request.POST.get("scope", "workspace")
    if said == "workspace":
        return Scope("workspace", request.workspace.pk), ""
    if said.startswith("tool:"):
        name = engine.tool(said.removeprefix("tool:")).full_name
        return tool_scope(name, workspace=request.workspace.pk), name
    kind = "connection" if said.startswith("con_") else "agent"
    return Scope(kind, _found(kind, said)), ""


def _found(kind: str, said: str) -> UUID:
    try:
        id = ids.parse(kind, said)
    except ValueError:
        raise NotFound from None
    if not THINGS[kind].objects.filter(pk=id).exists():
        raise NotFound
    return id


def _standing(request: Inside) -> Scope:
    """What the pause is of that somebody wants to lift."""
    try:
        found = Pause.objects.filter(pk=UUID(hex=request.POST.get("pause", "")), resumed_at=None).first()
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    return Scope(found.scope_kind, found.scope_id)


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    drawn = pauses(request.workspace)
    if status == 200 and request.headers.get("HX-Request") and (same := unchanged(request, drawn.version)):
        return same
    context = {
        "pauses": drawn, "switches": switches(request.workspace, request.user, request.rights), "refused": refused,
        "may_pause": Right.PAUSE in request.rights, "who_pauses": who_may(Right.PAUSE),
        **{name: reverse(to, args=[request.workspace.slug]) for name, to in ADDRESSES.items()},
        "may_resume": Right.RESUME in request.rights, "who_resumes": who_may(Right.RESUME),
    }  # fmt: skip
    answer = page(request, "actions/pause.html", context, part="standing", status=status)
    answer["ETag"] = f'"{drawn.version}"'
    return answer
