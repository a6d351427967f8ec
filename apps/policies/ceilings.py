"""Ceilings beside policy. First of them the ladder: the rung that an agent stands on."""

from functools import cache
from typing import Literal, TypeAlias

from apps.policies.decision import Ceiling, Outcome, Requirement
from apps.policies.question import Question

Rung: TypeAlias = Literal["off", "suggest", "approve", "auto"]
LADDER = "ladder"
REASONS: dict[Rung, str] = {
    "off": "The agent is switched off.",
    "suggest": "The agent may only suggest.",
    "approve": "The agent acts after somebody signed.",
    "auto": "The agent may act by itself where policy lets it.",
}


def ladder(rung: Rung, question: Question) -> tuple[Ceiling, ...]:
    """What the agent's rung allows; nothing is said of an undo, and of reading only that the agent is off."""
    if question.undoing or (question.verb.reads and rung != "off"):
        return ()
    return (_rung(rung),)


@cache
def _rung(rung: Rung) -> Ceiling:
    outcome = Outcome.DENY if rung == "off" else Outcome(rung)
    signed = (Requirement(people=1, rule_id=LADDER, sentence=REASONS["approve"]),) if rung == "approve" else ()
    return Ceiling(name=LADDER, outcome=outcome, reason=REASONS[rung], requirements=signed)
