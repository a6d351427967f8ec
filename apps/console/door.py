"""The door of the pages: whatever lies under /w/<slug>/ is entered as a member, or looks like nothing at all."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone

from apps.core.errors import NotFound, Refused
from apps.workspaces import access
from apps.workspaces.access import Right, rights_of
from apps.workspaces.models import User, Workspace

PLACE = re.compile(r"^/w/(?P<slug>[^/]+)/")


class Inside(HttpRequest):
    """A request that came through the door."""

    workspace: Workspace
    rights: frozenset[Right]
    user: User  # nobody else gets in


class Door:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        place = PLACE.match(request.path_info)
        if place is None:
            return self.get_response(request)
        if not isinstance(request.user, User):
            return _ask_who(request)
        try:
            with access.entered(request.user, place["slug"]) as workspace:
                return self._inside(request, request.user, workspace)
        except NotFound:
            raise Http404 from None

    def _inside(self, request: HttpRequest, person: User, workspace: Workspace) -> HttpResponse:
        """Answers are drawn here, inside the scope and in the workspace's own time."""
        vars(request).update(workspace=workspace, rights=rights_of(person, workspace.pk))
        with timezone.override(ZoneInfo(workspace.time_zone)), _console_mounted(request, workspace):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: list[Any], named: dict[str, Any]
    ) -> None:
        """The address of the workspace has served: views read it from the request."""
        if hasattr(request, "workspace"):
            named.pop("slug", None)

    def process_exception(self, request: HttpRequest, why: Exception) -> HttpResponse | None:
        """A refusal that no page drew in its place."""
        if isinstance(why, NotFound):
            raise Http404 from None
        if isinstance(why, Refused):
            return render(request, "403.html", {"why": str(why)}, status=403)
        return None


@contextmanager
def _console_mounted(request: HttpRequest, workspace: Workspace) -> Iterator[None]:
    """The stock admin knows no workspace in its addresses: it gets a prefix, as if it were mounted there."""
    place, before = f"/w/{workspace.slug}", get_script_prefix()
    if request.path_info.startswith(f"{place}/admin/"):
        set_script_prefix(f"{place}/")
        request.path_info = request.path_info.removeprefix(place)
        request.urlconf = "apps.console.console_urls"
    try:
        yield
    finally:
        set_script_prefix(before)  # it belongs to the thread, which serves other addresses next


def _ask_who(request: HttpRequest) -> HttpResponse:
    to_sign_in = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": to_sign_in.url})
    return to_sign_in
