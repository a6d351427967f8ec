"""Who signs up to which amount, in however many rows and in whatever order of words.

`Up to 5,000 USD the manager approves purchases; above that, the director.` Every word must be an amount, who signs,
what is done, or a word that only joins these; a sentence with any other word is none of this kind.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from apps.policies.language.in_full.bounds import Bounds, bounds_at, figure_at, settled
from apps.policies.language.in_full.said import Said

SIGNING = frozenset("NUMBER _PEOPLE _PERSON GROUP _DUAL _EACH _BOTH _EITHER _ANOTHER _ELSE AT_LEAST _SOMEONE".split())
BETWEEN = frozenset("_OR _AND _COMMA _THEN _OF _FROM _BY _IN".split())  # those who sign
NONE = frozenset("_NO_APPROVAL _AUTOMATICALLY _BE_AUTO_APPROVED".split())
AUTOMATIC = frozenset("auto automatic".split())
PREDICATES = frozenset(
    "_NEED _MUST _MUST_BE _OBLIGED_BE _MAY _SIGNED _SIGN _GO_TO _APPROVAL _REQUIRED _COLON _ALSO_NEED _DASH".split()
)
JOINING = PREDICATES | frozenset(
    "_BY _OF _FROM _FOR _IS _AND _BUT _THEN _COMMA _SEMI _PERIOD _DASH _THAT _IT _THOSE _ANYTHING _HAS "
    "_ANY_ORDER _AT_FIRST".split()
)
BESIDES = frozenset("_TOO _ALSO_NEED".split())
TURNING = frozenset("_MAY_NOT _NEVER _NO _NOT_WORD _UNLESS _WHEN _EXCEPT _ONLY_IF _UNTIL _ONLY _NOT_NEED".split())
PLACING = frozenset("_OF _FOR _IN _TO _WITH _ON".split())
MOST_PEOPLE = 20
AUTHORITY = re.compile(r"^[^:]*\b(?:authority|authorities|limits?|thresholds?)(?: levels?)?\s*:", re.IGNORECASE)
HEADED = re.compile(
    r"\s*\b(?:approval |signing |spending )?(?:authority|authorities|limits?|thresholds?)(?: levels?)?$", re.IGNORECASE
)
Item: TypeAlias = Bounds | str


class Part(NamedTuple):
    begin: int
    end: int
    item: Item  # a row's bounds, or what it asks


class Row(NamedTuple):
    bounds: Bounds
    effect: str
    besides: bool  # what it asks is asked beside that of the rows before


def matrix(said: Said) -> tuple[str, ...]:
    parts = list(_parts(said))
    taken = {at for part in parts for at in range(part.begin, part.end)}
    turned = any(said.can(at, TURNING) for at in range(len(said)) if at not in taken)
    what = _what(said, taken)
    rows = _rows(said, parts)
    if turned or not what or not rows or said.find(PREDICATES) == len(said):
        return ()
    ends = settled([row.bounds for row in rows], frozenset(at for at, row in enumerate(rows) if row.besides))
    return ("; ".join(end.of(what, row.effect) for end, row in zip(ends, rows, strict=True)),) if ends else ()


def _parts(said: Said) -> Iterator[Part]:
    authority, at = bool(AUTHORITY.match(said.text)), 0
    while at < len(said):
        part = _part_at(said, at, authority=authority)
        if part:
            yield part
        at = part.end if part else at + 1


def _part_at(said: Said, at: int, *, authority: bool) -> Part | None:
    if bounds := bounds_at(said, at):
        return Part(at, *bounds)
    if authority and (figure := figure_at(said, at)):
        return Part(at, figure[0], Bounds(high=("up to", figure[1])))
    if effect := _effect(said, at):
        return Part(at, *effect)
    end = _signers(said, at)
    return Part(at, end, _asked(said, at, end)) if end > at else None


def _effect(said: Said, at: int) -> tuple[int, str] | None:
    """What needs nobody, and what is never done."""
    if said.can(at, ("_WITHOUT",)) and said.can(at + 1, ("_APPROVAL", "_ASKING")):
        return at + 2, "need no approval"
    if said.can(at, NONE) or said.word(at) in AUTOMATIC:
        return at + 1, "need no approval"
    return (at + 1, "are forbidden") if said.can(at, ("_FORBIDDEN",)) else None


def _signers(said: Said, at: int) -> int:
    """Where those end who sign, beginning here; the beginning itself where nobody does."""
    if not _signs(said, at):
        return at
    end = at
    while (_signs(said, end) or said.can(end, BETWEEN)) and not bounds_at(said, end) and not _amount(said, end):
        end += 1
    while end > at and not _signs(said, end - 1):
        end -= 1
    return end + 1 if end > at and said.can(end, ("_APPROVAL",)) else end


def _signs(said: Said, at: int) -> bool:
    """Whether the word is about those who sign, and is no deed that shares its name with a group: credits."""
    return said.can(at, SIGNING) and not (said.can(at, ("GROUP",)) and said.can(at, ("N_BARE", "G_BARE")))


def _amount(said: Said, at: int) -> bool:
    figure = figure_at(said, at)
    return bool(figure and (figure[1].unit or figure[1].worth > MOST_PEOPLE))


def _asked(said: Said, begin: int, end: int) -> str:
    people = " people" if end == begin + 1 and said.can(begin, ("NUMBER",)) else ""
    return f"need {said.part(begin, end)}{people}"


def _rows(said: Said, parts: Sequence[Part]) -> list[Row]:
    """The parts two by two; the first row may be without bounds where the others only add to it."""
    alone = len(parts) % 2 == 1 and isinstance(parts[0].item, str)
    found = [Row(Bounds(), str(parts[0].item), besides=False)] if alone else []
    begin = 1 if alone else 0
    for one, two in zip(parts[begin::2], parts[begin + 1 :: 2], strict=True) if not (len(parts) - begin) % 2 else ():
        bounds, effect = (one.item, two.item) if isinstance(one.item, Bounds) else (two.item, one.item)
        if not isinstance(bounds, Bounds) or not isinstance(effect, str):
            return []
        before = parts[parts.index(one) - 1].end if parts.index(one) else 0
        found.append(Row(bounds, effect, _besides(said, before, one.begin, two.end)))
    numbers = any(row.effect.endswith(" people") and len(row.effect.split()) == 3 for row in found)
    if (alone and not all(row.besides for row in found[1:])) or (numbers and _names(said, parts)):
        return []
    return found if len(found) > 1 or (parts and parts[0].begin == 0) else []


def _besides(said: Said, before: int, begin: int, end: int) -> bool:
    """Whether "also" stands in a row, before it, or right behind it."""
    places = (*range(before + 1, begin), *range(begin, end + 1))
    return any(said.can(at, BESIDES) for at in places)


def _names(said: Said, parts: Sequence[Part]) -> bool:
    return any(said.can(at, ("GROUP",)) for part in parts for at in range(part.begin, part.end))


def _what(said: Said, taken: set[int]) -> str:
    """What is done: said once, or again in the same words; nothing where other words stand there."""
    spans: list[str] = []
    at = 0
    while at < len(said):
        end = at + 1
        if at not in taken and not _joins(said, at):
            while end < len(said) and end not in taken and (not _joins(said, end) or _places(said, end, taken)):
                end += 1
            spans.append(HEADED.sub("", said.part(at, end)))
        at = end
    once = list(dict.fromkeys(span.casefold() for span in spans))
    return spans[0] if len(once) == 1 else "" if once else "anything"


def _joins(said: Said, at: int) -> bool:
    return said.can(at, JOINING) or said.can(at, BESIDES)


def _places(said: Said, at: int, taken: set[int]) -> bool:
    """Whether a word stands here that goes on to say of what, to whom or where."""
    return said.can(at, PLACING) and at + 1 < len(said) and at + 1 not in taken and not _joins(said, at + 1)
