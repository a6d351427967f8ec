"""Where it may be said of a record, or of an action, that it is so: its own fields first, then what is beside them."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from apps.policies.circumstances import Circumstances
from apps.policies.lemmas import lemmas, words
from apps.policies.told.asked import Asked, Told
from apps.policies.told.states import told_of

Said: TypeAlias = Mapping[str, Any]


def of_action(phrase: str, asked: Asked, *, had: bool = False) -> Told:
    """Of the action or the record that it is about; the records that it hangs on speak where it does not."""
    around = asked.around
    own = dict(around.arguments) | dict(around.record or {})
    first = told_of(phrase, (own, *_noted(around)), _names(around), had=had)
    if first is not Told.UNKNOWN:
        return first
    return told_of(phrase, (*(fields or {} for fields in around.related.values()), *_named_in(phrase, around)), had=had)


def of_related(phrase: str, of: str, fields: Said | None, asked: Asked, *, had: bool = False) -> Told:
    """Of one record that it hangs on, by its fields; else by what is noted of the action."""
    around = asked.around
    first = told_of(phrase, (fields or {},), had=had)
    if first is not Told.UNKNOWN:
        return first
    return told_of(
        phrase, (_prefixed(of, around), *_named_in(phrase, around), *_noted(around)), _names(around), had=had
    )


def _noted(around: Circumstances) -> Iterator[Said]:
    yield from (around.checks, around.lists, around.given, around.numbers, around.first_for)


def _names(around: Circumstances) -> tuple[str, ...]:
    return (*(around.kinds or ()), *(around.labels or ()), *(around.places or ()))


def _prefixed(of: str, around: Circumstances) -> Said:
    """`customer_status` is the customer's status."""
    mine = lemmas(of)
    fields = dict(around.arguments) | dict(around.record or {})
    return {_without(mine, name): value for name, value in fields.items() if mine < lemmas(name)}


def _without(mine: frozenset[str], name: str) -> str:
    return " ".join(word for word in words(name) if not lemmas(word) <= mine)


def _named_in(phrase: str, around: Circumstances) -> Iterator[Said]:
    """The records that the phrase itself names: the status of a dispute, where it says "open dispute"."""
    said = lemmas(phrase)
    for record, fields in around.related.items():
        if lemmas(record) <= said:
            yield {record: None} if fields is None else {f"{record} {name}": value for name, value in fields.items()}
