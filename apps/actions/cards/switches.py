"""What a person may pause: an agent, a connection, a tool, or all of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from apps.agents.models import Agent
from apps.connectors import engine
from apps.connectors.models import Connection
from apps.core import ids
from apps.workspaces.access import Right, held_on
from apps.workspaces.models import Pause, User, Workspace
from apps.workspaces.pause import tool_scope

MOST = 100


@dataclass(frozen=True)
class Switch:
    value: str
    name: str


@dataclass(frozen=True)
class Group:
    """Switches of one kind: "One agent alone"."""

    title: str
    label: str
    switches: tuple[Switch, ...]


def switches(workspace: Workspace, person: User, rights: Collection[Right]) -> tuple[Group, ...]:
    """By kind, without what is paused already. Who may not pause here may pause what they have the right on alone."""
    everywhere, here = Right.PAUSE in rights, workspace.pk
    paused = frozenset(Pause.objects.filter(resumed_at=None).values_list("scope_id", flat=True))
    agents = Agent.objects.exclude(pk__in=paused).order_by("name")
    boxes = Connection.objects.exclude(pk__in=paused).order_by("name")
    if not everywhere:
        agents = agents.filter(pk__in=held_on(person, Right.PAUSE, Agent, here))
        boxes = boxes.filter(pk__in=held_on(person, Right.PAUSE, Connection, here))
    groups = (
        Group("One agent", "Agent", _things("agent", ((one.pk, one.name) for one in agents[:MOST]))),
        Group("One connection", "Connection", _things("connection", ((one.pk, one.name) for one in boxes[:MOST]))),
        Group("One tool", "Tool", _tools(here, paused) if everywhere else ()),
    )
    return tuple(group for group in groups if group.switches)


def _things(kind: str, found: Iterable[tuple[UUID, str]]) -> tuple[Switch, ...]:
    return tuple(Switch(ids.say(kind, id), name) for id, name in found)


def _tools(workspace: UUID, paused: Collection[UUID]) -> tuple[Switch, ...]:
    """The tools of whatever is connected here."""
    connected = set(Connection.objects.values_list("connector", flat=True))
    manifests = [manifest for name, manifest in sorted(engine.catalog().items()) if name in connected]
    names = [manifest.tool(name).full_name for manifest in manifests for name in manifest.operations]
    return tuple(
        Switch(f"tool:{name}", name) for name in names if tool_scope(name, workspace=workspace).id not in paused
    )  # fmt: skip
