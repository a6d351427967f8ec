"""Make the partitions of the coming months, as the owner. `up` does it at each start; elsewhere run it monthly."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from apps.core.postgres import partitions


class Command(BaseCommand):
    help = "Makes the partitions of this month and the next year where they are missing."

    def handle(self, **options: Any) -> None:
        made = partitions.make_ahead(connections["owner"], now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{made} partitions made.")
