"""Of two readings that differ in breadth alone, the stricter one: "confidential files" are files, or any such data."""

from apps.policies.rule import Clause, Effect, Rule


def stricter(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The one reading that is as strict as every other; all of them where none is."""
    for rule in rules:
        if all(_as_strict(rule, other) for other in rules):
            return (rule,)
    return rules


def _as_strict(rule: Rule, other: Rule) -> bool:
    pairs = zip(rule.clauses, other.clauses, strict=False)
    return len(rule.clauses) == len(other.clauses) and all(_clause(one, two) for one, two in pairs)


def _clause(one: Clause, two: Clause) -> bool:
    """The same but for its objects: what restricts names fewer, what lets names more of them."""
    if one.model_copy(update={"targets": two.targets}) != two or len(one.targets) != len(two.targets):
        return False
    narrow, wide = (one, two) if one.effect is Effect.AUTO else (two, one)
    return all(
        inner == outer or inner.model_copy(update={"objects": ()}) == outer
        for inner, outer in zip(narrow.targets, wide.targets, strict=True)
    )
