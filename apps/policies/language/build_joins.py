"""Conditions joined by and, or, and commas."""

from apps.policies.language.build_names import Nodes
from apps.policies.language.meaning import Cond
from apps.policies.rule import (
    AnyOf,
    Condition,
    EveryOf,
)

OWN = "record"


def cond(test: Condition) -> Cond:
    return Cond(test)


def joined(conds: Nodes, join: type[EveryOf | AnyOf]) -> Cond:
    deeds = frozenset(deed for each in conds for deed in each.deeds)
    parts: dict[Condition, None] = {}
    for each in conds:
        inner = each.condition
        parts |= dict.fromkeys(inner.of if isinstance(inner, join) else (inner,))
    only = tuple(parts)
    return Cond(join(of=only) if len(only) > 1 else only[0], deeds)
