"""Every right of one person in one workspace, asked once for a page."""

from uuid import UUID

from guardian.shortcuts import get_perms

from apps.workspaces import access
from apps.workspaces.access import RIGHTS, Right
from apps.workspaces.models import User, Workspace


def rights_of(user: User, workspace_id: UUID) -> frozenset[Right]:
    """What access.may would say for each right on the workspace as a whole. The person is known to be a member."""
    if user.is_superuser:
        roles = access.roles_of(user.pk, workspace_id)
        return frozenset(right for right in Right if roles & RIGHTS[right])
    held = set(get_perms(user, Workspace(pk=workspace_id)))
    return frozenset(right for right in Right if right.value in held)


def who_may(right: Right) -> str:
    """The roles that hold a right, in words: "Admins, Finance or Support leads"."""
    *most, last = sorted(RIGHTS[right])
    return f"{', '.join(most)} or {last}" if most else last
