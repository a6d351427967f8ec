"""What the race is run over: a workspace with three agents, two connections to one target, and mail without end."""

from copy import copy
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from apps.actions import propose, rules
from apps.actions.draft import Wanted
from apps.actions.models import Action, OpenWork, Proposal
from apps.agents import make as agents
from apps.agents.models import Agent, Rung
from apps.connectors.connect import connect
from apps.connectors.models import Connection
from apps.core import ids, scope
from apps.core.canonical import digest_of_bytes
from apps.core.ids import uuid7
from apps.policies.publish import publish
from apps.runs.models import Run
from apps.workspaces import found
from apps.workspaces.access import ADMINS
from apps.workspaces.models import User
from apps.workspaces.pause import INSTALLATION, Scope, tool_scope

DOMAIN = "race.example"
SENTENCE = "Message only people inside our domains without asking."
TOOL = "mail.send"
BACKLOG = 240
Template: TypeAlias = tuple[Proposal, Action, OpenWork]


@dataclass(frozen=True)
class Scene:
    workspace: UUID
    agents: tuple[Agent, ...]
    connections: tuple[Connection, ...]
    owner: User

    def scopes(self) -> tuple[Scope, ...]:
        """Everything that can be paused here."""
        return (
            Scope("workspace", self.workspace), INSTALLATION, tool_scope(TOOL, workspace=self.workspace),
            *(Scope("agent", one.pk) for one in self.agents),
            *(Scope("connection", one.pk) for one in self.connections),
        )  # fmt: skip


def lay(name: str) -> Scene:
    """The workspace, made now."""
    made = found.workspace(name, name=name, slug=name, time_zone="UTC", domains=[DOMAIN], sandbox=True)
    with scope.workspace(made.pk):
        owner = User.objects.create_user(f"{name}@{DOMAIN}", name="Owner")
        found.member(made.pk, owner, roles=[ADMINS], by="operator")
        connections = tuple(_mailbox(made.pk, number) for number in (1, 2))
        staff = tuple(
            agents.make(made.pk, name=f"Agent {number}", owner=owner, by="operator", rung=Rung.AUTO)
            for number in (1, 2, 3)
        )
        words = rules.vocabulary()
        publish(made.pk, name="race", sentences=(SENTENCE,), vocabulary=words, by="operator", last_editor=None)
    return Scene(made.pk, staff, connections, owner)


def templates(scene: Scene) -> list[Template]:
    """One message of each agent over each connection, as it was proposed: ready, and not begun."""
    pairs = [(agent, box) for agent in scene.agents for box in scene.connections]
    return [_template(_propose(scene, agent, box)) for agent, box in pairs]


def feed(templates: list[Template]) -> int:
    """Copies of the templates until there is a backlog again: to propose that many would take longer than the race."""
    missing = max(0, BACKLOG - OpenWork.objects.filter(state="approved").count()) // len(templates)
    copies = [_copied(one) for one in templates for _ in range(missing)]
    for made in zip(*copies, strict=True):
        type(made[0])._default_manager.bulk_create(made)
    return len(copies)


def _propose(scene: Scene, agent: Agent, box: Connection) -> Proposal:
    run = Run.objects.create(workspace_id=scene.workspace, agent=agent, asker=scene.owner, goal="Race")
    mail = {"to": [f"someone@{DOMAIN}"], "subject": "Race", "text": "Hello."}
    key = f"{agent.pk.hex}{box.pk.hex}"
    return propose.propose([Wanted(box.pk, TOOL, mail)], agent=agent, asker=scene.owner, run=run, key=key)


def _template(proposal: Proposal) -> Template:
    action = Action.objects.get(proposal_id=proposal.pk)
    return proposal, action, OpenWork.objects.get(action_id=action.pk)


def _copied(template: Template) -> Template:
    """The same under ids of its own; its document names them, and is sealed anew."""
    proposal, action, work = copy(template[0]), copy(template[1]), copy(template[2])
    proposal.id, action.id = uuid7(), uuid7()
    action.proposal_id, work.proposal_id, work.action_id = proposal.id, proposal.id, action.id
    action.document = _renamed(template[1].document, template, proposal, action)
    proposal.document = _renamed(template[0].document, template, proposal, action)
    proposal.digest = digest_of_bytes(proposal.document)
    return proposal, action, work


def _renamed(document: bytes | memoryview | None, template: Template, proposal: Proposal, action: Action) -> bytes:
    names = (("proposal", template[0].pk, proposal.id), ("action", template[1].pk, action.id))
    said = bytes(document or b"")
    for kind, old, new in names:
        said = said.replace(ids.say(kind, old).encode(), ids.say(kind, new).encode())
    return said


def _mailbox(workspace: UUID, number: int) -> Connection:
    return connect(
        workspace, connector="mail", name=f"Mail {number}", address={"sender": f"box{number}@{DOMAIN}"}, secret={},
        sandbox=True, by="operator",
    )  # fmt: skip
