"""Who signs up to which amount, in however many rows and in whatever order of words.

`Up to 5,000 USD the manager approves purchases; above that, the director.` Every word must be an amount, who signs,
what is done, or a word that only joins these; a sentence with any other word is none of this kind.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from apps.policies.language.in_full.bounds import Bounds, bounds_at, figure_at, settled
from apps.policies.language.in_full.said import BREAKS, Said

SIGNING = frozenset("NUMBER _PEOPLE _PERSON GROUP _DUAL _EACH _BOTH _EITHER _ANOTHER _ELSE AT_LEAST _SOMEONE".split())
BETWEEN = frozenset("_OR _AND _COMMA _THEN _OF _FROM _BY _IN".split())  # those who sign
SIGNED_BY = frozenset("_FROM _IN _BY _GO_TO".split())
NONE = frozenset("_NO_APPROVAL _AUTOMATICALLY _BE_AUTO_APPROVED".split())
AUTOMATIC = frozenset("auto automatic free".split())
PREDICATES = frozenset(
    "_NEED _MUST _MUST_BE _OBLIGED_BE _MAY _SIGNED _SIGN _GO_TO _APPROVAL _REQUIRED _COLON _ALSO_NEED _DASH".split()
)
JOINING = PREDICATES | frozenset(
    "_BY _OF _FROM _FOR _IS _AND _BUT _THEN _COMMA _SEMI _PERIOD _DASH _THAT _IT _THOSE _ANYTHING _HAS "
    "_ANY_ORDER _AT_FIRST _MADE MADE _BE _HAPPENS _PROCEED".split()
)
BESIDES = frozenset("_TOO _ALSO_NEED".split())
TURNING = frozenset("_MAY_NOT _NEVER _NO _NOT_WORD _UNLESS _WHEN _EXCEPT _ONLY_IF _UNTIL _ONLY _NOT_NEED".split())
PLACING = frozenset("_OF _FOR _IN _TO _WITH _ON".split())
MOST_PEOPLE = 20
MORE_OF_THEM = " people"
COUNTING = re.compile(
    r"^(?:at least )?(?:(?:\d+|an?|one|two|three|four|five) )?(?:(?:people|persons?|members?|signers?|approvers?|"
    r"signatures?|approvals?|reviewers?) ?)?(?:(?:from|in|of|by) )?(?:the )?", re.IGNORECASE
)  # fmt: skip
SEVERAL = re.compile(r"\band\b|,|\bthen\b", re.IGNORECASE)
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
    return ("; ".join(_said(what, rows, ends)),) if ends else ()


def _said(what: str, rows: Sequence[Row], ends: Sequence[Bounds]) -> Iterator[str]:
    """Each row by itself; who signs besides those before does so beside them, though they end there."""
    for at, (row, end) in enumerate(zip(rows, ends, strict=True)):
        if row.besides and all(before.high for before in ends[:at]):
            yield end.of(what, rows[at - 1].effect)
        yield end.of(what, row.effect)


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
    if said.can(at, NONE) or said.word(at) in AUTOMATIC or _nobody_signs(said, at):
        return at + 1, "need no approval"
    if said.can(at, ("_ALLOWED",)):
        return at + (3 if said.can(at + 1, ("_WITHOUT",)) else 1), "need no approval"
    return (at + 1, "are forbidden") if said.can(at, ("_FORBIDDEN",)) else None


def _nobody_signs(said: Said, at: int) -> bool:
    """`nobody needs to sign`, `no one is asked`; whoever may not do it himself is another matter."""
    signs = said.can(at + 1, ("_SIGN", "_NEED", "_HAS")) or (
        said.can(at + 1, ("_MUST",)) and said.can(at + 2, ("_SIGN",))
    )
    asked = said.can(at + 1, ("_IS", "_MUST_BE")) and said.word(at + 2) in ("asked", "needed", "required")
    return said.can(at, ("_NO_AGENT",)) and (signs or asked)


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
    deed = said.can(at, ("GROUP",)) and said.can(at, ("N_BARE", "G_BARE"))
    placed = said.can(at - 1, SIGNED_BY) and said.part(at, at + 1)[:1].isupper()
    return said.can(at, SIGNING) and (not deed or placed)


def _amount(said: Said, at: int) -> bool:
    figure = figure_at(said, at)
    return bool(figure and (figure[1].unit or figure[1].worth > MOST_PEOPLE))


def _asked(said: Said, begin: int, end: int) -> str:
    people = MORE_OF_THEM if end == begin + 1 and said.can(begin, ("NUMBER",)) else ""
    return f"need {said.part(begin, end)}{people}"


def _of_those_before(effect: str, rows: Sequence[Row]) -> str:
    """`two`: of those of the row before; so many people where it named none; nothing where it named several."""
    before = next((row.effect for row in reversed(rows) if row.effect.startswith("need ")), "")
    named = COUNTING.sub("", before.removeprefix("need "))
    if before == "need no approval" or not named:
        return effect
    return "" if SEVERAL.search(named) else f"{effect} from {named}"


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
        effect = _of_those_before(effect, found) if effect.endswith(MORE_OF_THEM) else effect
        found.append(Row(bounds, effect, _besides(said, before, one.begin, two.end)))
    if (alone and not all(row.besides for row in found[1:])) or not all(row.effect for row in found):
        return []
    return found if len(found) > 1 or (parts and parts[0].begin == 0) else []


def _besides(said: Said, before: int, begin: int, end: int) -> bool:
    """Whether "also" stands in a row, before it, or behind it up to the next mark."""
    behind = next((at for at in range(end, len(said)) if said.word(at) in BREAKS), len(said))
    places = (*range(before + 1, begin), *range(begin, behind))
    return any(said.can(at, BESIDES) for at in places)


def _what(said: Said, taken: set[int]) -> str:
    """What is done: said once, or again in the same words; nothing where other words stand there."""
    spans: list[str] = []
    at = 0
    while at < len(said):
        end = at + 1
        if at not in taken and not _joins(said, at) and not _agents_do(said, at):
            while end < len(said) and end not in taken and (not _joins(said, end) or _places(said, end, taken)):
                end += 1
            spans.append(HEADED.sub("", said.part(at, end)))
        at = end
    once = list(dict.fromkeys(span.casefold() for span in spans))
    return spans[0] if len(once) == 1 else "" if once else "anything"


def _joins(said: Said, at: int) -> bool:
    return said.can(at, JOINING) or said.can(at, BESIDES)


def _agents_do(said: Said, at: int) -> bool:
    """Whether a word only says that agents do it: agents may give discounts."""
    plain = not said.can(at, ("N_BARE",)) or said.can(at + 1, ("N_BARE",))
    does = plain and said.can(at, ("_MAKE",)) and said.can(at - 1, ("_MAY", "_AGENTS"))
    doers = said.can(at + 1, ("_MAY", "_NEED", "_MUST", "_MAKE")) or said.can(at - 1, ("_BY",))
    return does or (said.can(at, ("_AGENTS",)) and doers)


def _places(said: Said, at: int, taken: set[int]) -> bool:
    """Whether a word stands here that goes on to say of what, to whom or where."""
    return said.can(at, PLACING) and at + 1 < len(said) and at + 1 not in taken and not _joins(said, at + 1)
