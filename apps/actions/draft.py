"""A proposal in the making: what is wanted, what the target said to it, and what policy says to that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from apps.actions import document, earlier
from apps.actions.load import OWN, opened_own
from apps.actions.models import Proposal
from apps.agents import ladder
from apps.agents.ladder import Ladder
from apps.agents.models import Agent
from apps.connectors import connect, engine
from apps.connectors.contract import Call, JsonDict, Opened, Prepared, Tool
from apps.connectors.models import Connection
from apps.core import ids
from apps.core.errors import Invalid, NotFound
from apps.core.ids import uuid7
from apps.policies.asking import Decided
from apps.policies.decision import Decision
from apps.policies.provenance import Trace
from apps.runs.models import Run
from apps.workspaces.access import roles_of
from apps.workspaces.models import User


@dataclass(frozen=True)
class Wanted:
    """One call that somebody wants. `undoes`: the action it takes back."""

    connection_id: UUID | None  # None: the built-in connector
    tool: str
    arguments: JsonDict
    undoes: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """Who wants it, through which agent, in which run."""

    agent: Agent
    asker: User
    run: Run
    asker_named: bool = False
    goal: str = ""
    undoing: bool = False  # people take something back or govern, by hand: the ladder does not speak of it
    applied: bool = False  # a person applies a suggestion: it is their own wish now
    given: Mapping[str, str] = field(default_factory=dict)  # what came with it: {"ticket number": "T-1290"}

    @cached_property
    def ladder(self) -> Ladder:
        """How far the agent may go, as it stands at the first question."""
        return ladder.of(self.agent)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the asker's roles here, as they are at the first question."""
        return roles_of(self.asker.pk, self.agent.workspace_id)

    @cached_property
    def earlier(self) -> tuple[str, ...] | None:
        """What its run has done so far."""
        return earlier.of(self.run)


@dataclass(frozen=True)
class Step:
    """One wanted call, with its tool and the connection it goes over."""

    wanted: Wanted
    tool: Tool
    opened: Opened
    id: UUID = field(default_factory=uuid7)

    @property
    def call(self) -> Call:
        return Call(tool=self.wanted.tool, arguments=self.wanted.arguments)


@dataclass(frozen=True)
class Drafted:
    """A step that has been read against the live record and decided."""

    step: Step
    prepared: Prepared
    decided: Decided
    traces: tuple[Trace, ...] = ()

    @property
    def decision(self) -> Decision:
        return self.decided.decision

    @property
    def part(self) -> document.ActionDocument:
        undoes = self.step.wanted.undoes
        return document.ActionDocument(
            action=ids.say("action", self.step.id),
            connection=self.step.opened.id,
            fingerprint=self.step.opened.fingerprint,
            prepared=self.prepared,
            undoes=ids.say("action", undoes) if undoes else "",
            traces=self.traces,
        )


def who_asked(proposal: Proposal) -> Asked:
    """Who wanted a proposal that stands, as it was asked then."""
    return Asked(
        Agent.objects.get(pk=proposal.agent_id),
        User.objects.get(pk=proposal.asker_id),
        Run.objects.get(pk=proposal.run_id),
        asker_named=proposal.asker_named,
        goal=proposal.goal,
        undoing=proposal.by_hand,
        given=document.given(proposal.document),
    )


def steps(wanted: Sequence[Wanted]) -> list[Step]:
    """Each call with its tool and connection, its arguments valid. Raises Invalid naming every problem."""
    if not wanted:
        raise Invalid("A proposal needs at least one action.")
    found, problems = [], []
    for number, one in enumerate(wanted, 1):
        try:
            found.append(_step(one))
        except (Invalid, NotFound) as why:
            problems += [f"Action {number}: {text}" for text in getattr(why, "problems", ()) or (str(why),)]
    if problems:
        raise Invalid("The proposal does not fit its tools. " + " ".join(problems), tuple(problems))
    return found


def _step(wanted: Wanted) -> Step:
    tool = engine.tool(wanted.tool)
    opened = _opened(wanted.connection_id, tool.connector)
    return Step(
        Wanted(wanted.connection_id, tool.full_name, engine.validate(tool, wanted.arguments), wanted.undoes),
        tool,
        opened,
    )


def _opened(connection_id: UUID | None, connector: str) -> Opened:
    if connection_id is None:
        if connector != OWN:
            raise Invalid(f"Name the connection to {connector}.")
        return opened_own()
    connection = Connection.objects.filter(pk=connection_id).first()
    if connection is None or connection.connector != connector:
        raise NotFound(f"There is no such connection to {connector}.")
    return connect.opened(connection)
