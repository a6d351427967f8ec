"""`manage.py drill`: time a pause. The figures stand in the log too."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.actions.drill import PROBE, timed
from apps.core import scope
from apps.core.errors import Refused
from apps.workspaces.models import Address
from apps.workspaces.pause import Scope, tool_scope


class Command(BaseCommand):
    help = "Pause a scope that no work uses, measure how long it took, and lift it. Prints JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", required=True, help="its address")
        parser.add_argument("--whole", action="store_true", help="pause everything in it instead: real work waits")

    def handle(self, *, workspace: str, whole: bool, **options: Any) -> None:
        here = Address.objects.filter(slug=workspace).values_list("workspace_id", flat=True).first()
        if here is None:
            raise CommandError(f"There is no workspace at {workspace}.")
        drilled = Scope("workspace", here) if whole else tool_scope(PROBE, workspace=here)
        try:
            with scope.workspace(here):
                found = timed(drilled, workspace=here, by="operator")
        except Refused as why:
            raise CommandError(str(why)) from why
        self.stdout.write(json.dumps(asdict(found)))
        if found.late:
            raise CommandError("A start was let through after the pause.")
