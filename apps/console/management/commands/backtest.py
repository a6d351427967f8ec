"""Ask a draft about a workspace's recorded past, and print what it would have changed. Nothing is stored."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.actions import rules
from apps.console.bench import replayed
from apps.core import scope
from apps.core.errors import Invalid
from apps.policies.kept import sentences_today
from apps.policies.publish import understood
from apps.policies.tally import Tally
from apps.workspaces.models import Address


class Command(BaseCommand):
    help = "Prints, as JSON, what a draft would have changed over the last days; without --draft, the policy in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--days", type=int, default=30)
        parser.add_argument("--draft", type=Path, help="a file with one sentence a line")
        parser.add_argument("--processes", type=int, default=2)

    def handle(self, **options: Any) -> None:
        place = Address.objects.filter(slug=options["workspace"]).values_list("workspace_id", flat=True).first()
        if place is None:
            raise CommandError(f"There is no workspace called {options['workspace']}.")
        with scope.workspace(place):
            sentences = _sentences(options["draft"])
        sums, took = replayed.at_once(place, sentences, days=options["days"], hands=options["processes"])
        self.stdout.write(json.dumps(_said(sums, sentences, took), indent=2, sort_keys=True))


def _sentences(file: Path | None) -> list[str]:
    if file is None:
        version = rules.in_force().version
        return sentences_today(version, rules.vocabulary()) if version else []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return understood([line.strip() for line in lines if line.strip()], rules.vocabulary())
    except (OSError, Invalid) as why:
        raise CommandError(str(why)) from None


def _said(sums: Tally, sentences: list[str], took: float) -> dict[str, Any]:
    return {**sums.stored, "sentences": sentences, "wait_s": sums.wait_s, "added_s": sums.added_s,
            "seconds": round(took, 2)}  # fmt: skip
