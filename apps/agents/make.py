"""Making an agent."""

from uuid import UUID

from django.db import transaction

from apps.agents.models import Agent, Rung
from apps.audit import log
from apps.core import ids
from apps.core.errors import Refused
from apps.workspaces.models import User


def make(workspace: UUID, *, name: str, owner: User, by: str, rung: Rung = Rung.APPROVE) -> Agent:
    """A new agent with its entry. It cannot do anything until it has a version, or a key."""
    if Agent.objects.filter(workspace_id=workspace, name=name).exists():
        raise Refused(f"There is an agent called {name} already. Choose another name.")
    with transaction.atomic():
        agent = Agent.objects.create(workspace_id=workspace, name=name, owner=owner, rung=rung)
        facts = {"name": name, "owner": owner.said, "rung": rung.value}
        log.append("agent.made", workspace=workspace, subject=ids.say("agent", agent.pk), by=by, facts=facts)
    return agent
