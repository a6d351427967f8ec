"""Print the picture of the flow that stands in the README."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.console.flow import mermaid


class Command(BaseCommand):
    help = "Prints the states of an action and its moves as a Mermaid diagram."

    def handle(self, **options: Any) -> None:
        self.stdout.write(mermaid(), ending="")
