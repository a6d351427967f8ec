"""`manage.py organisation`: the seat from which an organisation sets rules for all of its workspaces."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.actions import seat
from apps.core.errors import Refused
from apps.workspaces.models import User


class Command(BaseCommand):
    help = "Found the place in which an organisation's own admins write and sign rules above all of its workspaces."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", required=True, help="the address of one of the organisation's workspaces")
        parser.add_argument("--seat", required=True, help="the address that its seat is to have")
        parser.add_argument("--name", required=True, help="what people call it")
        parser.add_argument("--admin", action="append", required=True, help="an e-mail address; two at least")

    def handle(self, **said: Any) -> None:
        emails = [one.strip().lower() for one in said["admin"]]
        known = {one.email: one for one in User.objects.filter(email__in=emails)}
        if missing := [one for one in emails if one not in known]:
            raise CommandError(f"Nobody here has the address {', '.join(missing)}.")
        try:
            made = seat.at(said["seat"], of=said["workspace"], name=said["name"], admins=[known[e] for e in emails])
        except Refused as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"{made.organisation} is governed from /w/{made.slug}/. Its admins: {', '.join(emails)}.")
