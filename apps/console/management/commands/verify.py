"""`manage.py verify`: the named guarantees over every workspace, each with what it checked and how much."""

import sys
import time

from django.core.management.base import BaseCommand

from apps.actions.verify import GUARANTEES as OF_ACTIONS
from apps.approvals.verify import GUARANTEES as OF_REQUESTS
from apps.audit.verify import GUARANTEES as OF_LOG
from apps.audit.verify import Verdict
from apps.billing.verify import GUARANTEES as OF_BUDGETS
from apps.core import scope
from apps.workspaces.models import Address


class Command(BaseCommand):
    help = "Check the named guarantees over everything stored. Exit code 1 if one does not hold."

    def handle(self, **options: object) -> None:
        began, broken = time.monotonic(), 0
        for address in Address.objects.order_by("slug"):
            self.stdout.write(f"{address.slug}")
            with scope.workspace(address.workspace_id):
                for guarantee in (*OF_LOG, *OF_ACTIONS, *OF_REQUESTS, *OF_BUDGETS):
                    broken += not self.say(guarantee(address.workspace_id))
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
