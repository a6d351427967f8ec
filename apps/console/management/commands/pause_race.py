"""`manage.py pause_race`: a hundred pauses under sixteen busy workers, on a server made for it. Every count: 0."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.console.race.crew import muster
from apps.console.race.run import ROOT, Place, Race, run
from apps.console.supervisor import prepare
from apps.core.postgres import embedded, launcher

OURS = ("COUNTERSIGN_", "DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL", "RESERVE_DATABASE_URL")
WITHIN = {
    "BROKER_URL": "memory://", "COUNTERSIGN_LEASE_S": "4", "COUNTERSIGN_CALL_TIMEOUT_S": "2",
    "COUNTERSIGN_GRACE_S": "1", "COUNTERSIGN_SANDBOX_HOLD_S": "0", "COUNTERSIGN_RESUME_PER_S": "1000",
    "COUNTERSIGN_LOG_LEVEL": "ERROR", "COUNTERSIGN_DATABASE_POOL": "0",
}  # fmt: skip
MUST_BE_NONE = ("late_start_marks", "unlisted_sends", "sends_after_quiet")


class Command(BaseCommand):
    help = "Pause at random moments under busy workers, and count what started or was sent after. Prints JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pauses", type=int, default=100)
        parser.add_argument("--workers", type=int, default=16)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--inside", action="store_true", help="used by the command itself, on its own server")
        parser.add_argument("--crew", type=int, default=0, help="used by the command itself: be so many workers")

    def handle(self, *, pauses: int, workers: int, seed: int, inside: bool, crew: int, **options: Any) -> None:
        if crew:
            muster(crew)
            return
        if inside:
            self._race(Race(pauses, workers, seed))
            return
        folder = Path(tempfile.mkdtemp(prefix="pause-race-"))
        try:
            self._on_its_own_server(folder, "--pauses", str(pauses), "--workers", str(workers), "--seed", str(seed))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _on_its_own_server(self, folder: Path, *asked: str) -> None:
        address = {"mail": f"smtp://{embedded.HOST}:{embedded.free_port()}"}
        (folder / "sandbox.json").write_text(json.dumps(address))
        outside = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        environment = {**outside, **WITHIN, "COUNTERSIGN_DATA_DIR": str(folder)}
        command = [sys.executable, "manage.py", "pause_race", "--inside", *asked]
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        if ended.returncode:
            raise CommandError("The pause does not hold.")

    def _race(self, race: Race) -> None:
        folder = settings.DATA_DIR
        try:
            prepare.database(folder)
            prepare.tables()
            port = int(settings.SANDBOXES["mail"].rpartition(":")[2])
            found = run(race, Place(folder, port, os.environ))
        finally:
            launcher.stop(embedded.place(folder))
        self.stdout.write(json.dumps(found))
        if any(found[name] for name in MUST_BE_NONE):
            raise CommandError("Something started or was sent that should not have been.")
