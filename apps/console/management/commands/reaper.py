"""`manage.py reaper`: ends what is over and rings for what waits. It needs the database alone; of many, one works."""

import logging
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection

from apps.actions import pause, reaper
from apps.core import scope
from apps.runner import sweep
from apps.workspaces.models import Address, Pause

log = logging.getLogger(__name__)
EVERY_S = 1.0


class Command(BaseCommand):
    help = "Watch leases, deadlines, holds and pauses. Run one or many; an advisory lock elects who works."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *, once: bool, **options: object) -> None:
        while True:
            try:
                if elected():
                    sweep_once()
            except DatabaseError as why:
                log.warning("The database did not answer the reaper; it tries again: %s", why)
                close_old_connections()
            if once:
                return
            time.sleep(EVERY_S)


def elected() -> bool:
    """Held by this session until it ends, so that another takes over when this process dies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND classid = 0 AND objid = %s) OR pg_try_advisory_lock(%s)",
            [reaper.ELECTION, reaper.ELECTION],
        )
        return bool(cursor.fetchone()[0])


def sweep_once() -> None:
    reaper.sweep()
    sweep.sweep()
    for workspace in Address.objects.values_list("workspace_id", flat=True):
        with scope.workspace(workspace):
            for standing in Pause.objects.filter(resumed_at=None, quiet_at=None):
                pause.report_quiet(standing.pk)
