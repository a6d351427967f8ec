"""The operator's kill switch: every workspace at once. Whoever may log in to the database may pull it, nobody else."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from apps.audit import log
from apps.audit.log import Line
from apps.core import scope
from apps.workspaces import pause as flags
from apps.workspaces.models import Address, InstallationPause, Pause
from apps.workspaces.pause import INSTALLATION

SUBJECT = f"{INSTALLATION.kind}:{INSTALLATION.id.hex}"


def pause(*, by: str, reason: str) -> bool:
    """Nothing starts anywhere from now on; each workspace's log says so. False where it is paused already."""
    return flags.set_flag(INSTALLATION, workspace=None, by=by, reason=reason) is not None


def lift(*, by: str, why: str) -> bool:
    """Work goes on everywhere, unless a workspace is paused by itself. False where nothing stands."""
    here = sorted(Address.objects.values_list("workspace_id", flat=True))
    with scope.workspace(*here):
        return _lift(here, by=by, why=why)


def standing() -> InstallationPause | None:
    return InstallationPause.objects.filter(resumed_at=None).first()


@transaction.atomic
def _lift(workspaces: list[UUID], *, by: str, why: str) -> bool:
    now = Now()  # the database's clock, by which start marks are made
    if not InstallationPause.objects.filter(resumed_at=None).update(resumed_at=now, resumed_by=by):
        return False
    Pause.objects.filter(scope_kind=INSTALLATION.kind, resumed_at=None).update(resumed_at=now, resumed_by=by)
    log.append_many([Line("pause.lifted", one, SUBJECT, by, {"why": why}) for one in workspaces])
    return True
