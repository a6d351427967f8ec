"""Ceilings beside policy: the rung that an agent stands on, the risk table, and what lies above the workspace's agents.

Each is named in the decision with its reason, and the strictest of them and of policy holds.
"""

from functools import cache
from typing import Literal, TypeAlias

from apps.connectors.contract import Risk
from apps.policies.decision import Ceiling, Outcome, Requirement
from apps.policies.question import Question
from apps.policies.rule import Frozen

Rung: TypeAlias = Literal["off", "suggest", "approve", "auto"]
RUNGS: tuple[Rung, ...] = ("off", "suggest", "approve", "auto")  # lowest first
LADDER, RISK, PROVENANCE = "ladder", "risk", "provenance"
ABOVE = {"organisation": "The organisation", "plan": "The plan", "workspace": "The workspace"}
REASONS: dict[Rung, str] = {
    "off": "The agent is switched off.",
    "suggest": "The agent may only suggest.",
    "approve": "The agent acts after somebody signed.",
    "auto": "The agent may act by itself where policy lets it.",
}
ALLOWED: dict[Rung, str] = {
    "off": "the agent does none of this.",
    "suggest": "the agent may only suggest.",
    "approve": "the agent acts after somebody signed.",
    "auto": "the agent may act by itself where policy lets it.",
}
ALLOWS: dict[Rung, str] = {
    "off": "lets agents do none of this.",
    "suggest": "lets agents only suggest this.",
    "approve": "lets agents do this only after somebody signed.",
    "auto": "sets no limit to this.",
}


class Stand(Frozen):
    """Where an agent stands for one kind of action and one person who asks, and the limits above it."""

    rung: Rung
    where: str = ""  # "Refunds in Stripe, asked by Support leads"; empty: the agent's own rung
    organisation: Rung = "auto"
    plan: Rung = "auto"
    workspace: Rung = "auto"


class Default(Frozen):
    """One line of the risk table: what is asked of people until the ladder says Auto."""

    outcome: Outcome
    reason: str
    people: int = 0
    admins: bool = False  # one of them an admin
    opens: bool = True  # to an agent that was raised to Auto


DEFAULTS: dict[Risk, Default] = {
    Risk.LOW: Default(outcome=Outcome.SUGGEST, reason="Low risk: it is written out, and somebody applies it."),
    Risk.MEDIUM: Default(outcome=Outcome.APPROVE, reason="Medium risk: one person confirms what is shown.", people=1),
    Risk.HIGH: Default(outcome=Outcome.APPROVE, reason="High risk: two people sign.", people=2),
    Risk.CRITICAL: Default(
        outcome=Outcome.APPROVE, reason="Critical: two people sign and an admin is one of them, whatever the rung.",
        people=2, admins=True, opens=False,
    ),
}  # fmt: skip


def ladder(rung: Rung, question: Question, where: str = "") -> tuple[Ceiling, ...]:
    """What the agent's rung allows; nothing is said of an undo, and of reading only that the agent is off."""
    reason = f"{where}: {ALLOWED[rung]}" if where else REASONS[rung]
    return (_rung(rung, reason),) if _speaks(rung, question) else ()


def beside(stand: Stand, question: Question, admins: str) -> tuple[Ceiling, ...]:
    """All ceilings of an agent's action. The risk table comes first: where policy asks nobody, its people are asked."""
    table = () if question.undoing or question.verb.reads else (_of_risk(question.risk, stand.rung, admins),)
    limits: tuple[tuple[str, Rung], ...] = (
        ("organisation", stand.organisation), ("plan", stand.plan), ("workspace", stand.workspace),
    )  # fmt: skip
    above = tuple(_above(name, rung) for name, rung in limits if _speaks(rung, question))
    return (*table, *ladder(stand.rung, question, stand.where), *above, *from_outside(question))


def from_outside(question: Question) -> tuple[Ceiling, ...]:
    """What came from outside text alone always meets a person: a letter may be read, never obeyed."""
    said = question.facts.origins
    outside = [path.partition(".")[0].replace("_", " ") for path, origin in said.items() if origin == "outside"]
    if not outside or question.undoing:
        return ()
    named = ", ".join(f"“{name}”" for name in dict.fromkeys(outside))
    reason = f"What stands in {named} came from outside text alone, so a person looks at it."
    asked = Requirement(people=1, rule_id=PROVENANCE, sentence=reason)
    return (Ceiling(name=PROVENANCE, outcome=Outcome.APPROVE, reason=reason, requirements=(asked,)),)


def _speaks(rung: Rung, question: Question) -> bool:
    return not question.undoing and (rung == "off" or not question.verb.reads)


@cache
def _rung(rung: Rung, reason: str) -> Ceiling:
    return Ceiling(name=LADDER, outcome=outcome_of(rung), reason=reason, requirements=_one(LADDER, rung, reason))


@cache
def _above(name: str, rung: Rung) -> Ceiling:
    reason = f"{ABOVE[name]} {ALLOWS[rung]}"
    return Ceiling(name=name, outcome=outcome_of(rung), reason=reason, requirements=_one(name, rung, reason))


@cache
def _of_risk(risk: Risk, rung: Rung, admins: str) -> Ceiling:
    default = DEFAULTS[risk]
    if default.opens and rung == "auto":
        reason = f"{risk.capitalize()} risk: the agent was raised to act by itself."
        return Ceiling(name=RISK, outcome=Outcome.AUTO, reason=reason)
    asked = [Requirement(people=default.people, rule_id=RISK, sentence=default.reason)] if default.people else []
    if default.admins:
        asked.append(Requirement(people=1, groups=(admins,), rule_id=RISK, sentence=default.reason))
    return Ceiling(name=RISK, outcome=default.outcome, reason=default.reason, requirements=tuple(asked))


def outcome_of(rung: Rung) -> Outcome:
    return Outcome.DENY if rung == "off" else Outcome(rung)


def _one(name: str, rung: Rung, reason: str) -> tuple[Requirement, ...]:
    return (Requirement(people=1, rule_id=name, sentence=reason),) if rung == "approve" else ()


def lowest(*rungs: Rung) -> Rung:
    return min(rungs, key=RUNGS.index)


def highest(*rungs: Rung) -> Rung:
    return max(rungs, key=RUNGS.index)
