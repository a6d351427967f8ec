"""Pausing: after it commits no start mark commits. It lists, in its own transaction, what was on the wire already."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from apps.actions.models import Attempt
from apps.agents.models import Agent
from apps.audit import log
from apps.connectors.models import Connection
from apps.core import scope as scopes
from apps.core.errors import NotFound
from apps.workspaces import pause as flags
from apps.workspaces.access import Right, check
from apps.workspaces.models import Pause, User, Workspace
from apps.workspaces.pause import Scope


@dataclass(frozen=True)
class Wire:
    """An attempt that was on the wire when a pause was committed."""

    action: UUID
    attempt: int
    until: datetime  # lease and grace: after that nothing of it can arrive
    ended_as: str  # "" while its outcome is open
    in_time: bool

    @property
    def may_arrive(self) -> bool:
        return not self.ended_as and self.in_time


THINGS: dict[str, type[models.Model]] = {"agent": Agent, "connection": Connection, "workspace": Workspace}


def pause(scope: Scope, *, by: User, reason: str, named: str = "") -> bool:
    """Pause a workspace, an agent, a connection or a tool; False where it is paused already. Raises NotEntitled."""
    workspace = scopes.only()
    thing = thing_of(scope)
    check(by, Right.PAUSE, workspace, thing)
    called = named or (str(thing) if thing else "")
    return flags.set_flag(scope, workspace=workspace, by=by.said, reason=reason, named=called) is not None


def thing_of(scope: Scope) -> models.Model | None:
    """The agent or connection that a scope is, on which a person may hold the right by itself; None for a tool."""
    if scope.kind not in THINGS:
        return None
    found = THINGS[scope.kind]._default_manager.filter(pk=scope.id).first()
    if found is None:
        raise NotFound
    return found


def standing() -> list[Pause]:
    """The pauses that stand in the workspace in scope."""
    return list(Pause.objects.filter(resumed_at=None).order_by("paused_at"))


@transaction.atomic
def report_quiet(pause_id: UUID) -> bool:
    """When every attempt that it listed has ended, or can no longer arrive, the pause says once that all is quiet."""
    found = Pause.objects.select_for_update().filter(pk=pause_id, quiet_at=None, resumed_at=None).first()
    if found is None or open_attempts(found):
        return False
    found.quiet_at = timezone.now()
    found.save(update_fields=["quiet_at"])
    subject = f"{found.scope_kind}:{found.scope_id.hex}"
    log.append("pause.quiet", workspace=found.workspace_id, subject=subject, by="reaper", facts={})
    return True


def open_attempts(pause: Pause) -> list[Wire]:
    """Of the attempts that a pause listed, those that have not ended and may still arrive."""
    return [one for one in wire(pause) if one.may_arrive]


def wire(pause: Pause) -> list[Wire]:
    """Every attempt that a pause listed, and what has become of it since."""
    listed = {(UUID(str(one["action"])), int(one["attempt"])) for one in pause.listed}
    rows = Attempt.objects.filter(action_id__in={action for action, _ in listed})
    grace, now = timedelta(seconds=settings.COUNTERSIGN_GRACE_S), _now()
    return [
        Wire(one.action_id, one.number, one.lease_until + grace, one.ended_as, one.lease_until + grace > now)
        for one in rows.order_by("action_id", "number")
        if (one.action_id, one.number) in listed
    ]


def _now() -> datetime:
    """The database's clock, by which leases are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
