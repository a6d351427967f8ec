"""Signing in, the choice of a workspace, and the table of who may do what there."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.console.door import Inside
from apps.console.rights import who_may
from apps.console.shell import page
from apps.workspaces.access import DO, RIGHTS, Right, workspaces_of
from apps.workspaces.models import Member, Role, User

SHORT = ("inbox", "runs", "policy", "connections", "audit", "access", "pause", "home")


class SignIn(LoginView):
    template_name = "workspaces/sign_in.html"
    redirect_authenticated_user = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """People sign in by e-mail; the stock form calls that their username."""
        named = super().get_form_kwargs()
        if "data" in named:
            named["data"] = {**named["data"].dict(), "username": named["data"].get("email", "").strip().lower()}
        return named


class SignOut(LogoutView):
    next_page = "/sign-in/"


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Into the one workspace of this person, or to the choice between several."""
    return short_form(request, "home")


@login_required
@require_safe
def short_form(request: HttpRequest, name: str) -> HttpResponse:
    assert isinstance(request.user, User)
    places = workspaces_of(request.user)
    if len(places) != 1:
        return redirect("choose")
    return redirect(name, places[0].slug)


@dataclass(frozen=True)
class Place:
    name: str
    sandbox: bool
    href: str


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    places = [Place(w.name, w.sandbox, reverse("home", args=[w.slug])) for w in workspaces_of(request.user)]
    return render(request, "workspaces/choose.html", {"places": places})


@dataclass(frozen=True)
class Person:
    name: str
    initials: str
    roles: str
    you: bool


@dataclass(frozen=True)
class Row:
    may: str
    roles: str
    you: bool


@require_safe
def access_table(request: Inside) -> HttpResponse:
    rows = [Row(DO[right].capitalize(), who_may(right), right in request.rights) for right in Right if RIGHTS[right]]
    return page(request, "workspaces/access.html", {"rows": rows, "people": _people(request)})


def _people(request: Inside) -> list[Person]:
    roles: dict[object, list[str]] = defaultdict(list)
    for name, user_id in Role.objects.order_by("name").values_list("name", "group__user__pk"):
        roles[user_id].append(name)
    standing = Member.objects.standing().filter(workspace_id=request.workspace.pk, user__is_active=True)
    members = standing.select_related("user").order_by("user__name")[:200]
    return [
        Person(m.user.name, m.user.initials, ", ".join(roles[m.user_id]) or "no role", m.user_id == request.user.pk)
        for m in members
    ]
