"""Organisations, workspaces, people and what they may do there; freezes, and the kill switch."""

from apps.workspaces.models.calendar import Freeze, Turn
from apps.workspaces.models.pauses import InstallationPause, Pause
from apps.workspaces.models.people import (
    DAY,
    Address,
    Member,
    Organisation,
    Relation,
    Role,
    User,
    Workspace,
)

__all__ = [
    "DAY",
    "Address",
    "Freeze",
    "InstallationPause",
    "Member",
    "Organisation",
    "Pause",
    "Relation",
    "Role",
    "Turn",
    "User",
    "Workspace",
]
