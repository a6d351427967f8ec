"""The matrix: every address and operation × method × asker × place where a foreign thing may be named × what it is."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.gateway.rest import document
from tests.isolation.ground import AGENT, ASKERS, BOTH, STAFF, Ground, Side
from tests.isolation.walk import METHODS, PLACE, Route, lookups, names, operations, routes

PLACES = ("path", "slug", "query", "lookup", "form", "json", "operation", "header", "cookie")
HEADERS = ("If-None-Match", "If-Match", "Idempotency-Key", "HX-Current-URL", "HX-Target", "HX-Trigger", "HX-Prompt",
           "Referer", "X-Workspace", "X-Forwarded-Host", "Authorization")  # fmt: skip
COOKIES = ("workspace", "messages", "sessionid", "organisation")
CONFIGURE = ("Admins", BOTH, STAFF)  # who gets into a console at all; of the others each place is tried all the same
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Cell:
    asker: str
    method: str
    route: Route
    place: str
    thing: str = ""  # which of a side's things is named: proposal, run, email, …
    name: str = ""  # under which name, where it stands alone

    def __str__(self) -> str:
        return f"{self.asker}: {self.method} {self.route.text} {self.place} {self.thing} {self.name}".rstrip()


@dataclass(frozen=True)
class Asked:
    """One request, ready to be made."""

    path: str
    body: Any = None
    content_type: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)


def cells(ground: Ground) -> Iterator[Cell]:
    """All of them."""
    for asker in ASKERS:
        for route in routes():
            for cell in (*_addressed(asker, route), *_named(asker, route, ground)):
                if _to_be_told_apart(cell):
                    yield cell
        for path, method, said in operations():
            for slot in range(len(slots(said))):
                yield Cell(asker, method, Route(f"api/v1{path}"), "operation", name=str(slot))


def asked(cell: Cell, side: Side, ground: Ground) -> Asked:
    """The request of a cell that names this side's thing; everything else in it is our own."""
    slug = side.slug if cell.place == "slug" else ground.own.slug
    path = cell.route.filled({"slug": slug, **(side if cell.place in ("path", "slug") else ground.own).values})
    token = {"Authorization": f"Bearer {ground.key}"} if cell.asker == AGENT else {}
    value = side.everything().get(cell.thing, "")
    match cell.place:
        case "query":
            return Asked(path, query=dict.fromkeys(names(), value), headers=token)
        case "lookup":
            return Asked(path, query={cell.name: value or _row(cell.route, side)}, headers=token)
        case "form":
            return Asked(path, {name: [value, value] for name in names()}, headers=token)
        case "json":
            return Asked(path, json.dumps(_nested(value)), "application/json", headers=token)
        case "operation":
            return _operation(cell, side, ground, token)
        case "header":
            return Asked(path, headers={**token, cell.name: f'"{value}"' if "Match" in cell.name else value})
        case "cookie":
            return Asked(path, headers=token, cookies={cell.name: value})
    return Asked(path, headers=token)


def _addressed(asker: str, route: Route) -> Iterator[Cell]:
    """Named in the address itself, with every method."""
    others = [name for name in route.parameters if name not in ("slug", "audit/seq")]
    for method in METHODS:
        if others:
            yield Cell(asker, method, route, "path")
        if "slug" in route.parameters:
            yield Cell(asker, method, route, "slug")


def _named(asker: str, route: Route, ground: Ground) -> Iterator[Cell]:
    """Named beside an address of our own: in the query, in bodies, in headers and cookies."""
    stock = route.of_a_console or route.text.startswith("ops/")  # Django's own views, each built like the others
    for thing in ("proposal", "workspace") if stock else ground.other.everything():
        yield Cell(asker, "GET", route, "query", thing)
        yield Cell(asker, "POST", route, "form", thing)
        yield Cell(asker, "POST", route, "json", thing)
    for name in lookups().get("/".join(route.text.strip("/").split("/")[-2:]), ()) if asker in CONFIGURE else ():
        yield Cell(asker, "GET", route, "lookup", name=name)
        yield Cell(asker, "GET", route, "lookup", "workspace", name)
    for method in () if stock else WRITES[1:]:
        yield Cell(asker, method, route, "json", "proposal")
    for name in HEADERS[:2] if stock else HEADERS:
        yield Cell(asker, "GET", route, "header", "version" if "Match" in name else "proposal", name)
        yield Cell(asker, "POST", route, "header", "key" if name == "Idempotency-Key" else "proposal", name)
    for name in () if stock else COOKIES:
        yield Cell(asker, "GET", route, "cookie", "workspace", name)


def _to_be_told_apart(cell: Cell) -> bool:
    """A member of both may enter the other by its own address."""
    return cell.asker != BOTH or (cell.route.text.startswith(PLACE) and cell.place != "slug")


def _row(route: Route, side: Side) -> str:
    return side.rows.get("/".join(route.text.strip("/").split("/")[-2:]), str(side.workspace))


def _nested(value: str) -> dict[str, Any]:
    flat = dict.fromkeys(names(), value)
    return {**flat, "many": [value, [value]], "inner": {"id": value, "ids": [{"id": value}]}}


def _operation(cell: Cell, side: Side, ground: Ground, token: dict[str, str]) -> Asked:
    """A body that fits the operation's schema, in which one text names the other side's thing."""
    path, _, said = next(one for one in operations() if cell.route.text == f"api/v1{one[0]}" and one[1] == cell.method)
    place, thing = slots(said)[int(cell.name)]
    body = _fitting(said, ground)
    _put(body, place, side.everything()[thing])
    headers = {**token, "Idempotency-Key": side.words["key"] if thing == "key" else "a new key"}
    return Asked(
        path.replace("{id}", side.said["proposal"]).join(("/api/v1", "")),
        json.dumps(body),
        "application/json",
        headers=headers,
    )


def slots(said: dict[str, Any]) -> list[tuple[tuple[Any, ...], str]]:
    """Each text of an operation's body, with each thing that it may name."""
    places = list(_texts(_fitting(said, None), ()))
    things = ("proposal", "run", "agent", "connection", "email", "workspace", "hex", "key")
    return [(place, thing) for place in places for thing in things]


def _fitting(said: dict[str, Any], ground: Ground | None) -> Any:
    schema = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return _made(schema, "", ground) if schema else {}


def _made(schema: dict[str, Any], name: str, ground: Ground | None) -> Any:
    if "$ref" in schema:
        schema = _schemas()[schema["$ref"].rpartition("/")[2]]
    match schema.get("type"):
        case "object" if "properties" in schema:
            return {key: _made(one, key, ground) for key, one in schema["properties"].items()}
        case "object":
            return {"charge": "ch_1", "amount": 100, "many": ["x", ["x"]], "inner": {"ids": [{"id": "x"}]}}
        case "array":
            return [_made(schema["items"], name, ground)]
        case "integer":
            return 1
    ours = {"connection": ground.own.said["connection"], "tool": "stripe.refund"} if ground else {}
    return ours.get(name, "" if "default" in schema else "x")


def _schemas() -> dict[str, Any]:
    schemas: dict[str, Any] = document.document()["components"]["schemas"]
    return schemas


def _texts(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield place
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _texts(inner, (*place, key))


def _put(body: Any, place: tuple[Any, ...], value: str) -> None:
    for key in place[:-1]:
        body = body[key]
    body[place[-1]] = value
