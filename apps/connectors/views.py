"""Connections: which systems agents can reach, with which tools, and what each tool's six blanks say."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from apps.actions.cards.words import BACK, TIERS, Chip, connector_name, icon_of
from apps.connectors import connect, engine, trouble
from apps.connectors.contract import Blanks, Tool
from apps.connectors.manifest import Manifest
from apps.connectors.models import Connection
from apps.connectors.trouble import Trouble
from apps.console.door import Inside
from apps.console.shell import page
from apps.core import ids
from apps.core.errors import NotEntitled, NotFound, Refused
from apps.workspaces.access import Right, may, who_may

TERMS = {"url": "Address", "base_url": "Address", "allowed": "Allowed address"}


@dataclass(frozen=True)
class Pair:
    term: str
    words: str


@dataclass(frozen=True)
class ToolCard:
    name: str
    title: str
    risk: str
    verb: str
    chips: tuple[Chip, ...]
    blanks: tuple[Pair, ...]


@dataclass(frozen=True)
class ConnectionCard:
    said: str
    name: str
    icon: str
    connector: str
    sandbox: bool
    enabled: bool
    fingerprint: str
    address: tuple[Pair, ...]
    tools: tuple[ToolCard, ...]
    trouble: Trouble
    waits: str


@require_safe
def connections(request: Inside) -> HttpResponse:
    found = list(Connection.objects.defer("secret").order_by("name")[:100])
    troubled = trouble.of(one.pk for one in found)
    context = {
        "connections": tuple(_card(one, troubled.get(one.pk, Trouble())) for one in found),
        "may_configure": Right.CONFIGURE in request.rights,
        "who_configures": who_may(Right.CONFIGURE),
    }
    return page(request, "connectors/connections.html", context)


@require_POST
def test(request: Inside, said: str) -> HttpResponse:
    """Asks the target whether it answers; nothing is changed there or here."""
    connection = Connection.objects.filter(pk=_id(said)).first()
    if connection is None:
        raise NotFound
    if not may(request.user, Right.CONFIGURE, request.workspace.pk, connection):
        raise NotEntitled(f"You may not test a connection. {who_may(Right.CONFIGURE)} may.")
    try:
        health = engine.check(connect.opened(connection))
        (messages.success if health.ok else messages.error)(request, f"{connection.name}: {health.sentence}")
    except Refused as why:
        messages.error(request, f"{connection.name}: {why}")
    return redirect("connections", request.workspace.slug)


def _card(one: Connection, troubled: Trouble) -> ConnectionCard:
    manifest = engine.catalog().get(one.connector)
    return ConnectionCard(
        said=ids.say("connection", one.pk), name=one.name, icon=icon_of(f"{one.connector}."), sandbox=one.sandbox,
        connector=connector_name(f"{one.connector}."), enabled=one.enabled, fingerprint=one.fingerprint,
        address=tuple(_address(one)), tools=tuple(_tool(tool) for tool in _tools(manifest)),
        trouble=troubled, waits=troubled.sentence(one.name),
    )  # fmt: skip


def _address(one: Connection) -> list[Pair]:
    pairs = []
    for name, value in one.address.items():
        shown = ", ".join(sorted(map(str, value))) if isinstance(value, dict | list) else str(value)
        pairs.append(Pair(TERMS.get(name) or name.replace("_", " ").capitalize(), shown))
    return pairs


def _tools(manifest: Manifest | None) -> list[Tool]:
    return [] if manifest is None else [manifest.tool(name) for name in manifest.operations]


def _tool(tool: Tool) -> ToolCard:
    writes = not tool.verb.reads
    chips = [BACK[tool.undo], Chip(TIERS[tool.tier])] if writes else [Chip("Reads")]
    if tool.outside_text:
        chips.append(Chip("Brings text from outside", "warn"))
    return ToolCard(tool.full_name, tool.title, tool.risk, tool.verb, tuple(chips), _blanks(tool.blanks))


def _blanks(blanks: Blanks | None) -> tuple[Pair, ...]:
    if blanks is None:
        return ()
    return tuple(Pair(name.capitalize(), getattr(blanks, name)) for name in type(blanks).model_fields)


def _id(said: str) -> UUID:
    try:
        return ids.parse("connection", said)
    except ValueError:
        raise NotFound from None
