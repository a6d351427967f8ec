"""The months of history, as the owner: made ahead (`up` does it at each start), and let go when they are old enough."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from apps.console.history import retire
from apps.core.errors import Refused
from apps.core.postgres import partitions


class Command(BaseCommand):
    help = "Makes the partitions of this month and the next year; with --retire lets old ones go, once exported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retire", choices=retire.TABLES, help="the table whose months past --keep-days go")
        parser.add_argument("--keep-days", type=int, default=730, help="how many days stay (default: two years)")
        parser.add_argument("--into", type=Path, default=None, help="where the exports go (default: the data folder)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, **options: Any) -> None:
        if options["retire"]:
            self._retire(options)
            return
        made = partitions.make_ahead(connections["owner"], now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{made} partitions made.")

    def _retire(self, options: dict[str, Any]) -> None:
        before = timezone.now() - timedelta(days=options["keep_days"])
        folder = options["into"] or settings.DATA_DIR / "exports"
        try:
            for one in retire.retire(options["retire"], before=before, folder=folder, dry_run=options["dry_run"]):
                went = f"exported to {one.file} and dropped" if one.file else "would go"
                self.stdout.write(f"{one.month.name}: {one.rows:,} rows, {went}.")
        except Refused as why:
            raise CommandError(str(why)) from why
