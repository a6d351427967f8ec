"""What takes the checkpoints of a log: the file and the mail sink, and the check that reads the whole log again.

Each has a cursor of its own, moved after the work, so nothing is left out and something may come twice. One that
fails is tried again later and later, says why on the audit page, and holds up neither the sealer nor the others.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from apps.audit import chain
from apps.audit.models import Checkpoint, Follower
from apps.audit.sinks import file, mail
from apps.core import scope

log = logging.getLogger(__name__)
CHECK_EVERY_S = 3600.0
BACKOFF_S = (5, 15, 60, 300, 900)
MOST = 500  # checkpoints at a time
BEHIND = """
SELECT c.workspace_id FROM (SELECT workspace_id, max(size) AS size FROM audit_checkpoint
    WHERE workspace_id = ANY (%s) GROUP BY workspace_id) c
LEFT JOIN audit_follower f ON f.workspace_id = c.workspace_id AND f.name = %s
WHERE c.size > coalesce(f.size, 0) AND coalesce(f.due_at, '-infinity') <= clock_timestamp()
"""

Take = Callable[[UUID, Sequence[str]], None]


class Failed(RuntimeError):
    """What a follower met instead of what it should."""


def names() -> list[str]:
    return ["file", *(["mail"] if mail.wanted() else []), "check"]


def follow(workspaces: Sequence[UUID]) -> int:
    """Bring every follower that is behind, and may try, up to the last checkpoint. Returns how many took some."""
    took = 0
    for name in names():
        for workspace in _behind(name, workspaces):
            with scope.workspace(workspace):
                took += take(name, workspace)
    return took


def take(name: str, workspace: UUID) -> bool:
    """One follower takes the checkpoints that it does not have, outside any transaction. False where it could not."""
    have = Follower.objects.filter(workspace_id=workspace, name=name).first() or Follower(
        workspace_id=workspace, name=name
    )
    new = Checkpoint.objects.filter(workspace_id=workspace, size__gt=have.size).order_by("size")[:MOST]
    try:
        WORK[name](workspace, [one.note for one in new])
    except (OSError, SMTPException, Failed) as why:
        _fell(have, str(why))
        return False
    _reached(have, new[len(new) - 1].size if len(new) else have.size)
    return True


def check(workspace: UUID, _notes: Sequence[str]) -> None:
    """Every checkpoint and every copy is still the root of the entries that it speaks of."""
    answer = chain.verify(workspace)
    if isinstance(answer, chain.Broken):
        raise Failed(f"Entry {answer.seq}: {answer.why}")


WORK: dict[str, Take] = {"file": file.send, "mail": mail.send, "check": check}


def _behind(name: str, workspaces: Sequence[UUID]) -> list[UUID]:
    with scope.workspace(*workspaces), connection.cursor() as cursor:
        cursor.execute(BEHIND, [list(workspaces), name])
        return [workspace for (workspace,) in cursor.fetchall()]


def _reached(one: Follower, size: int) -> None:
    now = timezone.now()
    wait = {"mail": settings.COUNTERSIGN_CHECKPOINT_MAIL_EVERY_S, "check": CHECK_EVERY_S}.get(one.name, 0)
    one.size, one.at, one.failed, one.why = size, now, 0, ""
    one.due_at = now + timedelta(seconds=wait)
    one.save()


def _fell(one: Follower, why: str) -> None:
    if one.name == "check":
        log.critical("The log of workspace %s does not hold: %s", one.workspace_id, why)
    else:
        log.warning("The checkpoints of workspace %s did not reach the %s: %s", one.workspace_id, one.name, why)
    one.why, one.due_at = why[:500], timezone.now() + timedelta(seconds=BACKOFF_S[min(one.failed, len(BACKOFF_S) - 1)])
    one.failed += 1
    one.save()
