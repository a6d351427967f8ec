"""Who looks, where, and what they may do there."""

from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from apps.agents.models import Agent
from apps.workspaces.access import Right, rights_of
from apps.workspaces.models import User, Workspace


@dataclass(frozen=True)
class Viewer:
    workspace: Workspace
    person: User
    rights: frozenset[Right]

    def on(self, agent: UUID) -> Self:
        """The same person before one agent's work, where they may hold rights on that agent alone."""
        there = rights_of(self.person, self.workspace.pk, Agent(pk=agent, workspace_id=self.workspace.pk))
        return replace(self, rights=there)
