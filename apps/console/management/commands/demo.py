"""The whole job against the running product, over HTTP only; every promise is tested as it is told."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from apps.console.demo import letter, proposing, stage, story
from apps.console.demo.promise import Narrator
from apps.core.errors import Refused


class Command(BaseCommand):
    help = "Plays one refund from the proposal to its undo, twice, and exits with 0 only if everything is as promised."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default="", help="where the product runs (default: where manage.py up started it)")
        parser.add_argument(
            "--own", action="store_true", help="the second part alone: the Refunds agent works by itself"
        )

    def handle(self, *, url: str, own: bool, **options: Any) -> None:
        began, narrator = time.monotonic(), Narrator(self._say)
        folder: Path = settings.DATA_DIR
        try:
            play = stage.set_up(folder, url, narrator)
            if not own:
                narrator.chapter("An outside agent proposes a refund")
                story.tell(play, proposing.from_outside)
            narrator.chapter("The Refunds agent works out a case by itself")
            story.tell(play, proposing.by_the_agent)
            if not own:
                narrator.chapter("A letter gives the agent orders")
                letter.tell(play)
            narrator.chapter("The log")
            narrator.promise("the log is whole, and every guarantee holds", self._verified())
        except Refused as why:
            raise CommandError(str(why)) from why
        self._say(f"\nAll {narrator.kept} promises kept in {time.monotonic() - began:.0f} s.")

    def _verified(self) -> bool:
        try:
            call_command("verify", stdout=self.stdout)
        except SystemExit:
            return False
        return True

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
