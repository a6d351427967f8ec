"""`manage.py budget_race`: very many reservations at once, while their holders are killed and caps are lowered."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from apps.billing.race import cap_of_ten, run, worker
from apps.console.supervisor import prepare
from apps.console.supervisor.children import end_with_parent
from apps.core.postgres import embedded, launcher, logins
from apps.core.postgres.programs import programs

FOREIGN = ("DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL", "COUNTERSIGN_")
INSIDE = "COUNTERSIGN_BUDGET_RACE"  # set for the processes within the scratch database


class Command(BaseCommand):
    help = (
        "Race for budgets in a scratch database of its own: 0 granted beyond a cap, 0 left reserved.\n"
        "A transaction reserves for 1 to 40 actions, each all or nothing. Exit code 1 if a promise broke."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reservations", type=int, default=20_000)
        parser.add_argument("--processes", type=int, default=8)
        parser.add_argument("--kill", type=int, default=5, metavar="N", help="so many workers are killed and replaced")
        parser.add_argument("--runs", type=int, default=0, help="instead: 64 at once on a cap of 10, N runs")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--worker", type=int, default=0, help="for the command itself")
        parser.add_argument("--share", type=int, default=0, help="for the command itself")
        parser.add_argument("workspace", type=UUID, nargs="?", help="for the command itself")

    def handle(self, **options: Any) -> None:
        if options["workspace"]:
            worker.run(options["workspace"], worker=options["worker"], share=options["share"], seed=options["seed"])
        elif os.environ.get(INSIDE):
            sys.exit(self.inside(options))
        else:
            sys.exit(self.outside())

    def outside(self) -> int:
        """A folder and a server of our own, then this command again within it."""
        folder = Path(tempfile.mkdtemp(prefix="countersign-race-"))
        folder.chmod(0o711)
        place = embedded.place(folder)
        try:
            prepare.server(place)
            logins.ensure(place)
            kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
            here = {INSIDE: "1", "COUNTERSIGN_DATA_DIR": str(folder), "COUNTERSIGN_DATABASE_POOL": "0"}
            return subprocess.run([sys.executable, *sys.argv], env=kept | here, check=False).returncode
        finally:
            launcher.stop(place)
            shutil.rmtree(programs(place.cluster).cluster, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)

    def inside(self, options: dict[str, Any]) -> int:
        prepare.tables()
        if options["runs"]:
            report: dict[str, Any] = cap_of_ten.run(options["runs"])
            broken = report["exact"] < report["runs"]
        else:
            report = run.run(reservations=options["reservations"], processes=options["processes"],
                             kills=options["kill"], seed=options["seed"], spawn=spawn)  # fmt: skip
            broken = bool(report["over"] or report["leaked"] or report["failed"])
        self.stdout.write(json.dumps(report))
        return int(broken)


def spawn(arguments: Sequence[str]) -> "subprocess.Popen[str]":
    command = [sys.executable, sys.argv[0], "budget_race", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True,
        preexec_fn=end_with_parent(signal.SIGKILL),  # noqa: PLW1509  it is the first thing a worker does
    )  # fmt: skip
