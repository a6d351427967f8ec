"""The Refunds agent, and the key by which it may also come in from outside."""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from apps.agents import keys, ladder, make
from apps.agents.ladder import Place
from apps.agents.models import Agent, AgentKey, Rung
from apps.core import secretfile
from apps.runner import definitions
from apps.runner.start import publish
from apps.workspaces.models import User

NAME, REFUNDS = "Refunds agent", "stripe:refunds"
KEY, KEY_FILE = "Sample desk", "sample-agent-key.txt"


def employ(workspace_id: UUID, owner: User, folder: Path) -> Agent:
    """The agent is there with a version that runs, and a key that is written down."""
    agent = Agent.objects.filter(workspace_id=workspace_id, name=NAME).first()
    agent = agent or make.make(workspace_id, name=NAME, owner=owner, by="operator")
    publish(agent, definitions.load("refunds"), by="operator")
    _raise(agent)
    _give_key(agent, folder)
    return agent


def key(folder: Path) -> str:
    return (folder / KEY_FILE).read_text().strip()


def _raise(agent: Agent) -> None:
    """It may act by itself where policy lets it refund without asking; everywhere else somebody signs."""
    place = Place(agent.workspace_id, agent, REFUNDS)
    if ladder.held(place) is None:
        with transaction.atomic():
            ladder.move(place, Rung.AUTO, by="operator", why="Small refunds go back at once.")


def _give_key(agent: Agent, folder: Path) -> None:
    """A key whose clear text was lost half way is ended, and another one made."""
    if (folder / KEY_FILE).exists():
        return
    for lost in AgentKey.objects.filter(agent=agent, name=KEY, ended_at=None):
        keys.end(lost, by="operator")
    _, clear = keys.make(agent, KEY, by="operator")
    secretfile.write(folder / KEY_FILE, clear + "\n")
