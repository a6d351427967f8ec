"""Conditions in words: short behind the thing where they fit, spelled out behind "when" otherwise."""

from collections.abc import Iterable

from apps.core.money import exponent
from apps.policies.rule import Amount, AnyOf, Clause, Condition, Count, EveryOf, Fields, Op, Recipients

OPS = {Op.OVER: "over", Op.UP_TO: "up to", Op.UNDER: "under", Op.AT_LEAST: "at least"}
WHO = {
    "outside": "anyone outside our domains",
    "inside": "anyone inside our domains",
    "only inside": "only people inside our domains",
}
RECIPIENT = {
    "outside": "a recipient is outside our domains",
    "inside": "a recipient is inside our domains",
    "only inside": "every recipient is inside our domains",
}


def short(clause: Clause, *, noun: bool = False) -> str:
    """` over 75 USD` behind a single thing; nothing where the condition has to be spelled out."""
    if len(clause.targets) > 1 or clause.condition is None:
        return ""
    if limit := _limit(clause.condition):
        of = " of" if noun and limit.startswith(OPS[Op.AT_LEAST]) else ""
        return f"{of} {limit}"
    target = clause.targets[0]
    fits = target.deed == "messages" and not target.connectors and not clause.undoing
    if isinstance(clause.condition, Recipients) and fits:
        return f"{' to' if noun else ''} {WHO[clause.condition.which]}"
    return ""


def spelled(condition: Condition) -> str:
    """`the amount is over 75 USD and every recipient is inside our domains`"""
    if test := _test(condition):
        return test
    if isinstance(condition, EveryOf):
        return _joined((_test(part) or f"either {_joined(_tests(part), 'or')}" for part in condition.of), "and")
    if isinstance(condition, AnyOf):
        return _joined((_test(part) or f"both {_joined(_tests(part), 'and')}" for part in condition.of), "or")
    raise AssertionError(condition)


def _tests(condition: Condition) -> Iterable[str]:
    return map(_test, condition.of) if isinstance(condition, EveryOf | AnyOf) else (_test(condition),)


def _test(condition: Condition) -> str:
    """One test in words; empty for what joins several."""
    if limit := _limit(condition):
        return f"the amount is {limit}"
    if isinstance(condition, Recipients):
        return RECIPIENT[condition.which]
    if isinstance(condition, Count):
        return f"{_counted(condition)} {'record' if condition.number == 1 else 'records'} change"
    if isinstance(condition, Fields):
        return _fields(condition)
    return ""


def _limit(condition: Condition) -> str:
    """`over 75 USD`, `from 75 USD to 100 USD`; empty for anything but money."""
    if isinstance(condition, Amount):
        return f"{OPS[condition.op]} {_money(condition)}"
    if not isinstance(condition, EveryOf) or len(condition.of) != 2:
        return ""
    low, high = condition.of
    if not isinstance(low, Amount) or not isinstance(high, Amount) or low.currency != high.currency:
        return ""
    fits = (low.op, high.op) == (Op.AT_LEAST, Op.UP_TO) and low.amount < high.amount
    return f"from {_money(low)} to {_money(high)}" if fits else ""


def _money(amount: Amount) -> str:
    """`1,250 USD`; cents only where there are some."""
    places = exponent(amount.currency)
    whole, cents = divmod(amount.amount, 10**places)
    return f"{whole:,}{f'.{cents:0{places}d}' if cents else ''} {amount.currency}"


def _counted(count: Count) -> str:
    return f"{'more than' if count.op == Op.OVER else OPS[count.op]} {count.number:,}"


def _fields(fields: Fields) -> str:
    names = [f'"{name}"' for name in fields.names]  # always: a field need not be in the vocabulary
    one = len(names) == 1
    if fields.which == "only":
        return f"only the {'field' if one else 'fields'} {_joined(names, 'and')} {'changes' if one else 'change'}"
    return f"the field {names[0]} changes" if one else f"any of the fields {_joined(names, 'and')} changes"


def _joined(parts: Iterable[str], word: str) -> str:
    *most, last = parts
    return f"{', '.join(most)} {word} {last}" if most else last
