"""Where a circumstance can stand in a sentence: behind a word that leads it, up to the end of its part."""

import re
from collections.abc import Iterator
from typing import NamedTuple

WORD = re.compile(r'"[^"]*"|[^\s,;"]+|[,;]')
WHEN = (
    r"if|when|whenever|where|wherever|in case|in cases where|provided that|provided|providing|as long as|"
    r"so long as|given that|"
    r"on condition that|once|after|as soon as|while|assuming"
)
UNLESS = (
    r"unless|except if|except when|except where|except in case|until|till|before|but not if|but not when|"
    r"other than when"
)
RELATIVE = r"(?:on|to|by|from|about|against) which|whose|for which|where the|of which the|in which the|with which the"
CONJUNCTION = re.compile(
    rf"(?:(?P<when>{WHEN})|(?P<unless>{UNLESS})|(?P<whose>{RELATIVE})) (?P<body>.+)", re.IGNORECASE
)
LEADS = frozenset(
    "if when whenever where wherever in provided providing as so given on once after while assuming "
    "unless except until "
    "till before but other whose for of with which that who without having to from by at outside out within during "
    "throughout over between not addressed sent going directed bound carrying bearing lacking missing "
    "containing including "
    "mentioning using asked requested ordered initiated submitted raised triggered rated classed classified graded "
    "backed supported accompanied justified citing quoting stating giving naming referencing failing passing leaving "
    "reaching later earlier upon following only solely exclusively made saying showing filed bringing taking pushing "
    "second third fourth fifth more copied mailed written emailed forwarded posted delivered destined "
    "headed posing failed passed cleared through amid past subject conditional".split()
)
ENDS = LEADS | frozenset(
    (
        ", ; and or may must can cannot need needs require requires is are shall should will would has have "
        "goes go runs run "
        "take takes never not get gets do does then only call calls belong belongs it they agents expire "
        "expires wait waits "
        "happen happens proceed proceeds were was might could nobody somebody please no nothing any all each "
        "every until"
    ).split()
)
MOST_WORDS = 22


class Span(NamedTuple):
    begin: int
    end: int
    text: str


def words_of(text: str) -> list[re.Match[str]]:
    return list(WORD.finditer(text))


def spans(text: str, words: list[re.Match[str]], begin: int) -> Iterator[Span]:
    """The parts that begin at a word, the longest first."""
    for end in range(min(len(words), begin + MOST_WORDS), begin + 1, -1):
        if end == len(words) or words[end].group().casefold() in ENDS:
            said = text[words[begin].start() : words[end - 1].end()]
            if not re.search(r"[,;]$", said):
                yield Span(begin, end, said)
