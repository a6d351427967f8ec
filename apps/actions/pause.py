"""Pausing: after it commits no start mark commits. It lists, in its own transaction, what was on the wire already."""

from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from apps.agents.models import Agent
from apps.audit import log
from apps.connectors.models import Connection
from apps.core import scope as scopes
from apps.core.errors import NotFound
from apps.workspaces import pause as flags
from apps.workspaces.access import Right, check
from apps.workspaces.models import Pause, User, Workspace
from apps.workspaces.pause import Scope

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


def open_attempts(pause: Pause) -> list[dict[str, object]]:
    """Of the attempts that a pause listed, those that have not ended and may still arrive."""
    listed = [(one["action"], one["attempt"]) for one in pause.listed]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action_id, number, lease_until FROM actions_attempt WHERE workspace_id = %s AND ended_at IS NULL"
            " AND started_at IS NOT NULL AND lease_until + make_interval(secs => %s) > clock_timestamp()",
            [pause.workspace_id, settings.COUNTERSIGN_GRACE_S],
        )
        open_now = {(str(action), number): until for action, number, until in cursor.fetchall()}
    return [{"action": a, "attempt": n, "lease_until": open_now[a, n]} for a, n in listed if (a, n) in open_now]
