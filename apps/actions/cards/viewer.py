"""Who looks, where, and what they may do there."""

from dataclasses import dataclass

from apps.workspaces.access import Right
from apps.workspaces.models import User, Workspace


@dataclass(frozen=True)
class Viewer:
    workspace: Workspace
    person: User
    rights: frozenset[Right]
