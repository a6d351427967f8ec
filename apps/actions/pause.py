"""Pausing: after it commits no start mark commits. It lists, in its own transaction, what was on the wire already."""

import json
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.agents.models import Agent
from apps.audit import log
from apps.core import scope as scopes
from apps.workspaces import pause as flags
from apps.workspaces.access import Right, check
from apps.workspaces.models import Pause, User
from apps.workspaces.pause import Scope

LISTED = """
SELECT coalesce(json_agg(json_build_object(
    'action', t.action_id, 'attempt', t.number, 'lease_until', t.lease_until)), '[]')
FROM actions_attempt t JOIN actions_action a ON a.id = t.action_id AND a.workspace_id = t.workspace_id
WHERE t.workspace_id = %s AND t.started_at IS NOT NULL AND t.ended_at IS NULL AND (%s OR a.agent_id = %s)
"""


def pause(scope: Scope, *, by: User, reason: str) -> bool:
    """Pause a workspace or an agent; False where it is paused already. Raises NotEntitled."""
    workspace = scopes.only()
    check(by, Right.PAUSE, workspace, _agent(scope))
    return set_flag(scope, workspace=workspace, by=by.said, reason=reason)


@transaction.atomic
def set_flag(scope: Scope, *, workspace: UUID, by: str, reason: str) -> bool:
    """Take the scope's lock from everybody, list what is on the wire, set the flag and enter it, in one transaction."""
    flags.exclude(scope)
    listed = _on_the_wire(scope, workspace)
    if flags.set_flag(scope, workspace=workspace, by=by, reason=reason, listed=json.dumps(listed)) is None:
        return False
    facts = {
        "scope": f"{scope.kind}:{scope.id.hex}",
        "reason": reason,
        "on the wire": [one["action"] for one in listed],
    }
    log.append("pause.set", workspace=workspace, subject=f"{scope.kind}:{scope.id.hex}", by=by, facts=facts)
    return True


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


def _agent(scope: Scope) -> Agent | None:
    """The agent of an agent's scope: a right on that agent alone is enough to pause it."""
    return Agent.objects.filter(pk=scope.id).first() if scope.kind == "agent" else None


def _on_the_wire(scope: Scope, workspace: UUID) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(LISTED, [workspace, scope.kind == "workspace", scope.id])
        found = cursor.fetchone()[0]
    return list(json.loads(found) if isinstance(found, str) else found)
