"""Harbour & Pine in a test: its people, its agent, and the refund that everything is tried with."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

import httpx
import psycopg

from apps.actions import execute, propose
from apps.actions.draft import Wanted
from apps.actions.models import Action, Proposal
from apps.agents.models import Agent
from apps.connectors.models import Connection
from apps.connectors.connect import opened
from apps.core import scope
from apps.runs.models import Run
from apps.workspaces.models import Address, User

numbers = count(1)


@dataclass
class Shop:
    id: UUID
    agent: Agent
    sandboxes: dict[str, str]
    connections: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def open(cls, sandboxes: dict[str, str]) -> "Shop":
        workspace = Address.objects.get(slug="harbour-pine").workspace_id
        with scope.workspace(workspace):
            made = cls(workspace, Agent.objects.get(), sandboxes)
            made.connections = {one.connector: one.pk for one in Connection.objects.all()}
        return made

    def person(self, name: str) -> User:
        return User.objects.get(email=f"{name}@harbour-pine.example")

    def run(self, asker: str = "leo") -> Run:
        return Run.objects.create(workspace_id=self.id, agent=self.agent, asker=self.person(asker), goal="A broken lamp")

    def case(self, place: int = 0) -> dict[str, str]:
        """An open case with its customer and payment, from the operations database itself."""
        sql = (
            "SELECT c.number, p.charge, p.amount, u.email FROM cases c JOIN payments p ON p.order_id = c.order_id"
            " JOIN customers u ON u.id = c.customer_id WHERE c.status NOT IN ('Resolved', 'Closed') AND p.currency = 'USD'"
            " ORDER BY c.opened_at, c.number"
        )
        row = self.operations(sql)[place]
        return dict(zip(("number", "charge", "amount", "email"), map(str, row), strict=True))

    def wanted(self, case: dict[str, str], amount: int = 4200) -> list[Wanted]:
        resolved = {"status": "Resolved", "refund_amount": "42.00", "refund_currency": "USD"}
        mail = {"to": [case["email"]], "subject": "Your refund", "text": "We have refunded $42.00 to your card."}
        return [
            Wanted(self.connections["stripe"], "stripe.refund", {"charge": case["charge"], "amount": amount}),
            Wanted(
                self.connections["postgres"], "postgres.update",
                {"table": "cases", "key": {"number": case["number"]}, "set": resolved},
            ),
            Wanted(self.connections["mail"], "mail.send", mail),
        ]  # fmt: skip

    def propose(self, wanted: list[Wanted], asker: str = "leo", key: str = "") -> Proposal:
        run = self.run(asker)
        return propose.propose(
            wanted, agent=self.agent, asker=self.person(asker), run=run, key=key or f"test-{next(numbers)}"
        )  # fmt: skip

    def operations(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with scope.workspace(self.id):
            url = opened(Connection.objects.get(connector="postgres")).secret["url"]
        with psycopg.connect(url, autocommit=True) as books:
            return books.execute(sql, values).fetchall()

    def effects(self, connector: str) -> list[dict[str, object]]:
        address = self.sandboxes["mail_http" if connector == "mail" else connector]
        return list(httpx.get(f"{address}/__ledger", trust_env=False).json()["effects"])

    @staticmethod
    def states(proposal: Proposal) -> list[str]:
        return list(Action.objects.filter(proposal_id=proposal.pk).order_by("position").values_list("state", flat=True))

    def work(self, until: Callable[[], bool], seconds: float = 20) -> None:
        """Do what a worker does until something is so."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                raise AssertionError("It did not come about in time.")
            if not execute.run_due(1):
                time.sleep(0.1)

    @staticmethod
    def eventually(so: Callable[[], bool], seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not so():
            assert time.monotonic() < end, "It did not come about in time."
            time.sleep(0.1)
