"""Measure the product on a PostgreSQL of the bench's own: one JSON line a figure. What each means: README.md."""

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.console.bench import catalog, server
from apps.console.bench.room import Room
from apps.console.supervisor import prepare
from apps.core.postgres import embedded
from config.environment import ROOT


class Command(BaseCommand):
    help = "Measures the product, each figure beside what its database can do. Exit code 1 if a must does not hold."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", default="", help=f"some parts, by commas: {', '.join(catalog.PARTS)}")
        parser.add_argument("--full", action="store_true", help="real figures: medians of three longer runs, 1 M rows")
        parser.add_argument("--peers", action="store_true", help="others beside it, from the group `peers`")
        parser.add_argument("--seconds", type=float, default=0, help="how long one sample runs (default: as it needs)")
        parser.add_argument("--broker", default="", help="the broker's address (default: pgmq on the same server)")
        parser.add_argument("--inside", action="store_true", help="on the server that the environment names")

    def handle(self, **options: Any) -> None:
        unknown = [name for name in _parts(options["only"]) if name not in catalog.PARTS]
        if unknown:
            raise CommandError(f"There is no part called {unknown[0]}. There are {', '.join(catalog.PARTS)}.")
        if not options["inside"]:
            sys.exit(_outside(options))
        if not self._inside(options):
            sys.exit(1)

    def _inside(self, options: dict[str, Any]) -> bool:
        prepare.tables()
        place = embedded.place(settings.DATA_DIR)
        room = Room(place, full=options["full"], peers=options["peers"], sample_s=options["seconds"])
        held = True
        for name in _parts(options["only"]):
            began = timezone.now()
            for figure in catalog.PARTS[name](room):
                self.stdout.write(figure.line())
                self.stdout.flush()
                held &= figure.holds is not False
            self.stderr.write(f"{name}: {(timezone.now() - began).total_seconds():.0f} s")
        return held


def _outside(options: dict[str, Any]) -> int:
    """The same command once more, on a server of its own: its settings are read before it begins."""
    flags = [f"--{name}" for name in ("full", "peers") if options[name]]
    command = [sys.executable, str(ROOT / "manage.py"), "bench", "--inside", "--only", options["only"]]
    command += ["--seconds", str(options["seconds"]), *flags]
    with server.scratch(settings.DATA_DIR / "bench") as place:
        environment = server.environment(place, broker=options["broker"])
        return subprocess.run(command, env=environment, check=False).returncode


def _parts(only: str) -> list[str]:
    return [name for name in only.split(",") if name] or list(catalog.PARTS)
