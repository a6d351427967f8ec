"""The doorbell: one message that says "there is work", never what the work is.

The row in the database is the truth. A lost, doubled, late or reordered message changes nothing but the moment,
because the reaper rings again. So a broker that cannot be reached is noted and otherwise ignored.
"""

import logging
from uuid import UUID

import psycopg
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

TASK = "doorbell.rung"
log = logging.getLogger(__name__)


def ring(kind: str, id: UUID, *, workspace: UUID) -> None:
    """Wake whoever does this kind of work, once the transaction is in. Kinds: `action`, `run`."""
    transaction.on_commit(lambda: _send(kind, id, workspace))


def _send(kind: str, id: UUID, workspace: UUID) -> None:
    try:
        current_app.send_task(TASK, args=[kind, str(id), str(workspace)], ignore_result=True, retry=False)
    except (OperationalError, OSError, psycopg.Error) as why:
        log.warning("Nobody could be woken for %s %s; the reaper rings again: %s", kind, id, why)
