"""The organisation's policy, as its workspaces are held to it: what their own rules may not loosen."""

from uuid import UUID

from apps.policies.kept import stored
from apps.policies.models import Charter, PolicyVersion
from apps.policies.rule import Rule
from apps.workspaces import organisations
from apps.workspaces.models import Workspace


def above(workspace: UUID) -> Charter | None:
    """What stands above this workspace in scope, without its rules; None where nothing does, as at the seat itself."""
    here = Workspace.objects.filter(pk=workspace, governs=False).values("organisation_id")
    return Charter.objects.filter(organisation_id__in=here).defer("rules").first()


def put(version: PolicyVersion, rules: list[Rule]) -> UUID | None:
    """In the publication's own transaction: where it is the seat's, it holds in the whole organisation from now on.
    Returns which that is.
    """
    organisation = organisations.governed_from(version.workspace_id)
    if organisation is not None:
        held = {"version_id": version.pk, "name": str(version), "sentences": version.sentences,
                "rules": stored(rules), "last_editor_id": version.last_editor_id}  # fmt: skip
        Charter.objects.update_or_create(organisation_id=organisation, defaults=held)
    return organisation
