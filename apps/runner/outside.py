"""Runs of agents that work outside: nothing is done for them here, but they end when their proposals are settled."""

from apps.runner import outcome
from apps.runs import record
from apps.runs.models import Run, Step

IDLE = "Nothing more was asked for within an hour."


def look(run: Run) -> bool:
    """End a run whose proposals are all settled, with what became of the last one; or one that has gone quiet."""
    proposals = Step.objects.filter(run=run, proposal_id__isnull=False).order_by("number")
    ids = proposals.values_list("proposal_id", flat=True)
    outcomes = [outcome.of(proposal) for proposal in ids if proposal]
    if any(became is None for became in outcomes):
        record.look_again(run)
        return False
    last = outcomes[-1] if outcomes else None
    if last is None:
        return record.end_if_quiet(run, IDLE)
    return record.end(run, last.state, last.sentence)
