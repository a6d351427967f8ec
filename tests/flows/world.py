"""The sample workspace on the real stack: this test's database, the real simulators, an operations database, workers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import psycopg

from apps.actions import approve
from apps.actions.draft import Wanted
from apps.actions.models import Action, Proposal
from apps.actions.propose import propose
from apps.agents.models import Agent
from apps.audit import log
from apps.connectors.models import Connection
from apps.console.sample import connections, ensure, operations, people, shop
from apps.core import ids, scope
from apps.runs import record
from apps.workspaces.models import User
from tests.harness import simulators
from tests.harness.environment import ROOT
from tests.harness.snapshot import Snapshot

T = TypeVar("T")
NOW = datetime(2026, 4, 18, 12, tzinfo=UTC)
PATIENCE_S = 120.0
QUICK = {"COUNTERSIGN_LEASE_S": "4", "COUNTERSIGN_CALL_TIMEOUT_S": "2", "COUNTERSIGN_GRACE_S": "1"}
MARIA = "00048213"


@dataclass
class World:
    workspace: UUID
    books: str
    addresses: Mapping[str, str]
    environment: Mapping[str, str]
    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def person(self, handle: str) -> User:
        return User.objects.get(email=f"{handle}@{people.DOMAIN}")

    def refund(self, order: str = "HP-10482", minor: int = 184_50) -> Wanted:
        arguments = {"charge": shop.charge_of(order), "amount": minor}
        return self._wanted(connections.STRIPE, "stripe.refund", arguments)

    def case(self, number: str = MARIA, **values: Any) -> Wanted:
        arguments = {"table": "cases", "key": {"number": number}, "set": values or {"status": "Resolved"}}
        return self._wanted(connections.OPERATIONS, "postgres.update", arguments)

    def mail(self, to: str = "m.oduya@fernhill.example", text: str = "We have refunded the lamp.") -> Wanted:
        return self._wanted(connections.MAIL, "mail.send", {"to": [to], "subject": "Your refund", "text": text})

    def proposes(self, *wanted: Wanted) -> Proposal:
        """The Refunds agent proposes; Leo is the one who asked."""
        agent, leo = Agent.objects.get(), self.person("leo")
        run = record.open_run(agent, version=None, asker=leo, goal="A refund")
        return propose(wanted, agent=agent, asker=leo, run=run, key=str(uuid4()))

    def signs(self, proposal: Proposal, *handles: str) -> None:
        digest = Proposal.objects.get(pk=proposal.pk).digest
        for handle in handles:
            approve.sign(proposal.pk, by=self.person(handle), digest=digest)

    def worker(self, failpoints: str = "") -> subprocess.Popen[bytes]:
        """A Celery worker of its own; a failpoint ends it as a kill -9 would."""
        solo = ("--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat")
        command = ("celery", "--app", "config.celery", "--quiet", "worker", *solo)
        return self.start("-m", *command, COUNTERSIGN_FAILPOINTS=failpoints)

    def reaper(self) -> subprocess.Popen[bytes]:
        return self.start("manage.py", "reaper")

    def start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / "processes.log").open("ab") as said:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env={**self.environment, **environment}, stdout=said, stderr=said
            )  # fmt: skip
        self.started.append(process)
        return process

    @property
    def said(self) -> str:
        """What the started processes have said so far."""
        return (self.folder / "processes.log").read_text(errors="replace")

    def effects(self, connector: str) -> list[dict[str, Any]]:
        return simulators.effects(self.addresses["mail_http" if connector == "mail" else connector])

    def row(self, number: str = MARIA) -> str:
        """The case as the database writes it, its row version beside it: every write shows."""
        with psycopg.connect(self.books) as books:
            return str(books.execute("SELECT c::text FROM cases c WHERE number = %s", [number]).fetchone())

    def version(self, number: str = MARIA) -> str:
        """Which transaction wrote the row last: two effects would be two transactions."""
        with psycopg.connect(self.books) as books:
            return str(books.execute("SELECT xmin::text FROM cases WHERE number = %s", [number]).fetchone())

    def states(self, proposal: Proposal) -> list[str]:
        return list(Action.objects.filter(proposal_id=proposal.pk).order_by("position").values_list("state", flat=True))

    def settled(self, proposal: Proposal, *, within: float = PATIENCE_S) -> list[str]:
        """The states of the actions, once nothing more happens to them by themselves."""
        final = {"denied", "rejected", "lapsed", "done", "failed", "stopped"}
        return until(lambda: states if final.issuperset(states := self.states(proposal)) else None, within=within)

    def entries(self, action: Action) -> list[str]:
        return [entry.kind for entry in log.of(ids.say("action", action.pk))]

    def _wanted(self, name: str, tool: str, arguments: dict[str, Any]) -> Wanted:
        return Wanted(Connection.objects.get(name=name).pk, tool, arguments)


@dataclass(frozen=True)
class Furnished:
    """Where the workspace was furnished once, and what its databases held then."""

    folder: Path
    name: str  # of the operations database
    books: str  # its address
    rows: dict[str, Snapshot] = field(default_factory=dict)


def furnish(folder: Path, books: str) -> None:
    operations.fill(books, NOW)
    workspace = ensure.founded()
    with scope.workspace(workspace):
        ensure.furnish(workspace, folder, books)


@contextmanager
def opened(folder: Path, books: str, environment: Mapping[str, str], addresses: Mapping[str, str]) -> Iterator[World]:
    """The workspace is in scope; whatever was started in it is ended with it."""
    workspace = ensure.founded()
    queue = environment["BROKER_URL"].replace(
        "postgresql://", "pgmq://", 1
    )  # celery's command line reads it too, and knows pgmq
    here = {**environment, **QUICK, "BROKER_URL": queue, "COUNTERSIGN_DATA_DIR": str(folder)}
    world = World(workspace, books, addresses, here, folder)
    with scope.workspace(workspace):
        try:
            yield world
        finally:
            for process in world.started:
                end(process)
            sys.stdout.write(world.said[-4_000:] if world.started else "")


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()


def until(look: Callable[[], T | None], *, within: float = PATIENCE_S) -> T:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if (found := look()) is not None:
            return found
        time.sleep(0.1)
    raise AssertionError(f"It did not come about within {within:.0f} s.")
