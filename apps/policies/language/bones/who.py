"""Somebody as a sentence names them: two members of Finance, either the CFO or the COO, one each from QA and SRE."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from apps.policies.language.render_words import listed

ARTICLES = frozenset({"the", "a", "an"})
COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "another": 1, "any": 1}
LEAST = (("at", "least"), ("no", "fewer", "than"), ("not", "fewer", "than"), ("no", "less", "than"),
         ("not", "less", "than"), ("a", "minimum", "of"))  # fmt: skip
PAIRS = {("a", "pair", "of"): 2, ("a", "couple", "of"): 2, ("any", "one"): 1, ("any", "single"): 1,
         ("a", "single"): 1, ("a", "second"): 1, ("a", "trio", "of"): 3}  # fmt: skip
DUAL = tuple(
    tuple(words.split())
    for words in (
        "the four-eyes principle", "four-eyes principle", "four-eyes approval", "dual control", "dual approval",
        "two-person approval", "two-person control", "dual sign-off", "four eyes", "the two-person rule",
    )
)  # fmt: skip
SORTS = frozenset(
    "different separate independent further additional other authorised authorized distinct human second individual "
    "more fellow".split()
)
ONES = frozenset(
    "people persons person members member approvers approver signers signer signatories signatory reviewers reviewer "
    "colleagues colleague individuals individual humans human employees employee representatives representative".split()
)
SIGNS = frozenset("signatures approvals sign-offs".split())  # only where they are counted
SOMEBODY = frozenset("someone somebody".split())
ANYBODY = frozenset("anyone anybody".split())  # of a group
ASKING = frozenset("who that asking requesting".split())
FROM = (("from",), ("in",), ("of",), ("within",), ("on",), ("out", "of"), ("belonging", "to"), ("by",))
EACH = (("each", "of"), ("each",), ("both",), ("all", "of"), ("every", "one", "of"))
ANY = (("either",), ("any", "of"), ("any", "one", "of"), ("one", "of"), ("either", "of"))


class Item(NamedTuple):
    """A word of a sentence, or the name of a group."""

    word: str
    start: int
    end: int
    group: bool = False


@dataclass(frozen=True)
class Unit:
    """So many people; of any of these groups, or of each of them."""

    groups: tuple[str, ...] = ()
    count: int = 0  # none is said
    each: bool = False
    least: bool = False

    @property
    def bare(self) -> bool:
        return not self.count and not self.each and bool(self.groups)

    @property
    def people(self) -> int:
        return max(self.count, 1) * (len(self.groups) if self.each else 1)

    def __str__(self) -> str:
        """The words that the grammar knows for them."""
        many = max(self.count, 1)
        people = f"{'at least ' if self.least else ''}{many} {'person' if many == 1 else 'people'}"
        if not self.groups:
            return people
        if self.each:
            return f"{people} from each of {listed(self.groups, 'and')}"
        return f"{people} from {listed(self.groups, 'or')}"


def unit_at(items: Sequence[Item], at: int) -> tuple[Unit, int] | None:
    """Who is named from here, and where that ends."""
    if dual := next((words for words in DUAL if _says(items, at, words)), None):
        return Unit((), 2), at + len(dual)
    (count, least), here = _count(items, at)
    each = False
    while _word(items, here) in SORTS:
        here += 1
    word = _word(items, here)
    if word in ONES | SOMEBODY | ANYBODY or (word in SIGNS and count > 1):
        count = count or (1 if word in SOMEBODY | ANYBODY or not word.endswith("s") else 0)
        here += 1
        definite = count == 1 and _word(items, at) == "the"
        if definite and _from(items, here) == here:
            return None
        if (count == 1 and _word(items, here) in ASKING) or (word in ANYBODY and _from(items, here) == here):
            return None
        here += _word(items, here) == "else"
        if _word(items, here) == "each":
            each, here = True, here + 1
        behind = _from(items, here)
        if behind == here or not count:
            return (Unit((), count, least=least), here) if count else None
        found = _groups(items, behind, count, least=least, each=each)
        return found or (None if definite else (Unit((), count, least=least), here))
    if count and _word(items, here) == "each":
        each, here = True, here + 1
    behind = _from(items, here) if count else here
    return _groups(items, behind, count, least=least, each=each)


def _groups(items: Sequence[Item], at: int, count: int, *, least: bool, each: bool) -> tuple[Unit, int] | None:
    every, here = _phrase(items, at, EACH)
    some, here = (False, here) if every else _phrase(items, here, ANY)
    names, joined, end = _named(items, here)
    if not names:
        return None
    if joined == "or" and not (each or every):
        return Unit(names, count, least=least), _after(items, end)
    if joined == "and" and (each or every) and not some:
        return Unit(names, count, each=True, least=least), _after(items, end)
    if some and joined != "or":
        return None
    if each or every:
        return None
    first, _, end = _named(items, here, most=1)
    if joined == "and" and count > 1:
        return None  # two of both, or two of each
    return Unit(first, count, least=least), _after(items, end)


def _named(items: Sequence[Item], at: int, most: int = 9) -> tuple[tuple[str, ...], str, int]:
    """The groups in a row, the word that joins the last one, and where they end."""
    names: list[str] = []
    joined, end, here = "", at, at
    while len(names) < most:
        while _word(items, here) in ARTICLES:
            here += 1
        if here >= len(items) or not items[here].group:
            break
        names.append(items[here].word)
        here = end = here + 1
        if joined in ("or", "and"):
            break
        comma = _word(items, here) == ","
        here += comma
        joined = word if (word := _word(items, here)) in ("or", "and") else "," if comma else ""
        here += joined in ("or", "and")
        if not joined:
            break
    if len(names) < 2 or joined == ",":
        return tuple(names[:1]), "", _first_end(items, at)
    return tuple(names), joined, end


def _first_end(items: Sequence[Item], at: int) -> int:
    while at < len(items) and not items[at].group:
        at += 1
    return at + 1


def _after(items: Sequence[Item], end: int) -> int:
    """Behind "Finance", also "reviewers": who they are there."""
    return end + (_word(items, end) in ONES)


def _count(items: Sequence[Item], at: int) -> tuple[tuple[int, bool], int]:
    while _word(items, at) == "the":
        at += 1
    least, at = _phrase(items, at, LEAST)
    for words, number in PAIRS.items():
        if _says(items, at, words):
            return (number, least), at + len(words)
    word = _word(items, at)
    if word in COUNTS or (word.isdigit() and 0 < int(word) < 10):
        return (COUNTS.get(word) or int(word), least), at + 1
    while _word(items, at) in ARTICLES:
        at += 1
    return (0, least), at


def _from(items: Sequence[Item], at: int) -> int:
    return _phrase(items, at, FROM)[1]


def _phrase(items: Sequence[Item], at: int, phrases: Sequence[tuple[str, ...]]) -> tuple[bool, int]:
    """Whether one of these stands here, and where it ends."""
    longest = max((words for words in phrases if _says(items, at, words)), key=len, default=())
    return bool(longest), at + len(longest)


def _says(items: Sequence[Item], at: int, words: tuple[str, ...]) -> bool:
    return all(_word(items, at + n) == word for n, word in enumerate(words))


def _word(items: Sequence[Item], at: int) -> str:
    return items[at].word.casefold() if at < len(items) and not items[at].group else ""
