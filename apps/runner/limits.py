"""Where a run is stopped, whatever it wishes for: so many steps, tokens, dollars, and dead workers; and what a step may
use at the most, which is set aside before it is taken.
"""

from collections.abc import Mapping
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Sum

from apps.billing.budgets import Amount
from apps.core.money import Money
from apps.runner.models.question import Foreseen
from apps.runner.wishes import End
from apps.runner.work import Work
from apps.runs.models import RunState, Step

MOST_TAKES = 5  # of a step that nobody lived to write down


def reached(work: Work) -> End | None:
    """The end of a run that has come to a limit."""
    limits, steps = work.definition.limits, work.run.steps_taken
    if work.memory.takes >= MOST_TAKES:
        died = f"Step {work.number} ended its worker {MOST_TAKES} times, so it is not taken again."
        return End(RunState.FAILED, died)
    if steps >= limits.steps:
        return End(RunState.STOPPED, f"Stopped after {steps} steps, the limit of this agent.")
    used = Step.objects.filter(run=work.run).aggregate(
        read=Sum("tokens_in", default=0), said=Sum("tokens_out", default=0), cost=Sum("cost_micro_usd", default=0)
    )
    tokens = used["read"] + used["said"]
    if tokens > limits.tokens:
        return End(RunState.STOPPED, f"Stopped after {tokens:,} tokens, over the limit of this agent.")
    if used["cost"] > limits.micro_usd:
        most = Money(limits.micro_usd // 10_000, "USD")
        return End(RunState.STOPPED, f"Stopped: its models have cost more than {most}, the limit of this agent.")
    return None


def worst_case(seconds: float, model: Foreseen) -> list[Amount]:
    """The most that a step may use: one step, its whole lease, and what its model call may cost."""
    asked = [Amount("tokens", model.tokens), Amount("micro_usd", model.micro_usd)]
    return [Amount("steps", 1), Amount("seconds", ceil(seconds)), *(one for one in asked if one.n)]


def used(figures: Mapping[str, Any]) -> list[Amount]:
    """What a step that was taken has used."""
    steps = [Amount("steps", 1), Amount("seconds", ceil(figures.get("ms", 0) / 1000))]
    if "micro_usd" not in figures:
        return steps
    tokens = figures["tokens_in"] + figures["tokens_out"]
    return [*steps, Amount("tokens", tokens), Amount("micro_usd", figures["micro_usd"])]


def scopes(work: Work) -> list[tuple[str, UUID]]:
    """Whose budgets count a step."""
    run = work.run
    return [("workspace", run.workspace_id), ("agent", run.agent_id), ("person", work.asker.pk), ("run", run.pk)]
