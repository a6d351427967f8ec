"""A person's own cases in the sample, from a CSV file."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.console import cases
from apps.console.sample import operations, table
from apps.console.sample.operations import CASES
from apps.core.errors import Invalid, Refused
from apps.core.postgres import embedded

ROOT = Path(__file__).resolve().parents[4]
LARGEST = 20_000_000  # bytes


class Command(BaseCommand):
    help = (
        "Puts your own cases into the sample's operations database, in place of those there. Their orders and\n"
        "payments are made too, and their charges in the sandbox. Where one row has a mistake, none is loaded.\n\n"
        f"The file is CSV in UTF-8, separated by commas, such as {CASES.relative_to(ROOT)}.\n"
        "Its first line names the columns, in any order:\n\n"
        + "\n".join(f"  {name:10} {say}" for name, say in table.COLUMNS.items())
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **kwargs | {"formatter_class": RawDescriptionHelpFormatter})

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--keep", action="store_true", help="load beside the cases that are there")

    def handle(self, *, file: Path, keep: bool, **options: Any) -> None:
        url = operations.address(embedded.place(settings.DATA_DIR).port, settings.DATA_DIR)
        try:
            count = cases.load(url, _content(file), timezone.now(), keep=keep)
        except Invalid as why:
            raise CommandError("\n".join((f"{file}: {why}", *why.problems))) from why
        except Refused as why:
            raise CommandError(str(why)) from why
        except psycopg.OperationalError as why:
            raise CommandError(f"The operations database does not answer. Start it with manage.py up. ({why})") from why
        self.stdout.write(
            f"{count} {'case is' if count == 1 else 'cases are'} open now. Start a run for one on the Runs page."
        )


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise CommandError(f"{file} is larger than {LARGEST // 1_000_000} MB. Split it.")
        return file.read_bytes()
    except OSError as why:
        raise CommandError(f"{file} cannot be read: {why.strerror}.") from why
