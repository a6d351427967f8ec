"""Conditions joined by and, or, and commas."""

from collections.abc import Iterable, Sequence

from apps.policies.language.meaning import Cond
from apps.policies.rule import (
    AnyOf,
    Condition,
    EveryOf,
)

OWN = "record"


def cond(test: Condition) -> Cond:
    return Cond(test)


def joined(conds: Sequence[Cond], join: type[EveryOf | AnyOf]) -> Cond:
    deeds = frozenset(deed for each in conds for deed in each.deeds)
    broad = _flat([each.condition for each in conds], join)
    twofold = any(each.narrow for each in conds)
    return Cond(broad, deeds, _flat([each.narrow or each.condition for each in conds], join) if twofold else None)


def _flat(conditions: Iterable[Condition], join: type[EveryOf | AnyOf]) -> Condition:
    """Joined in one level; what is said twice counts once."""
    parts = dict.fromkeys(part for each in conditions for part in (each.of if isinstance(each, join) else (each,)))
    return join(of=tuple(parts)) if len(parts) > 1 else next(iter(parts))
