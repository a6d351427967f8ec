"""Conditions joined by and, or, and commas."""

from collections.abc import Iterable, Sequence
from typing import Any

from apps.policies.language.acts import Acts
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, OfObject
from apps.policies.language.verbs import names_a_doing
from apps.policies.rule import (
    AnyOf,
    Condition,
    EveryOf,
    IsDeed,
    Tagged,
)

OWN = "record"


class InBrackets(Cond):
    """What stands in brackets behind a name: it says what an adjective before it means."""

    __slots__ = ()


def defined(acts: Acts, parts: Sequence[Any]) -> tuple[Acts, list[Any]]:
    """`bulk deletions (100 records or more)`: those that are bulk, or that many; where that loosens, both."""
    brackets = [part for part in parts if isinstance(part, InBrackets)]
    kinds = [each for each in acts[0].conds if isinstance(each.condition, Tagged) and each.condition.family == "kind"]
    if len(brackets) != 1 or len(acts) != 1 or len(kinds) != 1:
        return acts, list(parts)
    either, both = (joined([*kinds, *brackets], join) for join in (AnyOf, EveryOf))
    others = [part for part in parts if part is not brackets[0]]
    kept = tuple(each for each in acts[0].conds if each is not kinds[0])
    return (acts[0].model_copy(update={"conds": kept}),), [*others, either._replace(narrow=both.condition)]


def done_to_that(acts: Acts, parts: Sequence[Any]) -> None:
    """`the extension of a lease`: a deed of its own, and no kind of extension of whatever."""
    doing = acts[-1].bare or (acts[-1].unlisted and names_a_doing(acts[-1].target.deed))
    if doing and parts and isinstance(parts[0], OfObject):
        raise NotUnderstood("Say it as one thing that is done.", pointer=acts[-1].at)


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
    deeds = [part for part in parts if isinstance(part, IsDeed)]
    if join is AnyOf and len(deeds) > 1:  # the action is one of all these
        one = IsDeed(targets=tuple(dict.fromkeys(target for each in deeds for target in each.targets)))
        parts = dict.fromkeys(one if part is deeds[0] else part for part in parts if part not in deeds[1:])
    return join(of=tuple(parts)) if len(parts) > 1 else next(iter(parts))


def as_one_list(cond: Cond) -> Cond:
    """`in A, or in B` is `in A or B`: one test of several names."""
    parts = cond.condition.of if isinstance(cond.condition, AnyOf) else ()
    tagged = [part for part in parts if isinstance(part, Tagged)]
    if cond.narrow or not tagged or len(tagged) < len(parts) or len({part.family for part in tagged}) > 1:
        return cond
    names = dict.fromkeys(name for part in tagged for name in part.names)
    return Cond(Tagged(family=tagged[0].family, names=tuple(names)), cond.deeds)


def or_of_that_kind(deed: Cond, acts: Acts) -> Cond:
    """What an exception names in words that nobody listed is done, or it is what it is done to: accounts on hold."""
    kinds = [Tagged(family="kind", names=(act.target.deed,)) for act in acts if act.unlisted]
    return joined([deed, *map(cond, kinds)], AnyOf)
