"""Of two readings that differ in breadth alone, the stricter one: "confidential files" are files, or any such data."""

from apps.policies.conditions import retold
from apps.policies.rule import Clause, Effect, Listed, Rule, Tagged, Target, Total, tests_in


def stricter(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The one reading that is as strict as every other; all of them where none is."""
    for rule in rules:
        if all(_as_strict(rule, other) for other in rules):
            return (rule,)
    return rules


def either(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Where readings name what is done in other words alone, and limit it: whatever any of them names."""
    first = rules[0].clauses[0]
    if any(len(rule.clauses) > 1 or not _limits_alike(rule.clauses[0], first) for rule in rules):
        return rules
    targets = tuple(dict.fromkeys(target for rule in rules for target in rule.clauses[0].targets))
    return (rules[0].model_copy(update={"clauses": (first.model_copy(update={"targets": targets}),)}),)


def _limits_alike(one: Clause, other: Clause) -> bool:
    sums = any(isinstance(test, Total) for test in tests_in(one.condition))
    return one.effect is not Effect.AUTO and not sums and one.model_copy(update={"targets": other.targets}) == other


def _as_strict(rule: Rule, other: Rule) -> bool:
    pairs = zip(rule.clauses, other.clauses, strict=False)
    return len(rule.clauses) == len(other.clauses) and all(_clause(one, two) for one, two in pairs)


def _clause(one: Clause, two: Clause) -> bool:
    """The same but for its targets: what restricts names fewer objects, what lets names more of them."""
    same = _one_name(one) == _one_name(two).model_copy(update={"targets": one.targets})
    if not same or len(one.targets) != len(two.targets):
        return False
    narrow, wide = (one, two) if one.effect is Effect.AUTO else (two, one)
    return all(
        inner == outer or inner.model_copy(update={"objects": ()}) == outer or _within(inner, outer)
        for inner, outer in zip(narrow.targets, wide.targets, strict=True)
    )


def _within(inner: Target, outer: Target) -> bool:
    """A change of a thing is one way to write to it."""
    return inner.deed == "changes" and bool(inner.objects) and inner.model_copy(update={"deed": "write"}) == outer


def _one_name(clause: Clause) -> Clause:
    """A list that is named like a place is told as that place is: sanctioned countries."""
    return retold(clause, lambda test: Tagged(family="place", names=(test.list,)) if isinstance(test, Listed) else test)
