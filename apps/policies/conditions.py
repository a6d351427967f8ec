"""Conditions taken apart and put together again."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from apps.policies.rule import AnyOf, Clause, Computed, Condition, EveryOf, Native, Not

Change: TypeAlias = Callable[[Native | Computed], Native | Computed]  # of a single test


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """What must hold at once: the condition itself, where it is one thing; nothing for none."""
    return condition.of if isinstance(condition, EveryOf) else (condition,) if condition else ()


def every(parts: Sequence[Condition]) -> Condition:
    """All of these at once, one of them at least, each said once."""
    flat = tuple(dict.fromkeys(each for part in parts for each in parts_of(part)))
    return EveryOf(of=flat) if len(flat) > 1 else flat[0]


def retold(clause: Clause, change: Change) -> Clause:
    """The clause with each single test of its condition changed."""
    return clause.model_copy(update={"condition": clause.condition and _retold(clause.condition, change)})


def _retold(condition: Condition, change: Change) -> Condition:
    if isinstance(condition, EveryOf | AnyOf):
        return condition.model_copy(update={"of": tuple(_retold(part, change) for part in condition.of)})
    return Not(test=change(condition.test)) if isinstance(condition, Not) else change(condition)
