"""The record of a run: opened, each step, each wait, its end. Starts nothing; each verb writes inside one transaction.

Steps are rows, not entries: the log says when a run began, when it waited for people, and how it ended.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.agents.models import Agent, AgentVersion
from apps.audit import log
from apps.core import ids
from apps.core.ids import uuid7
from apps.runs.models import OpenRun, Run, RunState, Step, StepBody
from apps.workspaces.models import User

FINAL = frozenset({RunState.DONE, RunState.FAILED, RunState.STOPPED})
LOOK_AGAIN_S = 300  # a run that waits is looked at this often, should nobody wake it
QUIET_S = 3600  # a run outside that asks for nothing is over after this


def open_run(
    agent: Agent,
    *,
    goal: str,
    asker: User | None,
    asker_named: bool = False,
    version: AgentVersion | None = None,
    memory: dict[str, Any] | None = None,
) -> Run:
    """A new run with its entry. With a version its steps are taken here; without, the agent works outside."""
    with transaction.atomic():
        run = Run.objects.create(
            workspace_id=agent.workspace_id, agent=agent, version=version, asker=asker, asker_named=asker_named,
            goal=goal, memory=memory or {}, state=RunState.READY if version else RunState.STEPPING,
        )  # fmt: skip
        _due(run, 0 if version else QUIET_S)
        facts = {"agent": agent.said, "version": version.number if version else 0, "asker_named": asker_named}
        _enter("run.started", run, by=asker.said if asker else agent.said, facts=facts)
    return run


def step(
    run: Run,
    kind: str,
    title: str,
    body: dict[str, Any],
    *,
    tokens_in: int = 0,
    tokens_out: int = 0,
    micro_usd: int = 0,
    ms: int = 0,
    prompt_version: str = "",
    proposal_id: UUID | None = None,
    started_at: datetime | None = None,
) -> Step:
    """The next step, with its body. The run's row hands out the number, so numbers have no gaps and no doubles."""
    with transaction.atomic():
        taken = Step.objects.create(
            id=uuid7(), workspace_id=run.workspace_id, run=run, number=_next_number(run), kind=kind, title=title,
            prompt_version=prompt_version, tokens_in=tokens_in, tokens_out=tokens_out, cost_micro_usd=micro_usd, ms=ms,
            started_at=started_at or timezone.now() - timedelta(milliseconds=ms), proposal_id=proposal_id,
        )  # fmt: skip
        StepBody.objects.create(workspace_id=run.workspace_id, step_id=taken.pk, body=body)
    return taken


def go_on(run: Run, memory: dict[str, Any], *, due_s: float = 0) -> None:
    """The next step may be taken, in so many seconds."""
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state=RunState.READY, memory=memory, lease_until=None)
        _due(run, due_s)


def wait_for(run: Run, proposal: UUID, *, memory: dict[str, Any] | None = None) -> None:
    """The run waits until this proposal is settled. Whoever calls rings afterwards: it may be settled already."""
    changes = {} if memory is None else {"memory": memory}
    with transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state=RunState.WAITING, lease_until=None, ended_at=None, **changes)
        _due(run, LOOK_AGAIN_S)
        _enter("run.waiting", run, by=run.agent.said, facts={"for": ids.say("proposal", proposal)})


def join(run: Run) -> None:
    """Somebody outside goes on with this run: it is open again, should it have ended."""
    with transaction.atomic():
        ended = Run.objects.filter(pk=run.pk, state__in=FINAL)
        if ended.update(state=RunState.STEPPING, outcome="", ended_at=None):
            _due(run, QUIET_S)
            _enter("run.reopened", run, by=run.agent.said, facts={})


def look_again(run: Run) -> None:
    """Nothing to do yet: look again after a while."""
    with transaction.atomic():
        _due(run, LOOK_AGAIN_S)


def end_if_quiet(run: Run, outcome: str) -> bool:
    """End a run that nothing has been asked of for an hour."""
    since = timezone.now() - timedelta(seconds=QUIET_S)
    last = Step.objects.filter(run=run).order_by("-number").values_list("started_at", flat=True).first()
    if (last or run.started_at) > since:
        look_again(run)
        return False
    return end(run, RunState.DONE, outcome)


def end(run: Run, state: RunState, outcome: str, *, by: str = "") -> bool:
    """The run is over, with the sentence people read. False where it was over already."""
    with transaction.atomic():
        open_runs = Run.objects.filter(pk=run.pk).exclude(state__in=FINAL)
        if not open_runs.update(state=state, outcome=outcome, ended_at=timezone.now(), lease_until=None):
            return False
        OpenRun.objects.filter(run_id=run.pk).delete()
        _enter("run.ended", run, by=by or run.agent.said, facts={"state": state.value, "outcome": outcome})
    return True


def _next_number(run: Run) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE runs_run SET steps_taken = steps_taken + 1 WHERE id = %s AND workspace_id = %s"
            " RETURNING steps_taken",
            [run.pk, run.workspace_id],
        )
        (number,) = cursor.fetchone()
    return int(number)


def _due(run: Run, in_s: float) -> None:
    """The run's line of open work, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO runs_openrun (run_id, workspace_id, due_at)"
            " VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))"
            " ON CONFLICT (run_id) DO UPDATE SET due_at = excluded.due_at",
            [run.pk, run.workspace_id, in_s],
        )


def _enter(kind: str, run: Run, *, by: str, facts: dict[str, Any]) -> None:
    log.append(kind, workspace=run.workspace_id, subject=ids.say("run", run.pk), by=by, facts=facts)
