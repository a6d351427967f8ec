"""Versions of an agent: each is one definition that never changes."""

from django.db import transaction

from apps.agents.models import Agent, AgentVersion
from apps.audit import log
from apps.connectors.contract import JsonDict
from apps.core import ids
from apps.core.canonical import digest
from apps.core.errors import Refused


def publish(agent: Agent, definition: JsonDict, by: str) -> AgentVersion:
    """The next version, with its entry. What is in force already is given back as it is."""
    of_definition = digest(definition)
    with transaction.atomic():
        Agent.objects.select_for_update().get(pk=agent.pk)
        last = AgentVersion.objects.filter(agent=agent).order_by("-number").first()
        if last and last.digest == of_definition:
            return last
        made = AgentVersion.objects.create(
            workspace_id=agent.workspace_id, agent=agent, number=last.number + 1 if last else 1,
            definition=definition, digest=of_definition, made_by=by,
        )  # fmt: skip
        facts = {"number": made.number, "digest": made.digest}
        subject = ids.say("agent", agent.pk)
        log.append("agent.published", workspace=agent.workspace_id, subject=subject, by=by, facts=facts)
    return made


def current(agent: Agent) -> AgentVersion:
    """The version that works now: the last one. Raises Refused for an agent that lives outside."""
    last = AgentVersion.objects.filter(agent=agent).order_by("-number").first()
    if last is None:
        raise Refused(f"{agent.name} has no version that could run here. Publish one first.")
    return last
