"""Conditions in a row: "on Fridays after 15:00 or on weekends". What stands together binds tighter than "or".

Where that can be read two ways, both are kept: a sentence that restricts takes the one that catches more, one that
loosens the one that catches less.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from apps.policies.language.acts import ONE_DOING, Act
from apps.policies.language.build_joins import OWN, joined
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import AT_END, Cond
from apps.policies.rule import AnyOf, Attribute, EveryOf, Tagged, tests_in

TIMES = frozenset({"clock", "weekday", "working hours", "before", "yearly", "freeze"})


class OrElse(NamedTuple):
    """`… or on weekends`"""

    cond: Cond


class AndAlso(NamedTuple):
    """`… and in production`"""

    cond: Cond


Row: TypeAlias = Sequence[Cond | OrElse | AndAlso]


def gathered(row: Row) -> tuple[Cond, ...]:
    """The conditions that must all hold."""
    groups: list[list[Cond]] = [[]]
    for part in row:
        if isinstance(part, OrElse) and groups[-1]:
            groups.append([part.cond])
            continue
        if isinstance(part, AndAlso) and groups[-1]:
            _no_two_times(groups[-1][-1], part.cond)
        groups[-1].append(part if isinstance(part, Cond) else part.cond)
    return _tight(groups) or (_both_ways(groups),) if len(groups) > 1 else tuple(groups[0])


def all_of(row: Row) -> Cond:
    return joined(list(gathered(row)), EveryOf)


def _tight(groups: Sequence[Sequence[Cond]]) -> tuple[Cond, ...]:
    """`in production on Fridays or on weekends`: alternatives of one sort, among others that are of none such."""
    before, alternatives, after = _around_or(groups)
    sorts = set(map(_sort, alternatives))
    if len(sorts) > 1 or sorts & set(map(_sort, (*before, *after))):
        return ()
    return (*before, joined(_in_one_zone(alternatives), AnyOf), *after)


def _in_one_zone(times: list[Cond]) -> list[Cond]:
    """`before 8 or after 21 for the recipient`: a zone behind the last is that of all."""
    if getattr(times[-1].condition, "whose", "") != "recipient":
        return times
    zoned = {"whose": "recipient"}
    return [
        each._replace(condition=each.condition.model_copy(update=zoned)) if hasattr(each.condition, "whose") else each
        for each in times
    ]


def _both_ways(groups: Sequence[Sequence[Cond]]) -> Cond:
    before, alternatives, after = _around_or(groups)
    broad = joined([joined(list(group), EveryOf) for group in groups], AnyOf)
    narrow = joined([*before, joined(alternatives, AnyOf), *after], EveryOf)
    return broad._replace(narrow=narrow.condition)


def _around_or(groups: Sequence[Sequence[Cond]]) -> tuple[list[Cond], list[Cond], list[Cond]]:
    """What stands before the alternatives, they themselves, and what stands behind each."""
    first, *others = groups
    return list(first[:-1]), [first[-1], *(group[0] for group in others)], [c for group in others for c in group[1:]]


def _sort(cond: Cond) -> str:
    test = tests_in(cond.condition)[0]
    if test.kind in TIMES:
        return "time"
    return test.family if isinstance(test, Tagged) else test.kind


def _no_two_times(one: Cond, two: Cond) -> None:
    if _sort(one) == _sort(two) == "time":
        raise NotUnderstood(
            "Two times with “and” can mean both or either; say “or”, or leave the “and” out.", pointer=AT_END
        )


def no_other_doing(act: Act, parts: Sequence[Any]) -> None:
    """`muting or snoozing a monitor`: the second is done as well, and is nothing that the first would be."""
    test = parts[0].cond.condition if parts and isinstance(parts[0], OrElse | AndAlso) else None
    said = test.values if isinstance(test, Attribute) and test.of == OWN and not test.name else ()
    if said and _is_doing(act) and all(ONE_DOING.fullmatch(value.partition(" ")[0]) for value in said):
        raise NotUnderstood("Say for each one what is done, or write two sentences.", pointer=act.at)


def _is_doing(act: Act) -> bool:
    return bool(act.doing) or (act.unlisted and bool(ONE_DOING.fullmatch(str(act.target.deed).partition(" ")[0])))
