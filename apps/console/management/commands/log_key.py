"""`manage.py log_key`: the public keys of the logs, to be kept elsewhere by whoever will check them."""

from django.core.management.base import BaseCommand, CommandParser

from apps.audit import keys
from apps.workspaces.models import Address


class Command(BaseCommand):
    help = "Print the public key of each workspace's log; with --new, a new secret key for COUNTERSIGN_LOG_KEY."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("workspace", nargs="?", help="the address of one workspace; without it, every one's")
        parser.add_argument("--new", action="store_true")

    def handle(self, *, workspace: str | None, new: bool, **options: object) -> None:
        if new:
            self.stdout.write(keys.seed())
            return
        found = Address.objects.order_by("slug")
        for one in found.filter(slug=workspace) if workspace else found:
            for vkey in keys.vkeys(one.workspace_id):
                self.stdout.write(vkey if workspace else f"{one.slug}  {vkey}")
