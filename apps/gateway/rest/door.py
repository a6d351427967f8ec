"""The door: a key in, its agent's workspace around the call, and every refusal out as a problem."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from apps.agents import keys
from apps.agents.keys import UnknownKey
from apps.core import scope
from apps.core.errors import Refused
from apps.gateway.rest.answer import problem, refused

View: TypeAlias = Callable[..., JsonResponse]


def door(method: str) -> Callable[[View], View]:
    """Let agents in by their key, for this method alone. No cookie counts here, so there is no request to forge."""

    def around(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def entered(request: HttpRequest, **given: Any) -> JsonResponse:
            if request.method != method:
                told = problem(405, "method", f"Use {method} here.")
                told["Allow"] = method
                return told
            try:
                return _inside(view, request, given)
            except Refused as why:
                return refused(why)
            except (OperationalError, InterfaceError):
                told = problem(503, "unavailable", "The database does not answer. Try again with the same key.")
                told["Retry-After"] = "2"
                return told

        return entered

    return around


def _inside(view: View, request: HttpRequest, given: dict[str, Any]) -> JsonResponse:
    scheme, _, clear = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise UnknownKey
    workspace, agent = keys.agent_of(clear.strip())
    with scope.workspace(workspace):
        return view(request, agent, **given)
