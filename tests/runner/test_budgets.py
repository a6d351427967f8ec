"""A hosted run's steps set aside the most that they may use, and settle what they used."""

import json
from collections import Counter

from pytest_django import Settings

from apps.agents.models import Agent
from apps.billing import budgets
from apps.billing.models import Budget, Reservation, Usage
from apps.runner import step
from apps.runner.start import start
from apps.runs.models import Run, RunState
from tests.flows.world import World
from tests.runner.openai_server import serving
from tests.runner.test_trouble import GOOD, worked


def cap(shop: World, unit: str, n: int) -> Budget:
    agent = Agent.objects.get()
    return budgets.set_up(workspace=shop.workspace, name=unit.title(), scope=("agent", agent.pk), unit=unit, cap=n,
                          period="day", by="operator")  # fmt: skip


def test_each_step_is_reserved_at_its_worst_and_settled_as_it_was(shop: World, settings: Settings) -> None:
    for unit, n in (("steps", 50), ("seconds", 1_000), ("tokens", 50_000), ("micro_usd", 10_000_000)):
        cap(shop, unit, n)
    with serving(arguments=json.dumps(GOOD)) as fake:
        run = worked(shop, settings, fake)
    assert run.state == RunState.WAITING
    assert not Reservation.objects.filter(state="held").exists()
    used = Counter({one.unit: 0 for one in Usage.objects.all()})
    for one in Usage.objects.all():
        used[one.unit] += one.amount
    assert (used["steps"], used["tokens"], used["micro_usd"]) == (run.steps_taken, 1_100, 210)
    rooms = {one.unit: one for one in budgets.headroom(shop.workspace) if one.scope_kind == "agent"}
    assert rooms["steps"].used == run.steps_taken
    seconds = Reservation.objects.filter(budget_id=rooms["seconds"].budget)
    assert all(one.used <= one.amount for one in seconds)
    assert sum(one.amount for one in seconds) > sum(one.used for one in seconds)


def test_a_run_without_steps_left_ends_with_a_sentence(shop: World) -> None:
    cap(shop, "steps", 1)
    run = start(Agent.objects.get(), asker=shop.person("leo"), case={"number": "00048213"})
    while step.take(run.pk):
        pass
    ended = Run.objects.get(pk=run.pk)
    assert (ended.state, ended.outcome[:12]) == (RunState.FAILED, "Steps today:")
    assert not Reservation.objects.filter(state="held").exists()
