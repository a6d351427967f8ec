"""The workspaces of an organisation, for what holds in all of them at once."""

from uuid import UUID

from apps.core import scope
from apps.core.errors import Refused
from apps.workspaces.models import Address, Organisation, Workspace


def at(slug: str) -> Organisation:
    """The organisation of the workspace at this address. Raises Refused where there is none."""
    address = Address.objects.filter(slug=slug).first()
    if address is None:
        raise Refused(f"There is no workspace at {slug}.")
    with scope.workspace(address.workspace_id):
        return Workspace.objects.select_related("organisation").get(pk=address.workspace_id).organisation


def members_of(organisation: UUID) -> list[UUID]:
    """All its workspaces, by id. Not inside a transaction: it looks at every workspace there is."""
    with scope.workspace(*Address.objects.order_by("workspace_id").values_list("workspace_id", flat=True)):
        here = Workspace.objects.filter(organisation_id=organisation).order_by("pk")
        return list(here.values_list("pk", flat=True))


def seat_of(organisation: UUID) -> Workspace | None:
    """The workspace from which it is governed; None: it has no rules of its own. Not inside a transaction."""
    with scope.workspace(*members_of(organisation)):
        return Workspace.objects.filter(organisation_id=organisation, governs=True).first()


def governed_from(workspace: UUID) -> UUID | None:
    """The organisation that is governed from this workspace in scope; None: it is a workspace like any other."""
    return Workspace.objects.filter(pk=workspace, governs=True).values_list("organisation_id", flat=True).first()
