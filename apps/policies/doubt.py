"""What could leave a condition in doubt. Where nothing does, what surely holds and what may hold are the same."""

from typing import Any, TypeAlias

from apps.policies.rule import Amount, Clause, Condition, tests_in

FAMILIES = {"amount": "money", "recipients": "recipients", "fields": "fields", "count": "count"}
Doubt: TypeAlias = tuple[str, str]  # a family, and the currency it must be in; no family: always in doubt


def doubts(clause: Clause) -> frozenset[Doubt]:
    """Each thing that must be told before the clause's condition can be. A test that is not listed never is."""
    return frozenset(_of(test) for test in tests_in(clause.condition))


def in_doubt(doubt: Doubt, context: dict[str, Any]) -> bool:
    family, currency = doubt
    if not family or context[family]["state"] == "unknown":
        return True
    return bool(currency and context[family]["state"] == "known" and context[family]["currency"] != currency)


def _of(test: Condition) -> Doubt:
    return FAMILIES.get(test.kind, ""), test.currency if isinstance(test, Amount) else ""
