"""Writing down what a step did: its row, the run's new place, the budget used and the next ring, in one transaction.

Nothing is written for a worker that no longer holds the run.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from apps.billing import budgets
from apps.core import doorbell
from apps.core.errors import Refused
from apps.runner import claim, deeds, limits
from apps.runner.architectures.catalog import ARCHITECTURES
from apps.runner.claim import Held
from apps.runner.deeds import Deed
from apps.runner.models.question import Answer
from apps.runner.wishes import Ask, End, Memory, Propose, Read
from apps.runner.work import Work
from apps.runs import record
from apps.runs.models import RunState

KINDS = {Read: "tool", Ask: "model", Propose: "propose"}
TRY_AGAIN_S = 4  # doubled with each try


def down(work: Work, held: Held, deed: Deed) -> bool:
    """The step is done: go on, wait, or end."""

    def change() -> None:
        figures = deed.figures
        record.step(work.run, deed.kind, deed.title, deed.body, proposal_id=deed.proposal_id, **figures)
        _settle(work, figures)
        if deed.kind == "propose" and deed.got is None:
            _wait(work, deed)
        else:
            _go_on(work, deed)

    return _held(work, held, change)


def trouble(
    work: Work, held: Held, wish: Read | Ask | Propose, sentence: str, *, again: bool, spent: Answer | None = None
) -> bool:
    """The step came to nothing: kept as one that failed, with what it cost; tried again, or it ends the run."""

    def change() -> None:
        body: dict[str, Any] = {"failed": sentence}
        figures: dict[str, Any] = {}
        if spent is not None and isinstance(wish, Ask):
            body, figures = {**deeds.told(wish, spent), **body}, deeds.figures(work, spent)
        record.step(work.run, KINDS[type(wish)], f"{wish.title}: not done", body, **figures)
        _settle(work, figures)
        if not again:
            record.end(work.run, RunState.FAILED, sentence)
            return
        memory = work.memory.model_copy(update={"tries": work.memory.tries + 1, "takes": 0})
        record.go_on(work.run, dumped(memory), due_s=TRY_AGAIN_S * 2**work.memory.tries)

    return _held(work, held, change)


def end(work: Work, held: Held, ended: End) -> bool:
    """The run is over without another step."""

    def change() -> None:
        budgets.release(work.reservation)
        record.end(work.run, ended.state, ended.outcome)

    return _held(work, held, change)


def put_off(work: Work, held: Held) -> bool:
    """Nothing was done, for the agent is paused: look again in a while."""

    def change() -> None:
        budgets.release(work.reservation)
        record.go_on(work.run, dumped(work.memory), due_s=claim.PAUSED_AGAIN_S)

    return _held(work, held, change) and False


def dumped(memory: Memory) -> dict[str, Any]:
    return memory.model_dump(mode="json")


def _held(work: Work, held: Held, change: Callable[[], None]) -> bool:
    with transaction.atomic():
        if not claim.still(work.run, held):
            return False
        change()
    return True


def _wait(work: Work, deed: Deed) -> None:
    """Rings at once: the proposal may have been settled before the run could say that it waits."""
    memory = work.memory.model_copy(update={"waits_for": deed.proposal_id, "tries": 0, "takes": 0})
    assert deed.proposal_id is not None
    record.wait_for(work.run, deed.proposal_id, memory=dumped(memory))
    doorbell.ring("run", work.run.pk, workspace=work.run.workspace_id)


def _go_on(work: Work, deed: Deed) -> None:
    architecture = ARCHITECTURES[work.definition.architecture]
    assert deed.got is not None
    try:
        memory = architecture.fold(work.definition, work.memory, deed.got)
        wish = architecture.wish(work.definition, memory)
    except Refused as why:
        wish = End(RunState.FAILED, str(why))
    if isinstance(wish, End):
        record.end(work.run, wish.state, wish.outcome)
        return
    record.go_on(work.run, dumped(memory))
    doorbell.ring("run", work.run.pk, workspace=work.run.workspace_id)


def _settle(work: Work, figures: dict[str, Any]) -> None:
    """What a step used is used; one that came to nothing, or that nobody answered, gives back what was set aside."""
    if not figures:
        budgets.release(work.reservation)
        return
    workspace, scopes = work.run.workspace_id, limits.scopes(work)
    budgets.settle(work.reservation, limits.used(figures), workspace=workspace, scopes=scopes)
