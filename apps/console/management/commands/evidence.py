"""`manage.py evidence act_… > file`: one action's evidence; with `--log WORKSPACE` a whole log."""

import json
import sys
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.actions.models import Action
from apps.audit import export, sealer
from apps.console.evidence.action import evidence
from apps.core import ids, scope
from apps.core.errors import Refused
from apps.workspaces.models import Address


class Command(BaseCommand):
    help = "Write the evidence of an action, or a whole log, to be checked by apps/audit/verify_evidence.py."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", metavar="act_…")
        parser.add_argument("--log", metavar="WORKSPACE", help="the address of a workspace: its whole log instead")
        parser.add_argument("--since", type=int, default=0, help="the size of a checkpoint that is to be proved from")

    def handle(self, *, action: str | None, log: str | None, since: int, **options: object) -> None:
        if bool(action) == bool(log):
            raise CommandError("Name an action, or a workspace with --log.")
        try:
            if log:
                self._log(Address.objects.get(slug=log).workspace_id)
            else:
                self._action(ids.parse("action", action or ""), since)
        except (ValueError, Address.DoesNotExist, Refused, sealer.Inconsistent) as why:
            raise CommandError(str(why)) from None

    def _log(self, workspace: UUID) -> None:
        with scope.workspace(workspace):
            for line in export.whole(workspace):
                self.stdout.write(line, ending="")

    def _action(self, wanted: UUID, since: int) -> None:
        for workspace in Address.objects.order_by("slug").values_list("workspace_id", flat=True):
            with scope.workspace(workspace):
                found = Action.objects.filter(pk=wanted).first()
                if found:
                    sealer.seal(workspace)
                    json.dump(evidence(found, since=since), self.stdout, indent=1)
                    self.stdout.write("")
                    return
        sys.exit("No action has this id.")
