"""The workspaces that the bench works in: each with an agent that may act alone, a policy and two caps."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from apps.actions import rules
from apps.agents import make
from apps.agents.models import Agent, Rung
from apps.audit import log
from apps.billing import budgets
from apps.connectors import connect
from apps.console.bench import connector
from apps.core import scope
from apps.core.ids import uuid7
from apps.policies.publish import publish
from apps.runs.models import Run
from apps.workspaces.models import Address, Member, Organisation, User, Workspace

SENTENCES = (
    "Read anything without asking.",
    "Refund up to 1000 USD without asking.",
    "Refunds over 2000 USD need two people.",
    "Never refund over 5000 USD.",
)
PLENTY = 10**14  # minor units, or actions


@dataclass(frozen=True)
class Home:
    """One workspace of the bench."""

    workspace: UUID
    agent: Agent
    asker: User
    run: Run
    connection: UUID


def people(slug: str) -> User:
    return User.objects.create(email=f"{slug}@bench.example", name="Bench", password="!")  # noqa: S106  nobody signs in


def found(count: int, *, prefix: str = "bench") -> list[Home]:
    """So many workspaces, new."""
    asker = people(f"{prefix}-{uuid7().hex[-8:]}")
    return [_home(f"{prefix}-{number}-{uuid7().hex[-8:]}", asker) for number in range(count)]


def _home(slug: str, asker: User) -> Home:
    workspace_id = uuid7()
    with scope.workspace(workspace_id), transaction.atomic():
        owner = Organisation.objects.create(name=slug)
        Workspace.objects.create(id=workspace_id, organisation=owner, name=slug, slug=slug, domains=["bench.example"])
        Address.objects.create(slug=slug, workspace_id=workspace_id)
        Member.objects.create(workspace_id=workspace_id, user=asker)
        log.append("workspace.founded", workspace=workspace_id, subject=slug, by="operator", facts={"name": slug})
        return _furnished(workspace_id, asker)


def _furnished(workspace_id: UUID, asker: User) -> Home:
    agent = make.make(workspace_id, name="Bench agent", owner=people(f"owner-{workspace_id.hex}"), by="operator",
                      rung=Rung.AUTO)  # fmt: skip
    made = connect.connect(
        workspace_id,
        connector=connector.NAME,
        name="Bench",
        address={},
        secret={"key": "k"},
        sandbox=True,
        by="operator",
    )
    publish(
        workspace_id, name="bench", sentences=SENTENCES, vocabulary=rules.vocabulary(), by="operator", last_editor=None
    )
    _cap(workspace_id, agent)
    run = Run.objects.create(workspace_id=workspace_id, agent=agent, asker=asker, goal="Measure")
    return Home(workspace_id, agent, asker, run, made.pk)


def _cap(workspace_id: UUID, agent: Agent) -> None:
    """Two caps that are far away, so that every action is counted twice and refused never."""
    budgets.set_up(
        workspace=workspace_id, name="Refunds", scope=("workspace", workspace_id), unit="money", cap=PLENTY,
        period="day", by="operator", currency="USD", category="refunds",
    )  # fmt: skip
    budgets.set_up(
        workspace=workspace_id, name="Actions", scope=("agent", agent.pk), unit="actions", cap=PLENTY, period="day",
        by="operator",
    )  # fmt: skip
