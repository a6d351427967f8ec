"""The sealer's round, in a thread of its own beside the reaper: slow disks and mail servers hold up no lease."""

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections, connection

from apps.audit import followers, sealer
from apps.workspaces.models import Address

log = logging.getLogger(__name__)
EVERY_S = 2.0
TOGETHER = 500  # workspaces asked about at a time


def begin() -> threading.Thread:
    thread = threading.Thread(target=_forever, name="sealer", daemon=True)
    thread.start()
    return thread


def seal_once() -> int:
    """Seal every log that is due, then bring the followers up to it. Returns how many logs were sealed."""
    workspaces = list(Address.objects.order_by("workspace_id").values_list("workspace_id", flat=True))
    sealed = 0
    for first in range(0, len(workspaces), TOGETHER):
        some = workspaces[first : first + TOGETHER]
        sealed += sealer.seal_due(some)
        followers.follow(some)
    return sealed


def elected(lock: int) -> bool:
    """Held by this session until it ends, so that another takes over when this process dies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND classid = 0 AND objid = %s) OR pg_try_advisory_lock(%s)",
            [lock, lock],
        )
        return bool(cursor.fetchone()[0])


def _forever() -> None:
    while True:
        try:
            if elected(sealer.ELECTION):
                seal_once()
        except DatabaseError as why:
            log.warning("The database did not answer the sealer; it tries again: %s", why)
            close_old_connections()
        except Exception:
            log.exception("The sealer met something that it does not know; it tries again.")
        time.sleep(EVERY_S)
