"""A run's record: steps in order without gaps, entries for its beginning, its waits and its end."""

import pytest

from apps.agents import make as agents
from apps.agents import versions
from apps.agents.models import Agent
from apps.audit.models import Entry
from apps.core import scope
from apps.core.ids import uuid7
from apps.runs import record
from apps.runs.models import OpenRun, Run, RunState, Step, StepBody
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def agent() -> Agent:
    acme = make.workspace()
    ada = make.person("ada", of=acme.pk, roles=["Admins"])
    with scope.workspace(acme.pk):
        return agents.make(acme.pk, name="Refunds agent", owner=ada, by=ada.said)


def hosted(agent: Agent) -> Run:
    version = versions.publish(agent, {"goal": "a"}, by="operator")
    return record.open_run(agent, goal="Resolve a case", asker=agent.owner, version=version)


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="run.").order_by("seq").values_list("kind", flat=True))


def test_twenty_writers_leave_no_gap_and_no_double(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id):
        run = hosted(agent)
    taken = make.race(
        *[lambda: record.step(run, "tool", "Read", {"result": 1}) for _ in range(20)], of=agent.workspace_id
    )
    assert sorted(step.number for step in taken) == list(range(1, 21))
    with scope.workspace(agent.workspace_id):
        assert Run.objects.get(pk=run.pk).steps_taken == StepBody.objects.count() == 20


def test_a_run_is_told_to_the_log_when_it_begins_waits_and_ends(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id):
        run = hosted(agent)
        record.step(run, "propose", "Proposed", {}, proposal_id=uuid7())
        record.wait_for(run, uuid7())
        assert Run.objects.get(pk=run.pk).state == RunState.WAITING
        assert record.end(run, RunState.DONE, "Done: all three.")
        assert kinds() == ["run.started", "run.waiting", "run.ended"]


def test_a_run_ends_once_and_has_no_open_work_then(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id):
        run = hosted(agent)
        assert OpenRun.objects.filter(run_id=run.pk).exists()
        assert record.end(run, RunState.DONE, "Done.")
        assert not record.end(run, RunState.FAILED, "Late.")
        assert Run.objects.get(pk=run.pk).outcome == "Done."
        assert not OpenRun.objects.filter(run_id=run.pk).exists()


def test_a_run_from_outside_is_reopened_by_whoever_joins_it(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id):
        run = record.open_run(agent, goal="Resolve a case", asker=None)
        record.end(run, RunState.DONE, "Done.")
        record.join(run)
        record.join(run)
        assert Run.objects.get(pk=run.pk).state == RunState.STEPPING
        assert kinds() == ["run.started", "run.ended", "run.reopened"]


def test_no_step_without_its_body(agent: Agent) -> None:
    with scope.workspace(agent.workspace_id):
        run = hosted(agent)
        with pytest.raises(TypeError):
            record.step(run, "tool", "Read", {"result": object()})
        assert not Step.objects.exists()
        assert record.step(run, "tool", "Read", {}).number == 1
