"""Erase what is kept of persons in one workspace, by category and age. The log keeps that it was, and every proof."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.actions import recording
from apps.audit import retention
from apps.core import scope
from apps.workspaces.models import Address


class Command(BaseCommand):
    help = "Erases payloads of the log by category; the category `questions` is what was asked of policy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--category", default=recording.CATEGORY)
        parser.add_argument("--older-than-days", type=int, default=365)

    def handle(self, **options: Any) -> None:
        place = Address.objects.filter(slug=options["workspace"]).values_list("workspace_id", flat=True).first()
        if place is None:
            raise CommandError(f"There is no workspace called {options['workspace']}.")
        before = timezone.now() - timedelta(days=options["older_than_days"])
        with scope.workspace(place):
            if options["category"] == recording.CATEGORY:
                erased = recording.erase(place, before=before, by="operator")
            else:
                erased = retention.erase(place, category=options["category"], before=before, by="operator")
        self.stdout.write(f"{erased:,} erased that were older than {options['older_than_days']} days.")
