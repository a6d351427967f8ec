"""A pasted document: each sentence as it was understood, offered otherwise or refused, and nothing of it lost."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from apps.policies import understood
from apps.policies.expert import first, is_cedar
from apps.policies.understood import Read
from apps.policies.vocabulary import Vocabulary

LIST_MARKS = "-*•·0123456789.)( "


@dataclass(frozen=True)
class Document:
    """As much of it as was read in time, and the lines that were left."""

    read: tuple[Read, ...]
    left: tuple[str, ...] = ()

    @property
    def understood(self) -> int:
        return sum(1 for one in self.read if one.canonical)

    @property
    def to_write_anew(self) -> str:
        """What was not understood, as it was typed, and the lines that were left: a sentence a line."""
        return "\n".join([one.typed for one in self.read if not one.canonical] + list(self.left))


def read(document: str, vocabulary: Vocabulary, *, patience_s: float) -> Document:
    """Line by line, until the time is up; a policy in Cedar counts as one line."""
    lines, began = list(_lines(document)), time.monotonic()
    found: list[Read] = []
    while lines and time.monotonic() - began < patience_s:
        found += _line(lines.pop(0), vocabulary)
    return Document(tuple(found), tuple(lines))


def _line(line: str, vocabulary: Vocabulary) -> list[Read]:
    """Sentence by sentence. One that says nothing alone may go on with what the one before it said."""
    if is_cedar(line):
        return [understood.read(line, vocabulary)]
    found: list[Read] = []
    for text in sentences(line):
        one = understood.read(text, vocabulary)
        both = understood.read(f"{found[-1].typed} {text}", vocabulary) if found and not one.canonical else one
        if both is not one and both.canonical:
            found[-1] = both
        else:
            found.append(one)
    return found


def _lines(document: str) -> Iterator[str]:
    """Those that say something, and policies in Cedar from their first line to their semicolon."""
    left = document.replace("\r\n", "\n")
    while left:
        policy = is_cedar(left)
        line, left = first(left) if policy else _cut(left)
        if said := line if policy else _bare(line):
            yield said


def _cut(text: str) -> tuple[str, str]:
    line, _, left = text.partition("\n")
    return line, left


def _bare(line: str) -> str:
    """Without its bullet or its number."""
    return line.strip().lstrip(LIST_MARKS).strip()


def sentences(line: str) -> list[str]:
    """A full stop ends a sentence where a space and a capital letter follow it."""
    pieces, begin = [], 0
    for at, letter in enumerate(line):
        rest = line[at + 1 : at + 3]
        if letter == "." and (not rest or (rest[0] == " " and rest[1:].isupper())):
            pieces.append(line[begin : at + 1].strip())
            begin = at + 1
    return [piece for piece in [*pieces, line[begin:].strip()] if piece]
