"""Where each value of an action came from: said by the person, from a record, from outside text alone, or made up.

Deterministic: a value is looked for as it stands, in its normal form, as a number, and inside longer texts. A source
that loosens (the person, a record) must hold the value itself; one that tightens is read generously. No model judges.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from apps.connectors.contract import JsonDict
from apps.connectors.contract.facts import Origin
from apps.core import money
from apps.policies import likeness
from apps.policies.rule import Frozen

Worth: TypeAlias = Literal["person", "record", "outside", "model"]
Moved: TypeAlias = tuple[int, str]  # minor units and currency
BEST: tuple[Worth, ...] = ("person", "record", "outside", "model")  # the first that holds a value counts


class Source(Frozen):
    """Something that an agent was told or has read. `step`: of its run; 0: what the run began with."""

    origin: Worth
    step: int = 0
    texts: tuple[str, ...] = ()


class Trace(Frozen):
    """Where one value was found, or one address, link or code within a longer text."""

    path: str  # "to.0"
    words: str  # as they stand in the argument
    origin: Origin
    step: int = 0  # 0 beside "model": found nowhere


def traced(
    arguments: JsonDict, sources: Sequence[Source], *, closed: Collection[str] = (), moved: Moved | None = None
) -> tuple[Trace, ...]:
    """A trace for every value, in order. `closed`: paths whose values the tool lists, which carry nothing from outside.

    `moved`: the money that the action moves, so that 18450 is found as 184.50.
    """
    found: list[Trace] = []
    for path, value in leaves(arguments):
        whole = _whole(path, value, sources, moved)
        if whole.origin == "outside" and path in closed:
            whole = whole.model_copy(update={"origin": "model", "step": 0})
        found.append(whole)
        if whole.origin == "model" and isinstance(value, str):
            found += _within(path, value, sources)
    return tuple(found)


def origins(traces: Iterable[Trace]) -> dict[str, Origin]:
    """One origin a value: a text that the agent wrote is outside's where it carries something from there alone."""
    said: dict[str, Origin] = {}
    for one in traces:
        if one.path not in said or one.origin == "outside":
            said[one.path] = one.origin
    return said


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a JSON document with its dotted path. A record's typed value is its text."""
    if isinstance(value, Mapping) and value.keys() == {"type", "text"}:
        yield path, value["text"]
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for at, item in enumerate(value):
            yield from leaves(item, f"{path}.{at}" if path else str(at))
    else:
        yield path, value


def _whole(path: str, value: Any, sources: Sequence[Source], moved: Moved | None) -> Trace:
    words = "" if value is None or isinstance(value, bool) else str(value)
    if not words.strip():
        return Trace(path=path, words=words, origin="model")
    forms = (words, _major(value, moved)) if moved and value == moved[0] else (words,)
    return _found(path, words, [form for form in forms if form], sources)


def _within(path: str, text: str, sources: Sequence[Source]) -> Iterator[Trace]:
    """What a text carries that somebody could act on: addresses, links, accounts, codes."""
    for words in likeness.carried(text):
        if words != text.strip():
            found = _found(path, words, [words], sources)
            if found.origin != "model":
                yield found


def _found(path: str, words: str, forms: Sequence[str], sources: Sequence[Source]) -> Trace:
    """The best source that holds the value. Links and accounts that stand outside stay outside's."""
    holding = [
        one for one in sources
        if any(likeness.holds(text, form, surely=one.origin != "outside") for form in forms for text in one.texts)
    ]  # fmt: skip
    best: tuple[Worth, ...] = ("outside", *BEST) if likeness.never_waived(words) else BEST
    for origin in best:
        for one in holding:
            if one.origin == origin:
                return Trace(path=path, words=words, origin=origin, step=one.step)
    return Trace(path=path, words=words, origin="model")


def _major(value: Any, moved: Moved | None) -> str:
    """Minor units as people write them: 18450 USD is 184.50."""
    return money.Money(int(value), moved[1]).plain() if moved else ""
