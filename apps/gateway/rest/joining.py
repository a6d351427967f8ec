"""Who asks, over which connections, and in which run: what a call from outside names, found in its own workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from apps.actions.draft import Wanted
from apps.actions.models import Proposal
from apps.agents.models import Agent
from apps.connectors.models import Connection
from apps.core import doorbell, ids
from apps.core.errors import Invalid
from apps.gateway.rest.shapes import CallIn, ForIn, OutsideTextIn
from apps.runs import record
from apps.runs.models import Run, Step
from apps.workspaces.models import Member, User


@dataclass(frozen=True)
class Joined:
    run: Run
    asker: User
    named: bool
    opened: bool = False


def join(agent: Agent, wanted: ForIn) -> Joined:
    """The run that is named, open again should it have ended; else a new one."""
    if wanted.run:
        run = _run(agent, wanted.run)
        joined = asked(agent, wanted, run)
        record.join(run)
        return joined
    asker = _member(agent.workspace_id, wanted.asked_by) if wanted.asked_by else None
    run = record.open_run(
        agent, goal=wanted.goal or f"{agent.name} at work", asker=asker, asker_named=asker is not None
    )
    return Joined(run, asker or agent.owner, named=asker is not None, opened=True)


def asked(agent: Agent, wanted: ForIn, run: Run) -> Joined:
    """Who asks within a run: whoever is named now, else who was named when it was opened, else the agent's owner."""
    asker = _member(agent.workspace_id, wanted.asked_by) if wanted.asked_by else run.asker
    return Joined(run, asker or agent.owner, named=asker is not None)


def calls(wanted: Sequence[CallIn]) -> list[Wanted]:
    """Each call with its connection. Raises Invalid naming every one that is not there."""
    known = {name: pk for pk, name in Connection.objects.filter(enabled=True).values_list("pk", "name")}
    by_name = {**{ids.say("connection", pk): pk for pk in known.values()}, **known}
    problems = tuple(
        f"actions.{place}.connection: There is no connection called {one.connection}."
        for place, one in enumerate(wanted)
        if one.connection not in by_name
    )
    if problems:
        raise Invalid("The proposal names connections that are not there. " + " ".join(problems), problems)
    return [Wanted(by_name[one.connection], one.tool, one.arguments) for one in wanted]


def told(run: Run, texts: Sequence[OutsideTextIn]) -> None:
    """What the agent has read elsewhere is a step of the run, marked as text from outside."""
    for one in texts:
        body = {"result": {"text": one.text}, "outside_text": True}
        record.step(run, "tool", f"Handed in: {one.title}", body)


@transaction.atomic
def noted(run: Run, proposal: Proposal) -> None:
    """The run knows of the proposal and waits for it. Rings at once: it may be settled already."""
    if Step.objects.filter(run=run, proposal_id=proposal.pk).exists():
        return
    body = {"proposal": ids.say("proposal", proposal.pk), "title": proposal.title}
    record.step(run, "propose", f"Proposed: {proposal.title}", body, proposal_id=proposal.pk)
    record.wait_for(run, proposal.pk)
    doorbell.ring("run", run.pk, workspace=run.workspace_id)


def said(run: Run) -> str:
    return ids.say("run", run.pk)


def _run(agent: Agent, named: str) -> Run:
    """A run of this agent that works outside. One of another agent is as one that does not exist."""
    try:
        run_id = ids.parse("run", named)
    except ValueError:
        raise _no_run() from None
    run = Run.objects.select_related("agent", "asker").filter(pk=run_id, agent=agent, version=None).first()
    if run is None:
        raise _no_run()
    return run


def _no_run() -> Invalid:
    return Invalid("There is no such run of this agent.", ("run: There is no such run of this agent.",))


def _member(workspace: UUID, email: str) -> User:
    members = Member.objects.standing().filter(workspace_id=workspace).select_related("user")
    found = members.filter(user__email=email.strip().lower(), user__is_active=True).first()
    if found is None:
        problem = "asked_by: Nobody with this address is a member here."
        raise Invalid("Nobody with this address is a member here.", (problem,))
    return found.user
