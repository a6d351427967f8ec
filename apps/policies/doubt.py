"""What could leave a condition in doubt. Where nothing does, what surely holds and what may hold are the same."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from apps.policies.cedar import FAMILIES
from apps.policies.rule import Amount, AnyOf, Clause, Condition, EveryOf, Not
from apps.policies.told.key import key


class Doubt(NamedTuple):
    """A family and the currency it must be in, or a test that is told before; a turned one minds that there is none."""

    name: str
    currency: str = ""
    turned: bool = False


ANY = Doubt("")  # of a condition in Cedar: both of its forms are asked


def doubts(clause: Clause) -> frozenset[Doubt]:
    """Each thing that must be told before the clause's condition can be."""
    if clause.code:
        return frozenset({ANY})
    return frozenset(_of(clause.condition)) if clause.condition else frozenset()


def in_doubt(doubt: Doubt, context: Mapping[str, Any]) -> bool:
    if doubt == ANY:
        return True
    said = context[doubt.name]
    state = said if isinstance(said, str) else said["state"]
    if state == "unknown" or (doubt.turned and state == "none"):
        return True
    return bool(doubt.currency and state == "known" and said["currency"] != doubt.currency)


def _of(condition: Condition) -> Iterator[Doubt]:
    if isinstance(condition, EveryOf | AnyOf):
        for part in condition.of:
            yield from _of(part)
        return
    test = condition.test if isinstance(condition, Not) else condition
    name = FAMILIES.get(test.kind) or key(test)
    yield Doubt(name, test.currency if isinstance(test, Amount) else "", isinstance(condition, Not))
