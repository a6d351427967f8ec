"""What an organisation's policy changes in its workspaces: each notes it in its log, and decides again what is open."""

from uuid import UUID

from django.db import transaction

from apps.actions import decide_again
from apps.audit import log
from apps.audit.models import Entry
from apps.core import scope
from apps.policies import charters
from apps.policies.models import Charter
from apps.workspaces import organisations
from apps.workspaces.models import Workspace

HOLDS = "policy.organisation_holds"


def holds(organisation: UUID, *, by: str) -> int:
    """After a publication at the seat. Returns in how many workspaces it holds. Not inside a transaction.

    Done twice it changes nothing more; what it misses is met by the claim, which compares.
    """
    reached = 0
    for workspace in organisations.members_of(organisation):
        with scope.workspace(workspace):
            charter = charters.above(workspace)
            if charter is not None:
                _enter(workspace, charter, by=by)
                decide_again.all_open(charter.version_id, by=by)
                reached += 1
    return reached


@transaction.atomic
def _enter(workspace: UUID, charter: Charter, *, by: str) -> None:
    """One line for each version, with its sentences."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace)  # or two who are rung at once both write it
    before = Entry.objects.filter(workspace_id=workspace, kind=HOLDS).order_by("-seq").first()
    version = str(charter.version_id)
    if before is None or before.facts["id"] != version:
        facts = {"version": charter.name, "id": version, "sentences": charter.sentences}
        subject = f"organisation:{charter.organisation_id.hex}"
        log.append(HOLDS, workspace=workspace, subject=subject, by=by, facts=facts)
