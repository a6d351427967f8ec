"""Make a large, plausible installation: closed work of a year in so many workspaces, which verify finds clean."""

from argparse import ArgumentParser
from typing import Any

import dj_database_url
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from apps.console.history import generate


class Command(BaseCommand):
    help = "Adds workspaces with a year of closed actions, their signatures, usage, runs and log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--actions", type=int, required=True, help="how many actions, in all workspaces together")
        parser.add_argument("--workspaces", type=int, default=20, help="the first of them has a fifth of all")
        parser.add_argument("--seed", type=int, default=1, help="the same seed tells the same past")
        parser.add_argument("--database", default="", help="the owner's address of another migrated database")

    def handle(self, **options: Any) -> None:
        if options["database"]:
            for alias in ("default", "owner"):
                connections[alias].settings_dict.update(dj_database_url.parse(options["database"]), OPTIONS={})
                connections[alias].settings_dict["ENGINE"] = connections.settings[alias]["ENGINE"]
        made = generate.generate(
            options["actions"], workspaces=options["workspaces"], seed=options["seed"], now=timezone.now()
        )
        pace = made.actions / max(made.seconds, 0.001)
        where = f"in {len(made.places)} workspaces"
        self.stdout.write(f"{made.actions:,} actions {where}, {made.seconds:.0f} s, {pace:,.0f}/s.")
        self.stdout.write(f"The largest is /w/{made.places[0].slug}/.")
