"""An exception that names the thing again: apart from invoices below 50 USD, every invoice needs the Controller."""

import re
from collections.abc import Callable

from apps.policies.conditions import every, parts_of
from apps.policies.language.bones.antecedent import NARROWS, antecedents
from apps.policies.language.bones.asked import Grammar
from apps.policies.language.bones.fleshed import read_back
from apps.policies.language.step_bounds import COMPLEMENT
from apps.policies.rule import Clause, Condition, Rule, negated

EXCEPT = r"(?:apart from|except(?: for)?|with the exception of|excepting|other than|excluding|save for|aside from)"
THING = r"(?P<but>(?:[^,;:.]|[,.](?=\d))+)"
SHAPES = (
    re.compile(rf"^{EXCEPT} {THING}, (?P<main>[^;:]+)$", re.IGNORECASE),
    re.compile(rf"^(?P<main>[^;:]+?),? {EXCEPT} {THING}$", re.IGNORECASE),
)
THOSE = re.compile(r"^(?:those|the ones|ones) ", re.IGNORECASE)


def excepted(text: str, grammar: Grammar, read: Callable[[str], Rule | None]) -> Rule | None:
    """The rule without what is excepted; None where that is no narrower sort of the same."""
    found = next(filter(None, (shape.match(text) for shape in SHAPES)), None)
    base = _one(read(found["main"])) if found else None
    if not found or not base:
        return None
    for before in antecedents(found["main"]):
        but = THOSE.sub(f"{before.several()} ", found["but"])
        other = _one(read(before.again(but))) if before.names(_head(but)) else None
        more = _more(base, other) if other else None
        if more:
            narrowed = every([*parts_of(base.condition), turned(more)])
            return read_back((base.model_copy(update={"condition": narrowed}),), grammar)
    return None


def _head(what: str) -> str:
    return NARROWS.split(what, maxsplit=1)[0].split(" ")[-1]


def _more(base: Clause, other: Clause) -> Condition | None:
    """What the other says besides, where it says the same of the same."""
    same = other.model_copy(update={"condition": base.condition}) == base
    more = [each for each in parts_of(other.condition) if each not in parts_of(base.condition)]
    return every(more) if same and more else None


def _one(rule: Rule | None) -> Clause | None:
    return rule.clauses[0] if rule and len(rule.clauses) == 1 else None


def turned(condition: Condition) -> Condition:
    """Beyond a limit where it is one, and otherwise not so."""
    op = getattr(condition, "op", None)
    return condition.model_copy(update={"op": COMPLEMENT[op]}) if op in COMPLEMENT else negated(condition)
