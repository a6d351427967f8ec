"""The workspaces that a generated past happened in: people, agents, connections, a policy and a cap in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from apps.actions import rules
from apps.agents import make
from apps.agents.models import Rung
from apps.billing import budgets
from apps.connectors import connect
from apps.connectors.models import Connection
from apps.console.sample.connections import SANDBOX_KEY
from apps.core import scope
from apps.core.ids import uuid7
from apps.policies.publish import publish
from apps.workspaces import access, found
from apps.workspaces.access import ADMINS, ASKERS, FINANCE, LEADS
from apps.workspaces.models import Role, User

SENTENCES = (
    "Read anything without asking.",
    "Refund up to 75 USD without asking.",
    "Refunds over 75 USD need one person from Finance.",
    "Never refund over 500 USD.",
    "Message without asking.",
    "Only suggest updates to Customer.",
)
AGENTS = ("Refunds agent", "Billing agent", "Inbox agent")
PEOPLE = (("Amara Diallo", FINANCE), ("Jonas Weber", FINANCE), ("Mei Tanaka", LEADS), ("Leo Marsh", ASKERS),
          ("Vera Lind", ADMINS))  # fmt: skip
POLICY, ZONE = "refunds", "UTC"
MOST = 10**12  # minor units a day: a past in which no cap was reached


@dataclass(frozen=True)
class Cap:
    """A budget that this past is counted against: money of one kind, actions, or what models cost."""

    budget: UUID
    unit: str
    period: str  # day or month
    cap: int
    category: str = ""


@dataclass(frozen=True)
class Place:
    """One workspace, with what its history speaks of."""

    workspace: UUID
    slug: str
    zone: str
    agents: tuple[UUID, ...]
    signers: dict[UUID, tuple[str, ...]]  # the groups of each, by id in hex
    asker: UUID
    groups: dict[str, str]  # names, by id in hex
    connections: dict[str, tuple[UUID, str]]  # by connector: the connection and its fingerprint
    policy_name: str
    policy_version: UUID
    caps: tuple[Cap, ...]


def found_all(count: int, *, word: str = "history") -> list[Place]:
    """So many workspaces, new."""
    mark = uuid7().hex[-6:]
    return [_found(f"{word}-{mark}-{number}") for number in range(1, count + 1)]


def _found(slug: str) -> Place:
    made = found.workspace(
        slug.title(), name=slug.title(), slug=slug, time_zone=ZONE, domains=[f"{slug}.example"], sandbox=True
    )
    with scope.workspace(made.pk):
        people = {name: _person(name, role, slug, made.pk) for name, role in PEOPLE}
        owner = people["Vera Lind"]
        agents = tuple(make.make(made.pk, name=name, owner=owner, by="operator", rung=Rung.AUTO).pk for name in AGENTS)
        connections = {one.connector: (one.pk, one.fingerprint) for one in _connected(made.pk)}
        version = publish(
            made.pk, name=POLICY, sentences=SENTENCES, vocabulary=rules.vocabulary(), by="operator",
            last_editor=owner.pk,
        )  # fmt: skip
        budget = budgets.set_up(
            workspace=made.pk, name="Refunds", scope=("workspace", made.pk), unit="money", cap=MOST, period="day",
            by="operator", currency="USD", category="refunds",
        )  # fmt: skip
        return Place(
            made.pk, slug, ZONE, agents,
            signers_of(made.pk, (people[name].pk for name, role in PEOPLE if role == FINANCE)),
            people["Leo Marsh"].pk, group_names(), connections, POLICY, version.pk,
            (Cap(budget.pk, "money", "day", MOST, "refunds"),),
        )  # fmt: skip


def signers_of(workspace: UUID, people: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """These people with their groups."""
    return {one: tuple(sorted(access.role_ids_of(one, workspace))) for one in people}


def group_names() -> dict[str, str]:
    return {role.pk.hex: role.name for role in Role.objects.all()}


def _person(name: str, role: str, slug: str, workspace: UUID) -> User:
    email = f"{name.lower().replace(' ', '.')}@{slug}.example"
    user = User.objects.create(email=email, name=name, password="!")  # noqa: S106  nobody signs in with this
    found.member(workspace, user, roles=[role], by="operator")
    return user


def _connected(workspace: UUID) -> list[Connection]:
    return [
        connect.connect(
            workspace, connector=name, name=title, address=address, secret=secret, sandbox=True, by="operator"
        )
        for name, title, address, secret in (
            ("stripe", "Stripe", {}, {"api_key": SANDBOX_KEY}),
            ("mail", "Mail", {"sender": "care@history.example", "sender_name": "Care"}, {}),
        )
    ]
