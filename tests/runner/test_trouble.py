"""When a model does not answer, or answers wrongly: tried again, counted, and ended with a sentence."""

import json
from typing import Any

import pytest
from pytest_django import Settings

from apps.actions import approve
from apps.agents.models import Agent
from apps.billing import budgets
from apps.gateway.rest import joining
from apps.gateway.rest.shapes import ForIn
from apps.runner import step
from apps.runner.start import start
from apps.runs.models import Run, RunState, Step, StepBody
from tests.flows.world import World
from tests.runner.openai_server import Fake, serving

GOOD = {
    "decision": "refund", "item": "Alder floor lamp", "amount": "184.50", "reason": "requested_by_customer",
    "subject": "Your order", "reply": "Dear Maria, we have returned $184.50.", "note": "Refunded $184.50",
}  # fmt: skip


def worked(shop: World, settings: Settings, fake: Fake) -> Run:
    settings.COUNTERSIGN_MODEL = f"openai:gpt-4o-mini@{fake.url}"
    run = start(Agent.objects.get(), asker=shop.person("leo"), case={"number": "00048213"})
    while step.take(run.pk):
        pass
    return Run.objects.get(pk=run.pk)


def test_a_language_model_fills_the_same_form_and_its_cost_stands_in_the_step(shop: World, settings: Settings) -> None:
    with serving(arguments=json.dumps(GOOD)) as fake:
        run = worked(shop, settings, fake)
    assert run.state == RunState.WAITING
    asked = Step.objects.get(run=run, kind="model")
    assert (asked.tokens_in, asked.tokens_out, asked.cost_micro_usd) == (1000, 100, 210)


def test_a_model_that_answers_wrongly_is_asked_three_times_and_each_is_paid_for(
    shop: World, settings: Settings
) -> None:
    with serving(arguments='{"decision": "everything"}') as fake:
        run = worked(shop, settings, fake)
        assert len(fake.requests) == 3
    tries = Step.objects.filter(run=run, kind="model")
    assert (run.state, tries.count()) == (RunState.FAILED, 3)
    assert sum(one.cost_micro_usd for one in tries) == 630
    assert "does not fit the form" in run.outcome
    kept: dict[str, Any] = StepBody.objects.get(step_id=tries.order_by("number")[0].pk).body
    assert kept["answer"] == {"decision": "everything"}


def test_over_the_cap_of_tokens_no_model_is_asked(shop: World, settings: Settings) -> None:
    agent = Agent.objects.get()
    budgets.set_up(
        workspace=shop.workspace, name="Tokens", scope=("agent", agent.pk), unit="tokens", cap=10, period="day", by="operator"
    )  # fmt: skip
    with serving(arguments=json.dumps(GOOD)) as fake:
        run = worked(shop, settings, fake)
        assert fake.requests == []
    assert run.state == RunState.FAILED
    assert run.outcome.startswith("Tokens today:")


@pytest.mark.parametrize("end", ["declined", "denied"])
def test_a_run_from_outside_ends_with_what_became_of_its_proposal(shop: World, end: str) -> None:
    from_outside = shop.proposes(shop.refund(*(() if end == "declined" else ("HP-10431", 740_00))))
    run = Run.objects.select_related("agent").get(pk=from_outside.run_id)
    joining.noted(run, from_outside)
    if end == "declined":
        assert not step.take(run.pk)
        approve.decline(from_outside.pk, by=shop.person("priya"), digest=from_outside.digest, reason="No.")
    assert step.take(run.pk)
    assert Run.objects.get(pk=run.pk).state == RunState.STOPPED
    joining.join(run.agent, ForIn(run=joining.said(run)))
    assert Run.objects.get(pk=run.pk).state == RunState.STEPPING
