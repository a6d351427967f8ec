"""Starting a run of a hosted agent: by a person on a page, or by whoever may ask it."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from apps.agents import versions
from apps.agents.models import Agent, AgentVersion
from apps.connectors.contract import JsonDict
from apps.connectors.models import Connection
from apps.core import doorbell
from apps.core.errors import Refused
from apps.runner import definition, template
from apps.runner.definition import Definition, Needs
from apps.runner.wishes import Memory
from apps.runs import record
from apps.runs.models import Run
from apps.workspaces.models import User


def start(
    agent: Agent,
    *,
    asker: User,
    case: JsonDict | None = None,
    goal: str = "",
    connections: Mapping[str, UUID] | None = None,
) -> Run:
    """A run of the agent's current version, its first step on the way. `case`: what it is about, `{"number": "00048213"}`.

    `connections` picks one for each role the definition names; where it is silent, the workspace's only fitting one is taken.
    """
    version = versions.current(agent)
    defined = definition.parse(version.definition)
    values = {"case": case or {}}
    chosen = {
        role: _connection(role, needs, (connections or {}).get(role)) for role, needs in defined.connections.items()
    }
    memory = Memory(at=defined.start, values=values, connections=chosen)
    with transaction.atomic():
        run = record.open_run(
            agent, version=version, asker=asker, goal=goal or template.fill(defined.goal, values),
            memory=memory.model_dump(mode="json"),
        )  # fmt: skip
        doorbell.ring("run", run.pk, workspace=run.workspace_id)
    return run


def publish(agent: Agent, written: JsonDict, by: str) -> AgentVersion:
    """A new version of a hosted agent, once its definition holds together. Raises Invalid with each problem."""
    parsed: Definition = definition.parse(written)
    return versions.publish(agent, parsed.model_dump(mode="json"), by)


def _connection(role: str, needs: Needs, chosen: UUID | None) -> UUID:
    fitting = Connection.objects.filter(connector=needs.connector, enabled=True)
    if chosen or needs.name:
        fitting = fitting.filter(pk=chosen) if chosen else fitting.filter(name=needs.name)
    found = list(fitting.values_list("pk", flat=True)[:2])
    if len(found) != 1:
        how_many = "none" if not found else "more than one"
        raise Refused(
            f"This agent needs a connection to {needs.connector} as its {role}, and there is {how_many} to take."
        )
    return found[0]
