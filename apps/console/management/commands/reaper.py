"""`manage.py reaper`: ends what is over, rings for what waits, and seals the logs, each elected among many.

What it ends and rings for needs the database alone; the sealer's files and mail are a thread of their own.
"""

import logging
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from apps.actions import pause, reaper
from apps.console import sealing
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
        if not once:
            sealing.begin()
        while True:
            try:
                if sealing.elected(reaper.ELECTION):
                    sweep_once()
            except DatabaseError as why:
                log.warning("The database did not answer the reaper; it tries again: %s", why)
                close_old_connections()
            if once:
                sealing.seal_once()
                return
            time.sleep(EVERY_S)


def sweep_once() -> None:
    reaper.sweep()
    sweep.sweep()
    for workspace in Address.objects.values_list("workspace_id", flat=True):
        with scope.workspace(workspace):
            for standing in Pause.objects.filter(resumed_at=None, quiet_at=None):
                pause.report_quiet(standing.pk)
