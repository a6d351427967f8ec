"""Who may see usage, and who may propose a budget."""

from apps.console.door import Inside
from apps.core.errors import NotEntitled
from apps.workspaces.access import ADMINS, FINANCE, Right, check, roles_of

WHO_SETS = f"{ADMINS} or {FINANCE}"


def may_see(request: Inside) -> None:
    """Raises NotEntitled where somebody may see some things in the workspace, but not the workspace."""
    check(request.user, Right.SEE, request.workspace.pk)


def may_set(request: Inside) -> bool:
    return Right.CONFIGURE in request.rights or FINANCE in roles_of(request.user.pk, request.workspace.pk)


def check_may_set(request: Inside) -> None:
    if not may_set(request):
        raise NotEntitled(f"You may not propose budgets. {WHO_SETS} may.")
