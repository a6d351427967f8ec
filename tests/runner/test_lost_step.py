"""A worker that dies in the middle of a step: the step is taken once more, and there is one proposal."""

import pytest
from django.db.models import Count

from apps.actions.models import Proposal
from apps.agents.models import Agent
from apps.runner import step
from apps.runner.start import start
from apps.runs.models import Run, RunState, Step
from tests import make
from tests.flows.world import World, until

TAKE = (
    "import sys, uuid, django; django.setup();"
    "from apps.core import scope; from apps.runner import step;"
    "w, r = map(uuid.UUID, sys.argv[1:]);\n"
    "with scope.workspace(w): step.take(r)"
)
QUICK = {"COUNTERSIGN_LEASE_S": "4", "COUNTERSIGN_CALL_TIMEOUT_S": "0.2", "COUNTERSIGN_GRACE_S": "1"}


def dies(shop: World, run: Run, failpoint: str) -> None:
    """A process of its own takes the next step and is ended at the failpoint, as by kill -9."""
    arguments = ("-c", TAKE, str(run.workspace_id), str(run.pk))
    process = shop.start(*arguments, COUNTERSIGN_FAILPOINTS=f"{failpoint}=exit", **QUICK)
    assert process.wait(timeout=60) == 1


def to_step(run: Run, number: int) -> None:
    while Run.objects.get(pk=run.pk).steps_taken < number - 1:
        assert step.take(run.pk)


@pytest.mark.parametrize(("number", "failpoint"), [(3, "step.after_claim"), (8, "step.before_record")])
def test_a_step_whose_worker_died_is_taken_once_more_after_its_lease(shop: World, number: int, failpoint: str) -> None:
    run = start(Agent.objects.get(), asker=shop.person("leo"), case={"number": "00048213"})
    to_step(run, number)
    dies(shop, run, failpoint)
    assert not step.take(run.pk)  # the lease is not over
    until(lambda: step.take(run.pk) or None, within=60)
    while step.take(run.pk):
        pass
    steps = list(Step.objects.filter(run=run).order_by("number").values_list("number", flat=True))
    assert steps == list(range(1, 9))
    assert Run.objects.get(pk=run.pk).state == RunState.WAITING
    assert Proposal.objects.filter(run_id=run.pk).count() == 1


def test_eight_workers_at_one_step_take_it_once(shop: World) -> None:
    run = start(Agent.objects.get(), asker=shop.person("leo"), case={"number": "00048213"})
    make.race(*[lambda: step.take(run.pk) for _ in range(8)], of=run.workspace_id)
    doubled = Step.objects.filter(run=run).values("title").annotate(times=Count("pk")).filter(times__gt=1)
    assert not doubled.exists()
