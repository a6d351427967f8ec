"""Where each step of a sentence begins and ends: its own limits, and the ends that its neighbours set."""

from typing import NamedTuple

from apps.core.money import Money
from apps.policies.language.build_limits import LIMIT_FITS, Limits, in_order
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Approval, Cond, Doing
from apps.policies.rule import Amount, AnyOf, Effect, Op, tests_in

COMPLEMENT = {Op.UP_TO: Op.OVER, Op.UNDER: Op.AT_LEAST, Op.OVER: Op.UP_TO, Op.AT_LEAST: Op.UNDER}
NO_STEPS = "Say for each step up to or from which amount, in rising order."


class Again(NamedTuple):
    """A limit that names once more what is done."""

    deed: str
    limits: Limits


class Step(NamedTuple):
    limits: Limits  # empty: from where the step before ended
    effect: Effect
    approval: Approval
    besides: bool = False  # what an open step before asks is asked here as well
    beyond: bool = False  # beyond a number, an age or a total


def bounded(steps: list[Step]) -> list[Limits]:
    """Each step's limits with the ends that its neighbours set."""
    found: list[Limits] = []
    for at, step in enumerate(steps):
        low = [each for each in step.limits if LIMIT_FITS[each[0]] > 0]
        high = [each for each in step.limits if LIMIT_FITS[each[0]] < 0]
        if not low and at:
            low = _after(found[-1])
        if not high and at + 1 < len(steps) and not steps[at + 1].besides:
            high = _before(steps[at + 1].limits)
        limits = [*low, *high]
        if not limits and not (at == 0 and len(steps) > 1 and steps[1].besides):
            raise NotUnderstood(NO_STEPS)
        in_order(limits)
        if at and not step.besides and not _rises(found[-1], limits):
            raise NotUnderstood(NO_STEPS)
        found.append(limits)
    return found


def _after(limits: Limits) -> Limits:
    """From where these end."""
    ends = [(COMPLEMENT[op], value) for op, value in limits if LIMIT_FITS[op] < 0]
    if not ends:
        raise NotUnderstood(NO_STEPS)
    return ends


def _before(limits: Limits) -> Limits:
    return [(COMPLEMENT[op], value) for op, value in limits if LIMIT_FITS[op] > 0][:1]


def _rises(before: Limits, after: Limits) -> bool:
    ends = [value for op, value in before if LIMIT_FITS[op] < 0]
    begins = [value for op, value in after if LIMIT_FITS[op] > 0]
    if not ends or not begins:
        return False
    return bool(ends[0].currency == begins[0].currency and ends[0].amount <= begins[0].amount)


def limits_of(doing: Doing, *, needed: bool = True) -> tuple[Limits, tuple[Cond, ...]]:
    """The amounts among the conditions of what is done, and the other conditions."""
    limits: Limits = []
    others: list[Cond] = []
    for cond in doing.conds:
        tests = tests_in(cond.condition)
        if all(isinstance(t, Amount) for t in tests) and not isinstance(cond.condition, AnyOf) and not limits:
            limits = [(test.op, Money(test.amount, test.currency)) for test in tests if isinstance(test, Amount)]
        else:
            others.append(cond)
    if needed and not limits:
        raise NotUnderstood(NO_STEPS)
    return limits, tuple(others)
