"""A sentence as its tokens, of which parts can be said again elsewhere."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from apps.policies.language.lexer import Spoken, tokens
from apps.policies.language.lexicon import Lexicon

PREDICATES = frozenset(
    "_NEED _MUST_BE _MAY _MAY_NOT _MAY_ONLY _MUST _NOT_NEED _NOT_NEED_TO _GO_TO _MUST_NOT_BE _SEEK _MAY_RUN_FIRST "
    "_COME_WITH".split()
)
CONDITIONS = frozenset("_WHEN _UNLESS _ONLY_IF _UNTIL _EXCEPT".split())
BREAKS = frozenset({",", ";", "."})
JOINERS = frozenset({"and", "but", "while", "whereas", "yet"})
PRONOUNS = frozenset("it they these this those".split())
BETWEEN_MARKS = re.compile(r"\[\^[,;:.]*[,.][,;:.]*\]")
Order: TypeAlias = str | Callable[[re.Match[str]], str]  # what stands in its place


@dataclass(frozen=True)
class Said:
    text: str
    tokens: tuple[Spoken, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def part(self, begin: int, end: int) -> str:
        """The words of these tokens as they stand; nothing where there are none."""
        if begin >= end:
            return ""
        return self.text[self.tokens[begin].piece.start : self.tokens[end - 1].piece.end]

    def word(self, at: int) -> str:
        return self.tokens[at].piece.text.casefold() if 0 <= at < len(self) else ""

    def can(self, at: int, kinds: Iterable[str]) -> bool:
        """Whether the token here can be any of these."""
        return 0 <= at < len(self) and not self.tokens[at].meanings.keys().isdisjoint(kinds)

    def find(self, kinds: frozenset[str], begin: int = 0, end: int | None = None) -> int:
        """The first token that can be any of these; the end where there is none."""
        last = len(self) if end is None else end
        return next((at for at in range(begin, last) if self.can(at, kinds)), last)


def said(text: str, lexicon: Lexicon) -> Said:
    found = tokens(text, lexicon)
    while found and found[-1].piece.text == ".":
        found.pop()
    return Said(text, tuple(found))


def within(words: str) -> str:
    """A sentence's first words as they stand within one: the capital is the sentence's."""
    return words[0].lower() + words[1:] if words[1:2].islower() or words[:2] == "A " else words


def across_numbers(words: str) -> str:
    """The pattern with each part between marks going on over a mark within a number: 1,000.50."""
    return BETWEEN_MARKS.sub(lambda part: f"(?:{part[0]}|[,.](?=\\d))", words)


def in_order(said: Said, orders: Iterable[tuple[str, Order]]) -> tuple[str, ...]:
    """The sentence with each pattern in its order; nothing where it stays. What stands in quotes is nobody's order."""
    if '"' in said.text:
        return ()
    text = said.text
    for words, order in orders:
        text = re.sub(across_numbers(words), order, text, flags=re.IGNORECASE)
    return (text,) if text != said.text else ()
