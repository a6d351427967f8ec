"""What every page in a workspace shares: the sidebar, the pause control, the phone's tabs, and how a page is drawn."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from apps.actions.cards.rows import waiting_for
from apps.actions.cards.viewer import Viewer
from apps.agents.models import Agent
from apps.console.door import Inside
from apps.core import scope
from apps.core.errors import NotEntitled, Refused
from apps.runs.models import OpenRun, Run, RunState
from apps.workspaces.access import Right
from apps.workspaces.models import Pause, User

MANY = 99
MORE = ("actions", "agents", "usage", "audit", "connections", "access", "calendar", "console")  # of the phone's tabs


@dataclass(frozen=True)
class Link:
    key: str
    label: str
    icon: str
    href: str
    current: bool = False
    count: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Paused:
    what: str
    whole: bool


@dataclass(frozen=True)
class Shell:
    name: str
    slug: str
    person: User
    zone: str
    sandbox: bool
    home: str
    pause_url: str
    sign_out: str
    sections: tuple[Section, ...]
    tabs: tuple[Link, ...]
    more: tuple[Link, ...]
    pauses: tuple[Paused, ...]
    running: str
    may_pause: bool

    @property
    def all_paused(self) -> bool:
        return any(pause.whole for pause in self.pauses)


def page(request: Inside, template: str, context: dict[str, Any], *, part: str = "", status: int = 200) -> HttpResponse:
    """The whole page, or the named part of it where htmx asks for that. Browsers keep no copy."""
    wants_part = part and request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    name = f"{template}#{part}" if wants_part else template
    whole = context if wants_part else {**context, "shell": shell(request)}
    answer = render(request, name, whole, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    answer["Cache-Control"] = "private, no-store"
    return answer


def unchanged(request: Inside, version: str) -> HttpResponse | None:
    """304 where the asker already shows this version."""
    if request.headers.get("If-None-Match", "").strip('"') != version:
        return None
    return HttpResponseNotModified(headers={"ETag": f'"{version}"'})


def status_of(why: Refused) -> int:
    """A refusal is an answer drawn in its place; programs read its kind from the status."""
    return 403 if isinstance(why, NotEntitled) else 409


def viewer(request: Inside) -> Viewer:
    """Who looks, as cards want to know it."""
    return Viewer(request.workspace, request.user, request.rights)


def shell(request: Inside) -> Shell:
    place, pauses = request.workspace, _pauses()
    links = _links(request)
    return Shell(
        name=place.name,
        slug=place.slug,
        person=request.user,
        zone=timezone.localtime().tzname() or place.time_zone,
        sandbox=place.sandbox,
        home=links["home"].href,
        pause_url=reverse("pause", args=[place.slug]),
        sign_out=reverse("sign-out"),
        sections=_sections(links),
        tabs=tuple(links[key] for key in ("home", "inbox", "runs", "policy")),
        more=tuple(links[key] for key in MORE if key in links),
        pauses=pauses,
        running=_running(pauses),
        may_pause=Right.PAUSE in request.rights,
    )


def _links(request: Inside) -> dict[str, Link]:
    asked = [
        ("home", "Home", "home"),
        ("inbox", "Inbox", "inbox"),
        ("runs", "Runs", "runs"),
        ("actions", "Actions", "check"),
        ("agents", "Agents", "agent"),
        ("policy", "Policy", "policy"),
        ("usage", "Usage", "usage"),
        ("connections", "Connections", "plug"),
        ("access", "Access", "people"),
        ("calendar", "Calendar", "clock"),
    ]
    if Right.AUDIT in request.rights:
        asked.append(("audit", "Audit log", "audit"))
    if Right.CONFIGURE in request.rights:
        asked.append(("console", "Console", "console"))
    return {key: _link(request, key, label, icon) for key, label, icon in asked}


def _link(request: Inside, key: str, label: str, icon: str) -> Link:
    slug = request.workspace.slug
    href = f"/w/{slug}/admin/" if key == "console" else reverse(key, args=[slug])
    here = request.path_info
    current = here == href if key == "home" else here.startswith(href)
    count = _waiting(request) if key == "inbox" else ""
    return Link(key, label, icon, href, current or (key == "inbox" and "/proposals/" in here), count)


def _sections(links: dict[str, Link]) -> tuple[Section, ...]:
    shelves = (
        ("", ("home", "inbox", "runs", "actions", "agents", "policy")),
        ("Watch", ("usage",)),
        ("Prove", ("audit",)),
        ("Set up", ("connections", "access", "calendar", "console")),
    )
    found = (Section(title, tuple(links[key] for key in keys if key in links)) for title, keys in shelves)
    return tuple(section for section in found if section.links)


WHOLE = ("workspace", "installation")


def _pauses() -> tuple[Paused, ...]:
    standing = list(Pause.objects.filter(resumed_at=None).order_by("-id")[:5])
    agents = [pause.scope_id for pause in standing if pause.scope_kind == "agent"]
    names = dict(Agent.objects.filter(pk__in=agents).values_list("pk", "name")) if agents else {}
    return tuple(
        Paused(
            "Everything" if p.scope_kind in WHOLE else p.named or names.get(p.scope_id, "Something"),
            p.scope_kind in WHOLE,
        )
        for p in standing
    )


def _running(pauses: tuple[Paused, ...]) -> str:
    if pauses:
        return "Paused" if any(pause.whole for pause in pauses) else f"{len(pauses)} paused"
    at_hand = OpenRun.objects.filter(workspace_id=scope.only()).values("run_id")  # nothing is indexed by state
    working = Run.objects.filter(pk__in=at_hand, state__in=[RunState.READY, RunState.STEPPING])[: MANY + 1].count()
    if not working:
        return "All quiet"
    return "1 run at work" if working == 1 else f"{_capped(working)} runs at work"


def _capped(number: int) -> str:
    return f"{MANY}+" if number > MANY else str(number)


def _waiting(request: Inside) -> str:
    waiting = len(waiting_for(viewer(request)))
    return _capped(waiting) if waiting else ""
