"""`manage.py pause`: the kill switch over a database connection of its own, without broker, cache or web server."""

import time
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from apps.workspaces import installation

PAUSE = "SELECT countersign_pause(%s, %s, %s, %s)"


class Command(BaseCommand):
    help = "Pause a workspace, or an agent, a connection or a tool in it, or the whole installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", default="", help="its address: all of it, unless one of the next is named")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--agent", default="", help="its id: agt_…")
        what.add_argument("--connection", default="", help="its id: con_…")
        what.add_argument("--tool", default="", help="its name: stripe.refund")
        what.add_argument("--installation", action="store_true", help="every workspace")
        parser.add_argument("--reason", required=True, help="what whoever resumes should look at")
        parser.add_argument("--lift", action="store_true", help="with --installation: let work go on")

    def handle(self, **said: Any) -> None:
        if said["lift"]:
            self._lift(said)
            return
        began = time.monotonic()
        try:
            with connect() as database:
                [flag] = database.execute(PAUSE, call(said)).fetchone() or (None,)
        except psycopg.Error as why:
            raise CommandError(f"Not paused. {why.diag.message_primary or why}") from why
        took = (time.monotonic() - began) * 1000
        self.stdout.write(f"Paused after {took:.0f} ms." if flag else "It is paused already.")

    def _lift(self, said: dict[str, Any]) -> None:
        if not said["installation"]:
            raise CommandError(
                "Only the pause of the installation is lifted here. Others are resumed in the workspace."
            )
        lifted = installation.lift(by="operator", why=said["reason"])
        self.stdout.write("Lifted. Work goes on in steps." if lifted else "There is no pause of the installation.")


def call(said: dict[str, Any]) -> list[str]:
    """What is paused, as the database function takes it."""
    if said["installation"]:
        return ["installation", "", said["reason"], ""]
    for kind in ("agent", "connection", "tool"):
        if said[kind]:
            return [kind, said[kind], said["reason"], said["workspace"]]
    if not said["workspace"]:
        raise CommandError("Say what to pause: --workspace, with --agent, --connection or --tool, or --installation.")
    return ["workspace", said["workspace"], said["reason"], ""]


def connect() -> psycopg.Connection[Any]:
    """A connection of our own; where the server has none left, one of those that it keeps back, as the same login."""
    try:
        return psycopg.connect(settings.APP_URL, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        if not settings.RESERVE_URL:
            raise
    kept = psycopg.connect(settings.RESERVE_URL, autocommit=True, connect_timeout=5)
    login = sql.Identifier(str(conninfo_to_dict(settings.APP_URL)["user"]))
    kept.execute(sql.SQL("SET ROLE {}").format(login))
    return kept
