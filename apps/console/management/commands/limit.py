"""`manage.py limit`: how far an organisation, or its plan, lets agents go in all of its workspaces."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.actions import limits
from apps.agents.models import Rung
from apps.core.errors import Refused


class Command(BaseCommand):
    help = "Limit how far agents may go by themselves in every workspace of an organisation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", required=True, help="the address of one of the organisation's workspaces")
        parser.add_argument("--rung", required=True, choices=Rung.values, help="the highest rung that is allowed")
        parser.add_argument("--group", default="", help="one group of tools, such as stripe:refunds; else all")
        parser.add_argument("--plan", action="store_true", help="the plan's limit instead of the organisation's own")

    def handle(self, **said: Any) -> None:
        kind = "plan" if said["plan"] else "organisation"
        try:
            held = limits.hold(said["workspace"], kind, said["group"], Rung(said["rung"]), by="operator")
        except Refused as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"The {kind} lets agents stand at {said['rung']} at most, in {held} of its workspaces.")
