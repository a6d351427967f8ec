"""Two workspaces and everybody who may ask: ours, in which they ask, and the other, each of whose words is a canary."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client

from apps.actions.backtests import start
from apps.actions.models import Action, Proposal
from apps.actions.rules import vocabulary
from apps.agents import keys
from apps.agents.models import Agent
from apps.billing.models import Budget
from apps.connectors.models import Connection
from apps.core import ids, scope
from apps.core.ids import uuid7
from apps.policies import drafts as writing
from apps.policies import publish
from apps.policies.models import Policy
from apps.workspaces import found
from apps.workspaces.access import RIGHTS
from apps.workspaces.models import Member, User, Workspace
from tests import make
from tests.isolation import rows
from tests.isolation.walk import routes
from tests.pages import drafts

ROLES = tuple(sorted(frozenset().union(*RIGHTS.values())))
BOTH, STRANGER, ANONYMOUS, AGENT, STAFF = "member of both", "of a third workspace", "anonymous", "agent", "staff"
BELTS = ("both belts", "without managers", "without row security")
ASKERS = (*ROLES, BOTH, STRANGER, ANONYMOUS, AGENT, STAFF)


ELSEWHERE = {
    "usage": "budget",
    "history": "policyversion",
}  # where a part of an address is not called as the things that it holds


@dataclass(frozen=True, eq=False)
class Side:
    """One workspace as addresses, queries and bodies may name it."""

    workspace: UUID
    slug: str
    said: Mapping[str, str]  # typed ids by kind: proposal, run, …
    rows: Mapping[str, str]  # primary keys by the admin's part of the address: agents/agent
    words: Mapping[str, str] = field(default_factory=dict)  # an e-mail, a key given with a proposal, a page's version

    @cached_property
    def values(self) -> dict[str, str]:
        """What stands in the open places of every address, but for the workspace's own."""
        return {name: self.value(name) for one in routes() for name in one.parameters if name != "slug"}

    def value(self, parameter: str) -> str:
        """`runs/said` is a run; `agent/object_id` an agent's row; where the part before says nothing, a proposal."""
        before, _, name = parameter.rpartition("/")
        if name == "seq":
            return self.words["seq"]
        if name == "content_type_id":
            return str(ContentType.objects.get_for_model(Proposal, for_concrete_model=False).pk)
        if name == "object_id":
            return next(
                (pk for place, pk in self.rows.items() if place.endswith(f"/{before}")), self.rows["actions/proposal"]
            )
        if name == "app_label":
            return "agents"
        things = (name.removesuffix("_id"), before.rstrip("s"), ELSEWHERE.get(before, ""), "proposal")
        thing = next(one for one in things if one in self.said)
        return self.said[thing]

    def everything(self) -> dict[str, str]:
        """Each thing once, by what it is."""
        return {
            **self.said,
            "workspace": str(self.workspace),
            "hex": self.workspace.hex,
            "slug": self.slug,
            **{name: word for name, word in self.words.items() if name not in ("seq", "last_entry")},
        }


@dataclass(frozen=True)
class Ground:
    own: Side
    other: Side
    nothing: Side  # what nobody ever made
    gone: Side  # what was ours and is not there any more
    canary: str
    person_canary: str
    clients: Mapping[str, Client]
    key: str

    def client(self, asker: str) -> Client:
        return self.clients[asker]


def lay() -> Ground:
    canary, person_canary = f"zq{secrets.token_hex(3)}", f"zp{secrets.token_hex(3)}"
    ours, theirs, third = make.workspace("acme"), make.workspace("northlight"), make.workspace("third")
    spy = _person(f"{person_canary}@elsewhere.example", f"{person_canary} Spy")
    _join(theirs, spy, "Admins")
    other = _furnished(theirs, canary, spy, strange=True)
    nothing = _invented()  # of the same time as the other's things: pages are turned by ids, and ids hold their time
    ada = make.person("ada", of=ours.pk, roles=["Admins"])
    own = _furnished(ours, "ours", ada, strange=False)
    people = {role: make.person(f"sam-{n}", of=ours.pk, roles=[role]) for n, role in enumerate(ROLES)}
    people[BOTH] = make.person("bo", of=ours.pk, roles=["Admins"])
    _join(theirs, people[BOTH], "Askers")
    people[STRANGER] = make.person("zoe", of=third.pk, roles=["Admins"])
    people[STAFF] = User.objects.create_superuser("staff@here.example", name="Staff")
    with scope.workspace(ours.pk):
        key = keys.make(Agent.objects.get(name="Refunds agent"), "desk", by="operator")[1]
    return Ground(
        own, other, nothing, _invented(earlier=True), canary, person_canary,
        {ANONYMOUS: _nobody(), AGENT: _nobody(), **{name: _browser(person) for name, person in people.items()}}, key,
    )  # fmt: skip


def _furnished(workspace: Workspace, word: str, person: User, *, strange: bool) -> Side:
    """A proposal as the product makes it; and where it is strange, a row of every model whose texts hold the word."""
    with scope.workspace(workspace.pk):
        if strange:
            Workspace.objects.filter(pk=workspace.pk).update(name=f"{word} Clinic")
        asker = make.person(f"leo-{workspace.slug}", of=workspace.pk, roles=["Askers"])
        proposal = drafts.propose(workspace, owner=person, asker=asker, title=f"Refund {word}", text=word, after=word)
        Policy.objects.get_or_create(workspace_id=workspace.pk, name=f"{word} rules")
        action = Action.objects.get(proposal_id=proposal.pk)
        reached = Connection.objects.create(
            workspace_id=workspace.pk, connector="stripe", name=f"{word} till", created_by="operator"
        )
        if not strange:
            _policies(workspace, person)
        made = rows.fill(workspace.pk, word, person) if strange else rows.found(workspace.pk)
        if not strange:
            made["billing_budget"] = rows.one(Budget, workspace.pk, word, person, made)
    pks = {"proposal": proposal.pk, "action": action.pk, "run": proposal.run_id, "agent": proposal.agent_id,
           "connection": reached.pk}  # fmt: skip
    said = {kind: ids.say(kind, pks[kind] if kind in pks else _pk(kind, made)) for kind in ids.PREFIXES}
    places = {_place(model): model._meta.db_table for model in rows.owned()}
    by_place = {place: str(made.get(table) or uuid7()) for place, table in places.items()}
    by_place |= _open_rows(workspace, person, action)
    words = {"email": person.email, "key": f"{pks['agent'].hex}:{word}", "seq": "1", "last_entry": str(uuid7())}
    page = _browser(person).get(f"/w/{workspace.slug}/proposals/{said['proposal']}/")
    return Side(workspace.pk, workspace.slug, said, by_place, {**words, "version": page["ETag"].strip('"')})


def _open_rows(workspace: Workspace, person: User, action: Action) -> dict[str, str]:
    """The rows of the tables that have no row security, by the part of the address."""
    member = Member.objects.get(workspace_id=workspace.pk, user=person)
    return {
        "workspaces/address": workspace.slug, "workspaces/user": str(person.pk), "workspaces/member": str(member.pk),
        "actions/openwork": str(action.pk),
    }  # fmt: skip


def _policies(workspace: Workspace, person: User) -> None:
    """A version, and a draft of it that was asked about the past."""
    kept = publish.publish(workspace.pk, name="ours", sentences=("Never refund.",), vocabulary=vocabulary(), by="operator",
                           last_editor=None)  # fmt: skip
    start.start(writing.begin(workspace.pk, name="ours", sentences=kept.sentences, by=person.pk), days=7, by=person.pk)


def _invented(*, earlier: bool = False) -> Side:
    """Ids of the right shape that name nothing: of now, or of a time in which much was made and removed."""
    new = partial(uuid7, 1_750_000_000_000) if earlier else uuid7
    places = {_place(model): str(new()) for model in rows.owned()}
    said = {kind: ids.say(kind, new()) for kind in ids.PREFIXES}
    places |= {"workspaces/address": "southlight", "workspaces/user": str(new())}
    words = {
        "email": "nobody@elsewhere.example",
        "key": f"{new().hex}:{secrets.token_hex(4)}",
        "seq": "1",
        "version": new().hex[:16],
    }
    return Side(new(), "southlight", said, places, words)


def _pk(kind: str, made: Mapping[str, Any]) -> UUID:
    """Of a kind that the product has not made here, an id that names nothing."""
    return UUID(str(next((pk for table, pk in made.items() if table.endswith(f"_{kind}")), uuid7())))


def _place(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}/{model._meta.model_name}"


def _person(email: str, name: str) -> User:
    return User.objects.create_user(email, name=name)


def _join(workspace: Workspace, person: User, role: str) -> None:
    with scope.workspace(workspace.pk):
        found.member(workspace.pk, person, roles=[role], by="operator")


def _nobody() -> Client:
    return Client(raise_request_exception=False)


def _browser(person: User) -> Client:
    client = _nobody()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client
