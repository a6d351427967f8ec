"""Changing how the workspace is governed: people propose it, another admin signs, and then it takes effect."""

from uuid import UUID

from django.db import transaction

from apps.actions import draft, propose
from apps.actions.draft import Asked, Wanted
from apps.actions.models import Proposal
from apps.agents.models import Agent
from apps.connectors.contract import JsonDict
from apps.core import scope as scopes
from apps.core.canonical import digest
from apps.core.errors import Refused
from apps.core.ids import uuid7
from apps.runs.models import Run
from apps.workspaces.models import User


def govern(tool: str, arguments: JsonDict, *, by: User, goal: str, agent_id: UUID | None = None) -> Proposal:
    """Propose one own tool in this person's name. The caller has checked their right. Raises Invalid, Refused."""
    agents = Agent.objects.order_by("id")
    agent = (agents.filter(pk=agent_id).first() if agent_id else None) or agents.first()
    if agent is None:
        raise Refused("There is no agent here yet, so there is nothing to govern.")
    steps = draft.steps([Wanted(None, tool, arguments)])
    with transaction.atomic():
        run = Run.objects.create(workspace_id=scopes.only(), agent=agent, asker=by, goal=goal, state="done")
    asked = Asked(agent, by, run, undoing=True, goal=goal)
    return propose.put(asked, steps, key=f"govern:{uuid7().hex}", fingerprint=digest([tool, arguments]))
