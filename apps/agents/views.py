"""Agents: the list, and one agent with its ladder, what it has earned, and a form that moves a rung."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from apps.actions import conduct, earned, rung
from apps.actions.cards import ladder as cards
from apps.actions.cards.names import Names
from apps.actions.cards.words import Chip
from apps.agents import groups
from apps.agents.ladder import Place
from apps.agents.models import Agent, AgentVersion, Cell, Rung
from apps.connectors.models import Connection
from apps.console.door import Inside
from apps.console.shell import page, status_of
from apps.core import ids
from apps.core.errors import Invalid, NotFound, Refused
from apps.workspaces.access import Right, rights_of, who_may
from apps.workspaces.models import Pause, Role

MOST = 200
MOST_VERSIONS = 5
OFF, PAUSED, RUNNING = Chip("Off", "danger"), Chip("Paused", "warn", "pause"), Chip("Running", "ok")


@dataclass(frozen=True)
class Row:
    href: str
    name: str
    owner: str
    state: Chip
    rung: str
    versions: int


@dataclass(frozen=True)
class Move:
    """A rung that somebody moved lately, or that came down by itself."""

    place: str
    rung: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Offer:
    """A place where the next rung is earned, and what its form says."""

    place: str
    rung: str
    value: str
    group: str
    role: str
    said: str


@dataclass(frozen=True)
class Level:
    """One line of how the agent did."""

    term: str
    words: str
    share: int  # of a hundred
    bound: str = ""
    hot: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def agents(request: Inside) -> HttpResponse:
    """Every agent, and the workspace's limits over all of them. A POST moves one of the limits."""
    if request.method != "POST":
        return _draw_all(request)
    try:
        return _moved(request, None, reverse("agents", args=[request.workspace.slug]))
    except NotFound:
        raise
    except Refused as why:
        return _draw_all(request, refused=str(why), status=status_of(why))


@require_http_methods(["GET", "HEAD", "POST"])
def agent(request: Inside, said: str) -> HttpResponse:
    """One agent. A POST moves one of its rungs: down at once, up by a proposal that another admin signs."""
    found = _agent(said)
    if request.method != "POST":
        return _draw(request, found)
    try:
        return _moved(request, found, request.path)
    except NotFound:
        raise
    except Refused as why:
        return _draw(request, found, refused=str(why), status=status_of(why))


def _moved(request: Inside, found: Agent | None, back: str) -> HttpResponse:
    asked = request.POST.get("rung", "")
    if asked not in Rung.values:
        raise Invalid("Choose a rung.")
    proposal = rung.move(_place(request, found), Rung(asked), by=request.user)
    if proposal:
        return redirect("proposal", request.workspace.slug, ids.say("proposal", proposal.pk))
    messages.success(request, f"It stands at {Rung(asked).label} from now on.")
    return redirect(back)


def _place(request: Inside, found: Agent | None) -> Place:
    """Where the form moves a rung. Raises Invalid for what it does not offer."""
    group, role = request.POST.get("group", ""), None
    if named := request.POST.get("role", ""):
        try:
            role = Role.objects.filter(pk=UUID(named)).first()
        except ValueError:
            role = None
    if (named and role is None) or (group and group not in {one.key for one in groups.here()}):
        raise Invalid("Choose a group of tools and a role from the list.")
    if (role and not group) or not (found or group):
        raise Invalid("Choose a group of tools first.")
    return Place(request.workspace.pk, found, group, role if found else None)


def _agent(said: str) -> Agent:
    try:
        found = Agent.objects.select_related("owner").filter(pk=ids.parse("agent", said)).first()
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    return found


def _draw_all(request: Inside, *, refused: str = "", status: int = 200) -> HttpResponse:
    paused = set(Pause.objects.filter(resumed_at=None).values_list("scope_id", flat=True))
    found = list(Agent.objects.select_related("owner").order_by("name")[:MOST])
    limits = {cell.group: Rung(cell.rung).label for cell in Cell.objects.filter(agent=None)}
    here = groups.here()
    context = {
        "agents": [_row(request, one, paused) for one in found], "refused": refused, **_form(request, None),
        "limits": [(one.title, limits.get(one.key, "No limit"), one.risk.value) for one in here],
    }  # fmt: skip
    return page(request, "agents/agents.html", context, status=status)


def _row(request: Inside, one: Agent, paused: set[UUID]) -> Row:
    href = reverse("agent", args=[request.workspace.slug, ids.say("agent", one.pk)])
    return Row(href, one.name, one.owner.name, _state(one, paused), Rung(one.rung).label, one.versions.count())


def _state(one: Agent, paused: set[UUID]) -> Chip:
    if one.rung == Rung.OFF:
        return OFF
    return PAUSED if {one.pk, one.workspace_id} & paused else RUNNING


def _draw(request: Inside, found: Agent, *, refused: str = "", status: int = 200) -> HttpResponse:
    paused = set(Pause.objects.filter(resumed_at=None).values_list("scope_id", flat=True))
    versions = list(AgentVersion.objects.filter(agent=found).order_by("-number")[:MOST_VERSIONS])
    context = {
        "agent": found, "said": ids.say("agent", found.pk), "state": _state(found, paused),
        "own": Rung(found.rung).label, "table": cards.table(found), "offers": _offers(found), "refused": refused,
        "levels": _levels(found), "days": conduct.DAYS, "moves": _moves(found), "versions": versions,
        "works": versions[0].definition.get("architecture", "").replace("_", " ") if versions else "works outside",
        "reaches": sorted(Connection.objects.filter(enabled=True).values_list("name", flat=True))[:20],
        **_form(request, found),
    }  # fmt: skip
    return page(request, "agents/agent.html", context, status=status)


def _form(request: Inside, found: Agent | None) -> dict[str, object]:
    rights = rights_of(request.user, request.workspace.pk, found) if found else request.rights
    return {
        "may_move": Right.CONFIGURE in rights, "who_moves": who_may(Right.CONFIGURE), "rungs": Rung.choices,
        "groups": [(one.key, one.title) for one in groups.here()],
        "roles": [(str(pk), name) for pk, name in Role.objects.order_by("name").values_list("pk", "name")[:MOST]],
    }  # fmt: skip


def _offers(found: Agent) -> list[Offer]:
    return [
        Offer(
            one.place.words, one.rung.label, one.rung.value, one.place.group,
            str(one.place.role.pk) if one.place.role else "", one.seen.said,
        )
        for one in earned.ready(found)
    ]  # fmt: skip


def _levels(found: Agent) -> list[Level]:
    """How it did in all that it wrote, as shares of what ended."""
    seen = sum(conduct.of(found).values(), start=conduct.Conduct())
    if not seen.ended:
        return []
    told = (
        ("Done", seen.done, ""), ("Signed unchanged", seen.clean, ""), ("Changed before signing", seen.edited, ""),
        ("Declined by people", seen.declined, ""), ("Denied by a rule", seen.denied, ""),
        ("Failed", seen.failed, ""), ("Taken back", seen.taken_back, ""),
        ("All faults together", seen.faults, f"at most {earned.MOST_FAULTS} %"),
    )  # fmt: skip
    return [
        Level(term, f"{number} of {seen.ended}", round(100 * min(number, seen.ended) / seen.ended), bound,
              hot=bool(bound) and earned.broken(seen))
        for term, number, bound in told
    ]  # fmt: skip


def _moves(found: Agent) -> list[Move]:
    cells = list(Cell.objects.filter(agent=found).select_related("role").order_by("-moved_at")[:8])
    names = Names.of(said=[one.moved_by for one in cells])
    return [
        Move(Place(found.workspace_id, found, one.group, one.role).words, Rung(one.rung).label,
             names.said(one.moved_by).name, one.why, one.moved_at)
        for one in cells
    ]  # fmt: skip
