"""The URL table, walked: every address under a workspace, with its parameters filled in."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from apps.console import console_urls

PLACE = "w/<slug:slug>/"


def pages() -> list[str]:
    """Every page under a workspace, as `w/<slug:slug>/proposals/<slug:said>/`."""
    return sorted(route for route in _walk(get_resolver().url_patterns, "") if route.startswith(PLACE))


def consoles() -> list[str]:
    """Every page of a workspace's console."""
    return sorted(PLACE + route for route in _walk(console_urls.urlpatterns, ""))


def filled(route: str, values: Mapping[str, str]) -> str:
    """The address, with each parameter by its own name or by the part of the address before it."""
    parts: list[str] = []
    for part in route.split("/"):
        name = part.strip("<>").rpartition(":")[2] if part.startswith("<") else ""
        parts.append(values.get(f"{parts[-1]}/{name}" if parts else name, values.get(name, "x")) if name else part)
    return "/" + "/".join(parts)


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + (str(pattern.pattern) if isinstance(pattern.pattern, RoutePattern) else "")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern.pattern, RoutePattern):
            yield route
