"""Everything that can be asked for, found and never listed: addresses, REST operations, the names that views read."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.contrib.admin import AdminSite
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from apps.console import console_urls
from apps.console.admin_sites import console, ops
from apps.gateway.rest import document
from tests.architecture.source import modules

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PLACE = "w/<slug:slug>/"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
USUAL = ("id", "pk", "workspace", "workspace_id", "slug", "next", "ordering", "cursor", "page", "limit", "fields", "q")
OF_AN_ADMIN = ("o", "p", "e", "all", "_to_field", "_popup", "_changelist_filters", "id__in", "id__exact")
SAID = re.compile(r"[a-z_]{1,30}")


@dataclass(frozen=True)
class Route:
    """One address with its open places: `w/<slug:slug>/runs/<slug:said>/`."""

    text: str

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Each open place by its name and the part before it: `slug`, `runs/said`."""
        parts, found = self.text.split("/"), []
        for before, part in zip(["", *parts], parts, strict=False):
            found += [f"{before}/{name}" if name != "slug" else name for name in PARAMETER.findall(part)]
        return tuple(found)

    @property
    def of_a_console(self) -> bool:
        return self.text.startswith(f"{PLACE}admin/")

    def filled(self, values: Mapping[str, str]) -> str:
        parts = self.text.split("/")
        made = []
        for before, part in zip(["", *parts], parts, strict=False):
            named = {name: values["slug" if name == "slug" else f"{before}/{name}"] for name in PARAMETER.findall(part)}
            made.append(PARAMETER.sub(r"{\1}", part).format_map(named))
        return "/" + "/".join(made)


@cache
def routes() -> tuple[Route, ...]:
    """Every address of the product: pages, the API, operations, and the console that door.py mounts."""
    everywhere = set(_walk(get_resolver().url_patterns, "")) | set(_walk(console_urls.urlpatterns, PLACE))
    return tuple(Route(text) for text in sorted(everywhere))


@cache
def operations() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Every operation of the API: path, method, and what its document says."""
    paths: dict[str, dict[str, Any]] = document.document()["paths"]
    return tuple((path, method.upper(), said) for path, calls in paths.items() for method, said in calls.items())


@cache
def names() -> tuple[str, ...]:
    """Every name that a view reads from a query or a form, and those that are usual."""
    read = {name for path, tree in modules().items() if _draws(path) for name in _read_by(tree)}
    return tuple(sorted(read | set(USUAL)))


@cache
def lookups() -> Mapping[str, tuple[str, ...]]:
    """What a list of an admin site may be filtered by, by its part of the address: `agents/agent`."""
    return {
        f"{model._meta.app_label}/{model._meta.model_name}": (
            *(field.attname for field in model._meta.concrete_fields), *OF_AN_ADMIN
        )
        for site in _sites() for model in site._registry
    }  # fmt: skip


def _sites() -> tuple[AdminSite, AdminSite]:
    return console, ops


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        # The one pattern that is no route is the admin's "whatever else".
        own = str(pattern.pattern) if isinstance(pattern.pattern, RoutePattern) else ""
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, before + own)
        else:
            yield before + (own if isinstance(pattern.pattern, RoutePattern) else "nothing/")


def _draws(path: str) -> bool:
    return "views" in path or path.endswith(("api.py", "admin.py")) or "/rest/" in path


def _read_by(tree: ast.Module) -> Iterator[str]:
    """Texts handed over together with a request, or taken from what it brought."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Subscript | ast.Compare) and "request" in ast.unparse(node):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and SAID.fullmatch(inner.value):
                    yield inner.value
