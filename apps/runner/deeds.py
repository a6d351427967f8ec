"""Granting one wish: the only place where a hosted agent touches anything, and always through the spine.

Only workers import this module: it loads the models.
"""

from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.actions import propose, read
from apps.billing import budgets
from apps.connectors.contract import JsonDict
from apps.core import ids
from apps.core.canonical import digest
from apps.runner import limits
from apps.runner.models import route
from apps.runner.models.question import Answer, Foreseen
from apps.runner.wishes import Ask, Outcome, Propose, Read, Wish
from apps.runner.work import Work

MODEL_TIMEOUT_S = 60
NOTHING = Foreseen()


@dataclass(frozen=True)
class Deed:
    """What was done, as its step will tell; `got` is what the architecture goes on with."""

    kind: str  # model, tool, propose
    title: str
    body: JsonDict
    got: JsonDict | Outcome | None = None
    proposal_id: UUID | None = None
    figures: dict[str, Any] = field(default_factory=dict)  # tokens, cost and time


def lease_s(wish: Wish | None) -> float:
    """How long granting this wish may take before somebody else may take it up: longer than any call in it."""
    call, grace = settings.COUNTERSIGN_CALL_TIMEOUT_S, settings.COUNTERSIGN_GRACE_S
    if isinstance(wish, Ask):
        return float(MODEL_TIMEOUT_S + grace)
    calls = len(wish.calls) if isinstance(wish, Propose) else 1
    return float(max(settings.COUNTERSIGN_LEASE_S, 2 * calls * call + grace))


def do(work: Work, wish: Read | Ask | Propose) -> Deed:
    """Grant the wish. Raises Refused, with the sentence that becomes the run's own."""
    began = monotonic()
    deed = _granted(work, wish)
    deed.figures["ms"] = round(1000 * (monotonic() - began))
    return deed


def _granted(work: Work, wish: Read | Ask | Propose) -> Deed:
    if isinstance(wish, Read):
        return _read(work, wish)
    return _ask(work, wish) if isinstance(wish, Ask) else _propose(work, wish)


def _read(work: Work, wish: Read) -> Deed:
    _reserve(work, wish)
    run = work.run
    reading = read.read(work.call(wish.call), agent=run.agent, asker=work.asker, run=run, asker_named=run.asker_named)
    body = {
        "tool": wish.call.tool, "over": wish.call.use, "arguments": wish.call.arguments, "result": reading.result,
        "action": ids.say("action", reading.action_id), "outside_text": reading.outside_text,
        "outside_fields": reading.outside_fields,
    }  # fmt: skip
    return Deed("tool", wish.title, body, got=reading.result)


def _ask(work: Work, wish: Ask) -> Deed:
    model = route.to(work.definition.model)
    _reserve(work, wish, model.foresee(wish))
    said = model.answer(wish, timeout_s=MODEL_TIMEOUT_S)
    return Deed("model", wish.title, told(wish, said), got=said.values, figures=figures(work, said))


def told(wish: Ask, said: Answer) -> JsonDict:
    """What a model call's step keeps."""
    return {
        "model": said.model, "slot": wish.slot, "messages": said.messages, "answer": said.values,
        "schema": digest(wish.answer), "price_list": said.price_list,
    }  # fmt: skip


def figures(work: Work, said: Answer) -> dict[str, Any]:
    return {**said.figures, "prompt_version": work.definition.prompt_version}


@transaction.atomic
def _reserve(work: Work, wish: Wish, model: Foreseen = NOTHING) -> None:
    """Set aside the most that this step may use, once. Raises OverCap."""
    amounts = limits.worst_case(lease_s(wish), model)
    workspace = work.run.workspace_id
    budgets.reserve(workspace=workspace, action=work.reservation, scopes=limits.scopes(work), amounts=amounts)


def _propose(work: Work, wish: Propose) -> Deed:
    """The key names the run and the step, so that a step taken twice proposes once."""
    _reserve(work, wish)
    run = work.run
    proposal = propose.propose(
        [work.call(call) for call in wish.calls], agent=run.agent, asker=work.asker, asker_named=run.asker_named,
        run=run, key=work.key, goal=run.goal,
    )  # fmt: skip
    body = {
        "proposal": ids.say("proposal", proposal.pk), "title": proposal.title,
        "actions": [{"tool": call.tool, "over": call.use, "arguments": call.arguments} for call in wish.calls],
    }  # fmt: skip
    return Deed("propose", wish.title, body, proposal_id=proposal.pk)
