"""Where a run is stopped, whatever it wishes for: so many steps, tokens, dollars, and dead workers."""

from django.db.models import Sum

from apps.core.money import Money
from apps.runner.wishes import End
from apps.runner.work import Work
from apps.runs.models import RunState, Step

MOST_TAKES = 5  # of a step that nobody lived to write down


def reached(work: Work) -> End | None:
    """The end of a run that has come to a limit."""
    limits, steps = work.definition.limits, work.run.steps_taken
    if work.memory.takes >= MOST_TAKES:
        return End(
            RunState.FAILED, f"Step {work.number} ended its worker {MOST_TAKES} times, so it is not taken again."
        )
    if steps >= limits.steps:
        return End(RunState.STOPPED, f"Stopped after {steps} steps, the limit of this agent.")
    used = Step.objects.filter(run=work.run).aggregate(
        read=Sum("tokens_in", default=0), said=Sum("tokens_out", default=0), cost=Sum("cost_micro_usd", default=0)
    )
    if used["read"] + used["said"] > limits.tokens:
        return End(
            RunState.STOPPED, f"Stopped after {used['read'] + used['said']:,} tokens, over the limit of this agent."
        )
    if used["cost"] > limits.micro_usd:
        most = Money(limits.micro_usd // 10_000, "USD")
        return End(RunState.STOPPED, f"Stopped: its models have cost more than {most}, the limit of this agent.")
    return None
