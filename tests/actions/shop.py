"""Harbour & Pine in a test: its people, its agent, and the refund that everything is tried with."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import psycopg
from django.db import transaction
from django.utils import timezone

from apps.actions import approve, claim, execute, permit, propose, rules
from apps.actions.draft import Wanted
from apps.actions.models import Action, Attempt, OpenWork, Proposal
from apps.agents.models import Agent
from apps.audit import sealer
from apps.connectors.connect import opened
from apps.connectors.models import Connection
from apps.console.evidence.action import evidence
from apps.core import scope
from apps.policies import publish
from apps.runs.models import Run
from apps.workspaces.models import Address, User
from tests.harness import environment

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
        return Run.objects.create(
            workspace_id=self.id, agent=self.agent, asker=self.person(asker), goal="A broken lamp"
        )

    def case(self, place: int = 0, *, at_least: int = 0) -> dict[str, str]:
        """An open case with its customer and payment, from the operations database itself."""
        sql = (
            "SELECT c.number, p.charge, p.amount, u.email FROM cases c JOIN payments p ON p.order_id = c.order_id"
            " JOIN customers u ON u.id = c.customer_id WHERE c.status NOT IN ('Resolved', 'Closed') AND p.currency = 'USD'"
            " AND p.amount >= %s ORDER BY c.opened_at, c.number"
        )
        row = self.operations(sql, at_least)[place]
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

    def work(self, until: Callable[[], bool], seconds: float = 120) -> None:
        """Do what a worker does until something is so."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                raise AssertionError(f"It did not come about: {list(Action.objects.values_list('state', 'why'))}")
            if not execute.run_due(1):
                time.sleep(0.1)

    @staticmethod
    def eventually(so: Callable[[], bool], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not so():
            assert time.monotonic() < end, "It did not come about in time."
            time.sleep(0.1)

    def sign(self, proposal: Proposal, *names: str) -> None:
        for name in names:
            approve.sign(proposal.pk, by=self.person(name), digest=proposal.digest)

    def refund(self, amount: int = 4200, place: int = 0) -> Proposal:
        """A proposal of one refund."""
        return self.propose(self.wanted(self.case(place), amount)[:1])

    def done(self, proposal: Proposal) -> Proposal:
        """Signed by two, and worked off."""
        self.sign(proposal, "daniel", "priya")
        self.work(until=lambda: set(self.states(proposal)) == {"done"})
        return proposal

    def action(self, proposal: Proposal, position: int = 1) -> Action:
        return Action.objects.get(proposal_id=proposal.pk, position=position)

    def misbehave(self, connector: str, *orders: dict[str, object], reads: Sequence[dict[str, object]] = ()) -> None:
        """Orders for its next writes, and for its next reads."""
        address = self.sandboxes["mail_http" if connector == "mail" else connector]
        wanted = {"next": list(orders), "next_read": list(reads)}
        httpx.post(f"{address}/__misbehave", json=wanted, trust_env=False).raise_for_status()

    def requests(self, connector: str) -> int:
        """How many requests the simulator was sent."""
        return len(httpx.get(f"{self.sandboxes[connector]}/__requests", trust_env=False).json()["requests"])

    def past_due(self, proposal: Proposal) -> None:
        """Everything of this proposal is due now, and every lease and hold is over."""
        OpenWork.objects.filter(proposal_id=proposal.pk).update(due_at=timezone.now() - timedelta(seconds=1))

    def forge(self, sql: str, *values: object) -> None:
        """Change something behind the product's back, as somebody with the server in hands could: no trigger asks."""
        with psycopg.connect(environment.place.superuser, dbname=environment.MAIN, autocommit=True) as server:
            server.execute("SET session_replication_role = replica")
            server.execute(sql, values)

    def publish(self, *sentences: str) -> None:
        """Another policy is in force from now on."""
        publish.publish(
            self.id, name="refunds", sentences=sentences, vocabulary=rules.vocabulary(), by="operator", last_editor=None
        )  # fmt: skip

    def past_due_action(self, action: Action) -> None:
        """The leases of its attempts, and their grace, are long over."""
        long_ago = timezone.now() - timedelta(minutes=5)
        Attempt.objects.filter(action_id=action.pk).update(lease_until=long_ago)
        Action.objects.filter(pk=action.pk).exclude(lease_until=None).update(lease_until=long_ago)
        OpenWork.objects.filter(action_id=action.pk).update(due_at=long_ago)

    def wait_for_hold(self, proposal: Proposal) -> None:
        """The hold of this proposal is over."""
        Action.objects.filter(proposal_id=proposal.pk).update(hold_until=timezone.now())
        self.past_due(proposal)

    def hindered(self, proposal: Proposal) -> permit.Hindrance | None:
        """What a claim would say to its first action now."""
        picked = permit.pick(self.action(proposal).pk, self.id)
        assert picked is not None
        with transaction.atomic():
            return permit.hindrances([picked], permit.share_and_ask([picked])).get(picked.action)

    def evidence(self, proposal: Proposal) -> dict[str, Any]:
        """The evidence file of its first action, sealed."""
        sealer.seal(self.id)
        return evidence(self.action(proposal))

    def claimed(self, *, started: bool, over: bool = True) -> Action:
        """An action that a worker had claimed, with or without its start mark, before it was lost."""
        proposal = self.refund()
        self.sign(proposal, "daniel", "priya")
        self.wait_for_hold(proposal)
        picked = permit.pick(self.action(proposal).pk, self.id)
        assert picked is not None
        claim.claim(picked, claim.Road.SHORT if started else claim.Road.LONG)
        if over:
            self.past_due_action(self.action(proposal))
        return self.action(proposal)
