"""`manage.py verify`: the named guarantees over every workspace, each with what it checked and how much."""

import sys
import time

from django.core.management.base import BaseCommand

from apps.audit.verify import Verdict
from apps.console import verifying
from apps.workspaces.models import Address


class Command(BaseCommand):
    help = "Check the named guarantees over everything stored. Exit code 1 if one does not hold."

    def handle(self, **options: object) -> None:
        began, broken = time.monotonic(), 0
        slugs = dict(Address.objects.order_by("slug").values_list("workspace_id", "slug"))
        for workspace, verdicts in verifying.verdicts(list(slugs)):
            self.stdout.write(slugs[workspace])
            for verdict in verdicts:
                broken += not self.say(verdict)
        self.stdout.write(
            f"{'All guarantees hold' if not broken else f'{broken} do not hold'}, {time.monotonic() - began:.1f} s."
        )
        if broken:
            sys.exit(1)

    def say(self, verdict: Verdict) -> bool:
        self.stdout.write(f"  {'holds ' if verdict.holds else 'BROKEN'}  {verdict.name} ({verdict.checked:,} checked)")
        for fault in verdict.faults:
            self.stdout.write(f"          {fault}")
        return verdict.holds
