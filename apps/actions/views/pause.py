"""The kill switch's page: what is paused, what was on the wire then and still is, and how work resumes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from apps.actions import pause as pausing
from apps.actions import resume as resuming
from apps.actions.cards.pauses import Paused, pauses
from apps.agents.models import Agent
from apps.console.door import Inside
from apps.console.shell import page, status_of
from apps.core import ids
from apps.core.errors import NotEntitled, NotFound, Refused
from apps.workspaces.access import Right, who_may
from apps.workspaces.pause import Scope


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: Inside) -> HttpResponse:
    if request.method != "POST":
        return _draw(request)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _draw(request, refused="Say why, so that whoever resumes knows what to look at.", status=400)
    try:
        fresh = pausing.pause(_scope(request), by=request.user, reason=reason)
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
    try:
        proposal = resuming.propose_resume(_scope(request), by=request.user)
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, refused=str(why), status=status_of(why))
    return redirect("proposal", request.workspace.slug, ids.say("proposal", proposal.pk))


def _scope(request: Inside) -> Scope:
    """The workspace itself, or one of its agents by typed id."""
    said = request.POST.get("scope", "workspace")
    if said == "workspace":
        return Scope("workspace", request.workspace.pk)
    agent = Agent.objects.filter(pk=_agent_id(said)).first()
    if agent is None:
        raise NotFound
    return Scope("agent", agent.pk)


def _agent_id(said: str) -> UUID:
    try:
        return ids.parse("agent", said)
    except ValueError:
        raise NotFound from None


def _draw(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    drawn: tuple[Paused, ...] = pauses(request.workspace)
    agents = [{"value": ids.say("agent", one.pk), "name": one.name} for one in Agent.objects.order_by("name")[:100]]
    context = {
        "pauses": drawn, "agents": agents, "refused": refused, "who_pauses": who_may(Right.PAUSE),
        "may_resume": Right.RESUME in request.rights, "who_resumes": who_may(Right.RESUME),
    }  # fmt: skip
    return page(request, "actions/pause.html", context, status=status)
