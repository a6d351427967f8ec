"""Run the product: everything that it needs, under one supervisor, until Ctrl-C."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from apps.console.sample import ensure, past
from apps.console.supervisor import obstacles, plan, prepare, record, sandbox, supervise
from apps.core.postgres import embedded


class Command(BaseCommand):
    help = "Runs the database, the web server, the workers and the sandbox systems until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the pages are (default: 8000)")
        parser.add_argument("--no-sample", action="store_true", help="no sample workspace and no sandbox systems")
        parser.add_argument("--reset", action="store_true", help="first forget all that the embedded database holds")

    def handle(self, **options: Any) -> None:
        folder: Path = settings.DATA_DIR
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        try:
            with record.only_one(folder, options["port"]):
                self._run(folder, options)
        except obstacles.Obstacle as why:
            sys.exit(str(why))

    def _run(self, folder: Path, options: dict[str, Any]) -> None:
        supervise.end_on_signals()
        self._clear_the_way(folder, options)
        place = embedded.place(folder) if settings.EMBEDDED else None
        supervisor = supervise.Supervisor(folder, self._say, place, prepare.server)
        try:
            self._start(supervisor, options)
            supervisor.watch()
        finally:
            supervise.ignore_signals()
            supervisor.stop()

    def _clear_the_way(self, folder: Path, options: dict[str, Any]) -> None:
        left = record.end_leftovers(folder)
        if left:
            self._say(f"Ended what the last run left behind: {', '.join(left)}.")
        obstacles.port(options["port"])
        obstacles.disk(folder)
        if options["reset"]:
            prepare.reset(folder)
            self._say("All that was in the embedded database is forgotten.")

    def _start(self, supervisor: supervise.Supervisor, options: dict[str, Any]) -> None:
        began = time.monotonic()
        folder = supervisor.folder
        self._say(f"Database: {prepare.database(folder)}.")
        new = prepare.tables()
        self._say(f"Tables: {f'{new} migrations applied' if new else 'up to date'}.")
        made = self._sample(supervisor) if settings.EMBEDDED and not options["no_sample"] else None
        web, *others = plan.product(folder, port=options["port"])
        supervisor.start([web])
        address = f"http://{plan.LOOPBACK}:{options['port']}/"
        if not supervise.answers(address):
            raise obstacles.Obstacle(f"The web server did not answer; it said: {folder / 'logs' / 'web.log'}")
        supervisor.start(others)  # only now, so that they do not hold up the first page
        self._say(f"Ready after {time.monotonic() - began:.0f} s: {address}")
        if made:
            self._say_who(made.logins)
        self._say("Ctrl-C ends everything.")

    def _sample(self, supervisor: supervise.Supervisor) -> ensure.Sample:
        found = sandbox.ports(supervisor.folder)
        settings.SANDBOXES.update(found.addresses())  # read from the file by every process that starts from now on
        supervisor.start(plan.sandbox(supervisor.folder, found))
        sandbox.wait(found)
        made = ensure.ensure()
        if past.ensure():
            past.begin()
        connections.close_all()
        self._say(f"Sample workspace: {'made' if made.new else 'there'}.")
        return made

    def _say_who(self, logins: Iterable[ensure.Login]) -> None:
        self._say(f"Sign in as one of these invented people (kept in {settings.DATA_DIR / 'sample-logins.txt'}):")
        for login in logins:
            self._say(f"  {login.email:32} {login.password}   {login.who}")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
