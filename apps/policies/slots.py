"""The places of a canonical sentence that can be changed without writing it anew: numbers, how many people, groups."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.policies.vocabulary import Vocabulary

PEOPLE = ("one", "two", "three", "four", "five")
QUOTED = r"\"[^\"]*\"|“[^”]*”"
COUNT = rf"\b(?:{'|'.join(PEOPLE)})\b(?=\s(?:person|people))"
NUMBER = r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w.]*\w)"


@dataclass(frozen=True)
class Slot:
    """A piece of a sentence: plain text, or a place with what may stand there (nothing listed: any number)."""

    text: str
    open: bool = False
    options: tuple[str, ...] = ()


def slots(sentence: str, vocabulary: Vocabulary) -> list[Slot]:
    """The sentence in pieces, which put together are the sentence again. What stands in quotes stays as it is."""
    groups = tuple(sorted(vocabulary.groups))
    named = "|".join(rf"\b{re.escape(name)}\b" for name in sorted(groups, key=len, reverse=True))
    pattern = re.compile("|".join(filter(None, (QUOTED, COUNT, NUMBER, named))))
    found, begin = list[Slot](), 0
    for match in pattern.finditer(sentence):
        if match[0][0] in '"“':
            continue
        found += [Slot(sentence[begin : match.start()]), _slot(match[0], groups)]
        begin = match.end()
    return [one for one in (*found, Slot(sentence[begin:])) if one.text]


def filled(pieces: Sequence[Slot], values: Sequence[str]) -> str:
    """The sentence with other values in its open places, in order."""
    given = iter(values)
    return "".join(next(given, one.text).strip()[:80] if one.open else one.text for one in pieces)


def _slot(text: str, groups: tuple[str, ...]) -> Slot:
    if text in groups:
        return Slot(text, open=True, options=groups)
    return Slot(text, open=True, options=PEOPLE if text in PEOPLE else ())
