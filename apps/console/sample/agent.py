"""The Refunds agent, and the key by which it may also come in from outside."""

from pathlib import Path
from uuid import UUID

from apps.agents import keys, make
from apps.agents.models import Agent, AgentKey
from apps.core import secretfile
from apps.runner import definitions
from apps.runner.start import publish
from apps.workspaces.models import User

NAME = "Refunds agent"
KEY, KEY_FILE = "Sample desk", "sample-agent-key.txt"


def employ(workspace_id: UUID, owner: User, folder: Path) -> Agent:
    """The agent is there with a version that runs, and a key that is written down."""
    agent = Agent.objects.filter(workspace_id=workspace_id, name=NAME).first()
    agent = agent or make.make(workspace_id, name=NAME, owner=owner, by="operator")
    publish(agent, definitions.load("refunds"), by="operator")
    _give_key(agent, folder)
    return agent


def key(folder: Path) -> str:
    return (folder / KEY_FILE).read_text().strip()


def _give_key(agent: Agent, folder: Path) -> None:
    """A key whose clear text was lost half way is ended, and another one made."""
    if (folder / KEY_FILE).exists():
        return
    for lost in AgentKey.objects.filter(agent=agent, name=KEY, ended_at=None):
        keys.end(lost, by="operator")
    _, clear = keys.make(agent, KEY, by="operator")
    secretfile.write(folder / KEY_FILE, clear + "\n")
