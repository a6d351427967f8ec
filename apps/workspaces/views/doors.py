"""Signing in, and the choice of a workspace."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.identity import guesses
from apps.workspaces.access import workspaces_of
from apps.workspaces.models import User

SHORT = ("inbox", "runs", "actions", "agents", "policy", "usage", "connections", "audit", "access", "calendar", "pause",
         "home")  # fmt: skip


class SignIn(LoginView):
    template_name = "workspaces/sign_in.html"
    redirect_authenticated_user = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """People sign in by e-mail; the stock form calls that their username."""
        named = super().get_form_kwargs()
        if "data" in named:
            named["data"] = {**named["data"].dict(), "username": named["data"].get("email", "").strip().lower()}
        return named

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        guesses.forget(form.cleaned_data["username"], whence=guesses.place_of(self.request))
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Where there were too many guesses the page says so, whether anybody has that address or not."""
        shut = guesses.shut(str(form.data.get("username", "")), whence=guesses.place_of(self.request))
        context = self.get_context_data(form=form, refused=guesses.SAID if shut else "")
        return self.render_to_response(context, status=429 if shut else 200)


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
