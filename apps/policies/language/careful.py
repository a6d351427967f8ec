"""Conditions in their one order, and read narrowly where they loosen."""

from collections.abc import Iterable, Sequence

from apps.core.money import Money
from apps.policies.conditions import every
from apps.policies.language.build_limits import LIMIT_FITS, in_order
from apps.policies.language.errors import NotUnderstood
from apps.policies.rule import (
    Amount,
    AnyOf,
    Condition,
    Effect,
    EveryOf,
    Fields,
    Not,
    Number,
    Op,
    Recipients,
    RiskIs,
    Share,
    tests_in,
)  # fmt: skip

WHOLE = 10_000  # a hundred per cent


def careful(parts: Iterable[Condition], effect: Effect | None) -> Condition | None:
    """All of these, exceptions last; what a sentence that loosens does not speak of must not slip through."""
    given = list(parts)
    if not given:
        return None
    condition = ordered(spread(every(given)))
    _possible(condition)
    if effect is not Effect.AUTO:
        return condition
    tests = tests_in(condition)
    if any(isinstance(test, Fields) and test.which == "any" for test in tests):
        raise NotUnderstood("Other fields would pass as well; say “when only the fields … change”.", expected=("only",))
    if _open_above(tests):
        raise NotUnderstood(
            "Higher risks would pass as well; say “when the risk is at most high”.", expected=("at most",)
        )
    return _narrow(condition)


def spread(condition: Condition) -> Condition:
    """In two levels at most, as a sentence can say it: what holds besides holds in each of several cases."""
    if not isinstance(condition, EveryOf):
        return condition
    deep = next((p for p in condition.of if isinstance(p, AnyOf) and any(isinstance(c, EveryOf) for c in p.of)), None)
    if deep is None:
        return condition
    others = [part for part in condition.of if part is not deep]
    return AnyOf(of=tuple(every([*others, case]) for case in deep.of))


def _possible(condition: Condition) -> None:
    """Amounts that hold together must leave something between them."""
    parts = condition.of if isinstance(condition, EveryOf) else ()
    limits = [(part.op, Money(part.amount, part.currency)) for part in parts if isinstance(part, Amount)]
    if len(limits) > 2:
        raise NotUnderstood("Say one range of amounts.")
    in_order(sorted(limits, key=lambda limit: LIMIT_FITS[limit[0]], reverse=True))


def ordered(condition: Condition) -> Condition:
    """What must hold before what must not."""
    if not isinstance(condition, EveryOf):
        return condition
    plain = [part for part in condition.of if not isinstance(part, Not)]
    turned = [part for part in condition.of if isinstance(part, Not)]
    return EveryOf(of=(*plain, *turned))


def _open_above(tests: Iterable[Condition]) -> bool:
    risks = [test for test in tests if isinstance(test, RiskIs)]
    return any(test.op is Op.AT_LEAST and test.level != "critical" for test in risks) and not any(
        test.op is Op.UP_TO for test in risks
    )


def _narrow(condition: Condition) -> Condition:
    if isinstance(condition, EveryOf | AnyOf):
        return condition.model_copy(update={"of": tuple(map(_narrow, condition.of))})
    if isinstance(condition, Recipients) and condition.which == "inside":
        return Recipients(which="only inside")
    return condition


def refuse_two_measures(tests: Sequence[Condition]) -> None:
    """`5% or more over the order` compares once; a per cent beside a comparison would be another's."""
    shared = any(isinstance(test, Share) and test.percent == WHOLE for test in tests)
    if shared and any(isinstance(test, Number) and test.what == "percent" for test in tests):
        raise NotUnderstood("Say of what the per cent are.")
