"""`manage.py faults`: very many actions while workers, database and broker are killed; the targets' books are asked."""

import json
import os
import re
import signal
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.console.faults import brokers, place, seeds
from apps.console.faults import run as trial
from apps.console.faults.target import MIXES
from apps.console.faults.trouble import Plan
from apps.console.supervisor import prepare
from apps.console.supervisor.children import end_with_parent

INSIDE = "COUNTERSIGN_FAULTS_INSIDE"  # set for the process that runs within the scratch installation


class Command(BaseCommand):
    help = (
        "Run approved actions on real workers in a scratch installation of its own, while things are killed.\n"
        "Exit code 1 if a promise broke."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--actions", type=int, default=300)
        parser.add_argument("--workers", type=int, default=4)
        parser.add_argument("--broker", choices=brokers.KINDS, default="pgmq")
        parser.add_argument(
            "--kill9", type=seconds, default=2.0, metavar="2s", help="one process, this often (0: never)"
        )
        parser.add_argument("--postgres-restart", type=seconds, default=5.0, metavar="5s")
        parser.add_argument("--broker-restart", type=seconds, default=7.0, metavar="7s")
        parser.add_argument("--empty", type=seconds, default=4.0, metavar="4s", help="every message is lost")
        parser.add_argument("--noise", type=seconds, default=1.0, metavar="1s", help="senseless messages come in")
        parser.add_argument("--freeze", type=share, default=0.01, metavar="1%", help="of the workers' time")
        parser.add_argument("--mix", choices=MIXES, default="usual", help="how the targets misbehave")
        parser.add_argument("--signed", type=share, default=1 / 3, metavar="33%", help="of the proposals need a person")
        parser.add_argument(
            "--failpoints", type=int, default=0, metavar="500", help="instead: so many deaths at drawn places"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--keep", action="store_true", help="the folder stays, with what the processes said")
        parser.add_argument("--patience", type=seconds, default=900.0, metavar="900s")

    def handle(self, **options: Any) -> None:
        if os.environ.get(INSIDE):
            sys.exit(self.inside(options))
        try:
            sys.exit(self.outside(options))
        except brokers.NotInstalled as why:
            raise CommandError(str(why)) from why

    def outside(self, options: dict[str, Any]) -> int:
        """Lay out the installation, then run this command again within it."""
        with place.laid_out(options["broker"], keep=options["keep"]) as made:
            inside = {**made.environment(os.environ), INSIDE: str(made.folder)}
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
            end_too = end_with_parent(signal.SIGKILL)
            return subprocess.run([sys.executable, *sys.argv], env=inside, check=False, preexec_fn=end_too).returncode

    def inside(self, options: dict[str, Any]) -> int:
        made = place.within(Path(os.environ.pop(INSIDE)), options["broker"])
        mix, lag_s = ("prompt", 0.0) if options["failpoints"] else (options["mix"], place.LAG_S)
        with place.running(made, seed=options["seed"], mix=mix, lag_s=lag_s):
            prepare.tables()
            report = (
                seeds.run(made, options["failpoints"], options["seed"])
                if options["failpoints"]
                else trial.run(made, _wanted(options), dict(os.environ))
            )
        self.stdout.write(json.dumps(report))
        return 0 if report["kept"] else 1


def _wanted(options: dict[str, Any]) -> trial.Wanted:
    plan = Plan(
        kill_s=options["kill9"], postgres_s=options["postgres_restart"], broker_s=options["broker_restart"],
        empty_s=options["empty"], noise_s=options["noise"], freeze=options["freeze"],
    )  # fmt: skip
    return trial.Wanted(
        options["actions"], options["workers"], options["seed"], plan, options["signed"], options["patience"]
    )


def seconds(text: str) -> float:
    """`2s` or `0.5`."""
    return _number(text, "s")


def share(text: str) -> float:
    """`1%` is 0.01."""
    return _number(text, "%") / 100


def _number(text: str, unit: str) -> float:
    found = re.fullmatch(rf"(\d+(?:\.\d+)?){unit}?", text)
    if not found:
        raise ArgumentTypeError(f"Write a number, such as 2{unit}.")
    return float(found[1])
