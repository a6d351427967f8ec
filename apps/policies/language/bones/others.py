"""The limit of all others: refunds to gold customers run up to 200 USD, for all other customers the limit is 50 USD."""

import re

from apps.policies.conditions import every, parts_of
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.render import noun
from apps.policies.language.render_words import listed
from apps.policies.rule import Amount, Clause, Condition, Effect, Number, negated

SUM = (
    r"(?:[$€£] ?|(?-i:[A-Z]{3}) )?\d(?:[\d,.]*\d)?(?: ?(?:k|m|million|thousand)\b)?"
    r"(?: ?(?:%|percent|(?-i:[A-Z]{3})\b|dollars|euros?))?"
)
WHOM = (
    r"(?:for|to|with) (?:all |any |every )?"
    r"(?:(?:the )?(?:other|remaining) [\w-]+?|others|the rest|(?:every|any)(?:one|body) else)"
)
UP_TO = r"(?:(?:the|their|this) (?:limit|maximum|amount|threshold|cap) (?:is|stands at)|up to|at most|it is|only up to)"
OTHERS = re.compile(rf"{WHOM},? {UP_TO} (?P<sum>{SUM})", re.IGNORECASE)


def for_others(base: Clause, text: str, grammar: Grammar) -> Clause | None:
    """The same up to another amount where the one condition does not hold; None where the text says something else."""
    found = OTHERS.fullmatch(text)
    limits, others = limits_of(base.condition)
    if not found or base.effect is not Effect.AUTO or len(limits) != 1 or len(others) != 1:
        return None
    nouns = listed((noun(target) for target in base.targets), "and")
    same = grammar.clause(f"{nouns} up to {found['sum']} need no approval.")
    within = limits_of(same.condition)[0] if same else ()
    return base.model_copy(update={"condition": every((*within, negated(others[0])))}) if within else None


def limits_of(condition: Condition | None) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """The amounts or per cents of a condition, and the rest of it."""
    parts = parts_of(condition)
    limits = tuple(part for part in parts if isinstance(part, Amount | Number))
    return limits, tuple(part for part in parts if part not in limits)
