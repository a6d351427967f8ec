"""The frames of frames.txt: the words of a sentence around what is done and who is named, all of closed classes.

`{E}` is where a frame says what is done, `{FOR}` where it says for what. The same may stand in front of all:
"for payments above 10 USD, …"; then a pronoun stands there, or nothing.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PIECE = re.compile(r"<([A-Z_]+)>")
E = r"(?P<e>.+?)"
W = r"(?:the )?@\d+"
IT = (
    r"(?:it|they|them|this|these|that|those|such (?:an? )?[a-z]+|the (?:payment|refund|request|action|deployment|"
    r"change|export|email|order|deletion|transfer))"
)
FOR = (
    r"(?:for|before|on|to|of|with|about|over|in|prior to|ahead of|in advance of|in the case of|in case of|when it "
    r"comes to|regarding|concerning|as (?:for|to|regards)|if|when|whenever|every time|each time|any time|in order)"
)
LEADS = rf"(?P<lead>{FOR}|at|where|with respect to|with regard to|in respect of|speaking of|once|as soon as|after|upon)"


def pattern(words: str) -> str:
    """The words with their pieces put in."""
    return PIECE.sub(lambda piece: pattern(_written()[0][piece[1]]), words).replace("{W}", W)


@cache
def frames(sort: str) -> tuple[re.Pattern[str], ...]:
    """The frames of one sort, each as it stands, and behind what it is about."""
    return tuple(
        re.compile(way, re.IGNORECASE) for words in _written()[1].get(sort, ()) for way in _ways(pattern(words))
    )


def framed_as(sort: str, text: str) -> Iterator[re.Match[str]]:
    """Each way in which frames of this sort make up a text."""
    yield from filter(None, (shape.fullmatch(text) for shape in frames(sort)))


def _ways(words: str) -> Iterator[str]:
    yield words.replace("{FOR}", rf"(?P<lead>{FOR}) {E}").replace("{E}", E)
    if "(?P<e>" in words:
        return
    behind = words.replace(" {FOR}", rf"(?: {FOR} {IT})?").replace("{FOR}", rf"(?:{FOR} {IT})?")
    behind = behind.replace(" {E}", f"(?: {IT})?").replace("{E}", IT)
    yield rf"{LEADS} {E},? (?:then )?{behind}"


@cache
def _written() -> tuple[dict[str, str], dict[str, list[str]]]:
    """The pieces, and the frames of each sort. Raises ValueError for a piece said twice."""
    pieces: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    last: list[str] = []
    for line in (Path(__file__).parent / "frames.txt").read_text().splitlines():
        name, _, words = line.partition(" := ")
        if not line or line.startswith("#"):
            continue
        if words:
            if name in pieces:
                raise ValueError(f"{name} has a meaning already.")
            pieces[name] = words
        elif line.startswith("["):
            last = found.setdefault(line.strip("[]"), [])
        else:
            last.append(line)
    return pieces, found
