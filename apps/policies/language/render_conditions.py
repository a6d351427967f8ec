"""Conditions in words: short behind the thing where they fit, spelled out behind "when" and "unless" otherwise."""

from collections.abc import Callable, Iterable, Sequence

from apps.policies.language.render_tests import test_words
from apps.policies.language.render_words import OPS, money
from apps.policies.rule import Amount, AnyOf, Clause, Condition, EveryOf, Not, Op, Recipients, Target

WHO = {
    "outside": "anyone outside our domains",
    "inside": "anyone inside our domains",
    "only inside": "only people inside our domains",
}
Noun = Callable[[Target], str]


def short(clause: Clause, *, noun: bool = False) -> str:
    """` over 75 USD` behind a single thing; nothing where the condition has to be spelled out."""
    if len(clause.targets) > 1 or clause.condition is None:
        return ""
    if limit := _limit(clause.condition):
        of = " of" if noun and limit.startswith(OPS[Op.AT_LEAST]) else ""
        return f"{of} {limit}"
    target = clause.targets[0]
    fits = target.deed == "messages" and not target.connectors and not clause.undoing and not target.objects
    if isinstance(clause.condition, Recipients) and fits:
        return f"{' to' if noun else ''} {WHO[clause.condition.which]}"
    return ""


def spelled(condition: Condition, noun: Noun) -> str:
    """` when the amount is over 75 USD and every recipient is inside our domains, unless it is a freeze`"""
    parts = condition.of if isinstance(condition, EveryOf) else (condition,)
    plain = [part for part in parts if not isinstance(part, Not)]
    turned = [part.test for part in parts if isinstance(part, Not)]
    when = f" when {_holds(_every(plain), noun)}" if plain else ""
    unless = (
        f"{',' if plain else ''} unless {_joined((test_words(test, noun) for test in turned), 'or')}" if turned else ""
    )
    return when + unless


def sayable(condition: Condition) -> bool:
    """Whether it is joined no deeper than a sentence can say."""
    parts = condition.of if isinstance(condition, EveryOf | AnyOf) else ()
    inner = [each for part in parts if isinstance(part, EveryOf | AnyOf) for each in part.of]
    return not any(isinstance(each, EveryOf | AnyOf) for each in inner)


def _every(parts: Sequence[Condition]) -> Condition:
    return EveryOf(of=tuple(parts)) if len(parts) > 1 else parts[0]


def _holds(condition: Condition, noun: Noun) -> str:
    if test := _test(condition, noun):
        return test
    if isinstance(condition, EveryOf):
        parts = (_test(part, noun) or f"either {_joined(_tests(part, noun), 'or')}" for part in condition.of)
        return _joined(parts, "and")
    if isinstance(condition, AnyOf):
        parts = (_test(part, noun) or f"both {_joined(_tests(part, noun), 'and')}" for part in condition.of)
        return _joined(parts, "or")
    raise AssertionError(condition)


def _tests(condition: Condition, noun: Noun) -> Iterable[str]:
    parts = condition.of if isinstance(condition, EveryOf | AnyOf) else (condition,)
    return (_test(part, noun) for part in parts)


def _test(condition: Condition, noun: Noun) -> str:
    """One test in words; empty for what joins several."""
    if limit := _limit(condition):
        return f"the amount is {limit}"
    if isinstance(condition, Not):
        return f"it is not so that {test_words(condition.test, noun)}"
    return "" if isinstance(condition, EveryOf | AnyOf) else test_words(condition, noun)


def _limit(condition: Condition) -> str:
    """`over 75 USD`, `from 75 USD to 100 USD`; empty for anything but money."""
    if isinstance(condition, Amount):
        return f"{OPS[condition.op]} {money(condition.amount, condition.currency)}"
    if not isinstance(condition, EveryOf) or len(condition.of) != 2:
        return ""
    low, high = condition.of
    if not isinstance(low, Amount) or not isinstance(high, Amount) or low.currency != high.currency:
        return ""
    if low.amount >= high.amount or low.op not in (Op.AT_LEAST, Op.OVER) or high.op not in (Op.UP_TO, Op.UNDER):
        return ""
    if (low.op, high.op) == (Op.AT_LEAST, Op.UP_TO):
        return f"from {money(low.amount, low.currency)} to {money(high.amount, high.currency)}"
    return f"{OPS[low.op]} {money(low.amount, low.currency)} and {OPS[high.op]} {money(high.amount, high.currency)}"


def _joined(parts: Iterable[str], word: str) -> str:
    *most, last = parts
    return f"{', '.join(most)} {word} {last}" if most else last
