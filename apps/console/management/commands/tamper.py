"""`manage.py tamper`: thousands of tamperings with logs on a server of their own, each to be found. Prints JSON.

It starts itself again in a data folder made for this, so that the database it attacks is never the live one.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from apps.audit.tampering import campaign
from apps.audit.tampering.kinds import KINDS
from apps.console.supervisor import prepare
from apps.core.postgres import embedded, launcher, logins

SCRATCH = "made-for-tampering"
HIDDEN = ("COUNTERSIGN_", "DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL")


class Command(BaseCommand):
    help = "Tamper with logs in ten ways at random places, on a database made for it; say how many were found."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--times", type=int, default=200)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--here", action="store_true", help="what it starts itself with; needs a folder made for it"
        )

    def handle(self, *, times: int, seed: int, here: bool, **options: object) -> None:
        if here:
            self._attack(times, seed)
            return
        with TemporaryDirectory(prefix="tamper-") as folder:
            (Path(folder) / SCRATCH).touch()
            sys.exit(_again(folder, "--times", str(times), "--seed", str(seed)))

    def _attack(self, times: int, seed: int) -> None:
        folder: Path = settings.DATA_DIR
        if not settings.EMBEDDED or not (folder / SCRATCH).exists():
            raise CommandError("This is not a place made for tampering; leave out --here.")
        place = embedded.place(folder)
        launcher.start(place, unsafe=True)
        try:
            logins.ensure(place)
            prepare.tables()
            connection.settings_dict |= {"USER": embedded.SUPERUSER, "PASSWORD": place.passwords[embedded.SUPERUSER]}
            self._report(times, seed, folder)
        finally:
            connection.close()
            launcher.stop(place)

    def _report(self, times: int, seed: int, folder: Path) -> None:
        began = time.monotonic()
        outcome = campaign.run(campaign.prepare(), times=times, seed=seed, folder=folder)
        kinds = {
            kind: {"tampered": outcome.tampered[kind], "detected": outcome.detected[kind],
                   "shown by an export": outcome.outside[kind], "detected outside": outcome.outside_detected[kind]}
            for kind in KINDS
        }  # fmt: skip
        total, found = outcome.tampered.total(), outcome.detected.total()
        said = {"seed": seed, "kinds": kinds, "tampered": total, "detected": found}
        said |= {"shown by an export": outcome.outside.total(), "detected outside": outcome.outside_detected.total()}
        said |= {"missed": outcome.missed, "seconds": round(time.monotonic() - began, 1)}
        self.stdout.write(json.dumps(said, indent=1))
        if found < total or outcome.outside != outcome.outside_detected:
            sys.exit(1)


def _again(folder: str, *words: str) -> int:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(HIDDEN)}
    told = {**kept, "COUNTERSIGN_DATA_DIR": folder, "COUNTERSIGN_DATABASE_POOL": "0"}
    return subprocess.run([sys.executable, "manage.py", "tamper", "--here", *words], env=told, check=False).returncode
