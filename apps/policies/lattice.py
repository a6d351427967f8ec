"""The order of outcomes, and how several verdicts become one: the strictest holds, and nothing asked is forgotten."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from apps.policies.decision import STRICTNESS, Ceiling, Decision, Outcome

Line = TypeVar("Line", bound=Hashable)


def strictest(decisions: Iterable[Decision]) -> Decision:
    """One decision for all actions of a proposal: the strictest outcome, every requirement once."""
    given = tuple(decisions)
    if not given:
        raise ValueError("There is no action to decide about.")
    if len(given) == 1 and _says_all_once(given[0]):
        return given[0]
    return Decision(
        outcome=strictest_of(each.outcome for each in given),
        requirements=_once(line for each in given for line in each.requirements),
        matched=_once(line for each in given for line in each.matched),
        ceilings=_once(line for each in given for line in each.ceilings),
        owed=_once(line for each in given for line in each.owed),
        notes=_once(line for each in given for line in each.notes),
    )


def strictest_of(outcomes: Iterable[Outcome]) -> Outcome:
    return max(outcomes, key=STRICTNESS.__getitem__)


def under(decision: Decision, ceilings: Sequence[Ceiling]) -> Decision:
    """The decision below each ceiling; all of them are named in it."""
    outcome, requirements = decision.outcome, decision.requirements
    for ceiling in ceilings:
        if outcome == Outcome.AUTO and ceiling.outcome == Outcome.APPROVE:
            requirements += ceiling.requirements
        outcome = strictest_of((outcome, ceiling.outcome))
    return Decision(
        outcome=outcome,
        requirements=requirements,
        matched=decision.matched,
        ceilings=(*decision.ceilings, *ceilings),
        owed=decision.owed,
        notes=decision.notes,
    )


def _says_all_once(decision: Decision) -> bool:
    """Whether there is at most one of each, so that nothing can stand there twice."""
    lists = (decision.requirements, decision.matched, decision.ceilings, decision.owed, decision.notes)
    return all(len(lines) < 2 for lines in lists)


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(lines))
