"""A hosted run on the real stack: from a case to three signed actions and an honest end, one step at a time."""

from typing import Any
from uuid import UUID

import pytest

from apps.actions import approve, pause
from apps.actions.models import Proposal
from apps.agents.models import Agent
from apps.connectors.models import Connection
from apps.core.errors import Refused
from apps.runner import step, sweep
from apps.runner.start import start
from apps.runs.models import OpenRun, Run, RunState, Step, StepBody
from apps.workspaces.pause import Scope
from tests.flows.world import World, until


def begun(shop: World, number: str = "00048213") -> Run:
    return start(Agent.objects.get(), asker=shop.person("leo"), case={"number": number})


def go(run: Run, *, most: int = 20) -> Run:
    """Take steps until there is none to take now."""
    for _ in range(most):
        if not step.take(run.pk):
            break
    return Run.objects.get(pk=run.pk)


def ended(run: Run) -> Run:
    """The run once a worker of its own has brought it to its end."""
    return until(lambda: Run.objects.filter(pk=run.pk, ended_at__isnull=False).first())


def proposal_of(run: Run) -> Proposal:
    return Proposal.objects.get(run_id=run.pk)


def body(run: Run, title: str) -> dict[str, Any]:
    return dict(StepBody.objects.get(step_id=Step.objects.get(run=run, title=title).pk).body)


def test_the_refunds_agent_reads_decides_and_proposes_three_actions(shop: World) -> None:
    run = go(begun(shop))
    assert run.state == RunState.WAITING
    steps = list(Step.objects.filter(run=run).order_by("number").values_list("number", "kind"))
    assert steps == [*((number, "tool") for number in range(1, 7)), (7, "model"), (8, "propose")]
    proposal = proposal_of(run)
    assert (proposal.outcome, proposal.asker_id) == ("approve", shop.person("leo").pk)
    assert shop.states(proposal) == ["waiting"] * 3


def test_a_model_step_keeps_what_was_asked_and_what_came_back(shop: World) -> None:
    run = go(begun(shop))
    kept = body(run, "Fill in the refund form")
    assert kept["model"] == "demo (rules, no language model)"
    assert kept["answer"]["amount"] == "184.50"
    assert Step.objects.get(run=run, kind="model").prompt_version == "refunds-1"


def test_signed_and_done_the_run_ends_with_what_was_done(shop: World) -> None:
    run = go(begun(shop))
    shop.worker()
    shop.reaper()
    shop.signs(proposal_of(run), "priya", "daniel")
    assert shop.settled(proposal_of(run)) == ["done"] * 3
    run = ended(run)
    assert run.state == RunState.DONE
    assert run.outcome.startswith("Done: refund $184.50 to")
    assert not OpenRun.objects.filter(run_id=run.pk).exists()


def test_declined_the_run_stops_and_says_by_whom(shop: World) -> None:
    run = go(begun(shop))
    proposal = proposal_of(run)
    approve.decline(
        proposal.pk, by=shop.person("priya"), digest=proposal.digest, reason="The photo shows another lamp."
    )
    run = go(run)
    assert run.state == RunState.STOPPED
    assert "The photo shows another lamp." in run.outcome


def test_denied_by_policy_the_run_stops_and_nobody_is_asked(shop: World) -> None:
    run = go(begun(shop, "00048230"))  # a sofa of $740.00
    assert (run.state, shop.states(proposal_of(run))) == (RunState.STOPPED, ["denied"] * 3)
    assert run.outcome.startswith("Denied by policy.")


def test_a_refused_preview_ends_the_run_with_the_targets_own_words(shop: World) -> None:
    shop.worker()
    shop.reaper()
    first = shop.proposes(shop.refund(minor=200_00))
    shop.signs(first, "priya", "daniel")
    shop.settled(first)
    run = ended(begun(shop))
    assert run.state == RunState.FAILED
    assert "more than" in run.outcome


def test_a_case_that_is_not_there_fails_with_a_sentence(shop: World) -> None:
    run = go(begun(shop, "99999999"))
    assert (run.state, run.outcome) == (RunState.FAILED, "There is no Case 99999999.")


def test_a_resolved_case_needs_nothing(shop: World) -> None:
    run = go(begun(shop, "00047100"))
    assert (run.state, run.outcome) == (RunState.DONE, "Nothing to do: case 00047100 is resolved already.")


def test_a_run_that_waits_takes_no_step_until_the_proposal_is_settled(shop: World) -> None:
    run = go(begun(shop))
    assert not step.take(run.pk)
    assert Run.objects.get(pk=run.pk).steps_taken == run.steps_taken


def test_a_paused_agent_takes_no_step_and_goes_on_when_it_is_not_paused_any_more(shop: World) -> None:
    run = begun(shop)
    pause.pause(Scope("agent", run.agent_id), by=shop.person("sol"), reason="Looking into something.")
    assert go(run).steps_taken == 0
    assert OpenRun.objects.filter(run_id=run.pk).exists()


def test_a_run_over_its_limit_of_steps_is_stopped(shop: World) -> None:
    run = begun(shop)
    Run.objects.filter(pk=run.pk).update(steps_taken=24)
    run = go(run)
    assert (run.state, run.outcome) == (RunState.STOPPED, "Stopped after 24 steps, the limit of this agent.")


def test_a_step_that_keeps_ending_its_worker_is_given_up(shop: World) -> None:
    run = begun(shop)
    Run.objects.filter(pk=run.pk).update(memory={**run.memory, "takes": 5})
    assert go(run).outcome == "Step 1 ended its worker 5 times, so it is not taken again."


def test_a_missing_connection_is_said_before_anything_starts(shop: World) -> None:
    Connection.objects.filter(connector="mail").update(enabled=False)
    with pytest.raises(Refused, match="needs a connection to mail as its mail, and there is none to take"):
        begun(shop)


def test_the_sweep_rings_for_a_run_that_is_due_and_then_leaves_it_a_while(shop: World) -> None:
    run: UUID = begun(shop).pk
    assert sweep.sweep() >= 1
    assert OpenRun.objects.get(run_id=run).due_at > Run.objects.get(pk=run).started_at
    assert sweep.sweep() == 0
