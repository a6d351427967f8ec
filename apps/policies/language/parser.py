"""Tokens → tree, by the grammar.

The parser is told what comes next, so that it tries only what can begin with it. Where it is stuck it is asked again
without that for the one word, for then it can say what would have gone on.
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedEOF, UnexpectedToken
from lark.lexer import Lexer, LexerState

from apps.policies.language.lexer import Kinds, Spoken

NOTHING: frozenset[str] = frozenset()
NOWHERE = object()
TERMINAL = re.compile(r"\b_?[A-Z][A-Z_]+\b")


@dataclass(frozen=True)
class Stuck(Exception):
    """The words do not fit together from here on."""

    token: Spoken | None  # None: the text ended too early
    expected: frozenset[str]  # terminals
    before: Spoken | None = None  # the word before, which may be the one that is amiss


def parsed(spoken: list[Spoken], unforeseen: object = NOWHERE) -> Any:
    """The tree. `unforeseen`: the token, None for the end, at which everything is tried."""
    made = copy(parser())
    ahead = _Ahead(spoken)
    made.predictions = _Foreseen(ahead, unforeseen)
    try:
        return made.parse(ahead, "start")
    except UnexpectedToken as stuck:
        token = cast("Spoken", stuck.token)
        at = next((n for n, each in enumerate(spoken) if each is token), 0)
        raise Stuck(token, frozenset(stuck.expected), spoken[at - 1] if at else None) from None
    except UnexpectedEOF as stuck:
        raise Stuck(None, frozenset(stuck.expected)) from None


class _Ahead:
    """Hands the tokens over and knows which one is next."""

    def __init__(self, spoken: list[Spoken]) -> None:
        self.spoken = spoken
        self.next: Spoken | None = spoken[0] if spoken else None

    def lex(self, _expects: object) -> Iterator[Spoken]:
        for token in self.spoken:
            self.next = token
            yield token
        self.next = None


class _Foreseen(dict[Any, Any]):
    """For each symbol its rules that can begin with the next token or be empty: once at each place, then none."""

    def __init__(self, ahead: _Ahead, unforeseen: object) -> None:
        super().__init__()
        self.ahead, self.unforeseen = ahead, unforeseen
        self.place: object = self
        self.foreseen: set[Any] = set()

    def __getitem__(self, origin: Any) -> Any:
        token = self.ahead.next
        if token is not self.place:
            self.place, self.foreseen = token, set()
        if origin in self.foreseen:
            return ()
        self.foreseen.add(origin)
        if token is self.unforeseen:
            return _rules_of()[origin]
        return _beginning(origin, cast("Kinds", token.type).terminals if token else NOTHING)


@lru_cache(maxsize=1 << 18)
def _beginning(origin: Any, terminals: frozenset[str]) -> tuple[Any, ...]:
    """The rules of a symbol that can begin with one of these, or be empty."""
    firsts = _firsts()
    return tuple(
        rule for rule in _rules_of()[origin] if (first := firsts[rule]) is None or not first.isdisjoint(terminals)
    )


@cache
def _rules_of() -> dict[Any, tuple[Any, ...]]:
    """Each symbol's own rules. The parser would foretell those of all that they begin with as well, and again."""
    return {
        origin: tuple(dict.fromkeys(rule for rule in rules if rule.origin == origin))
        for origin, rules in parser().predictions.items()
    }


class _Given(Lexer):
    """Stands for the lexer in the grammar; the tokens are made already."""

    __future_interface__ = 2

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: object) -> Iterator[Token]:
        raise NotImplementedError  # the parser is handed its tokens, so it never asks for them


@cache
def parser() -> Any:
    grammar = (Path(__file__).parent / "grammar.lark").read_text()
    declared = " ".join(sorted(set(TERMINAL.findall(re.sub(r"//.*", "", grammar)))))
    lark = Lark(f"{grammar}\n%declare {declared}\n", parser="earley", lexer=_Given, ambiguity="explicit",
                maybe_placeholders=False)  # fmt: skip
    return cast("Any", lark.parser).parser


@cache
def _firsts() -> dict[Any, frozenset[str] | None]:
    """What each rule can begin with; None for one that can be empty."""
    return {rule: _first(rule) for rules in parser().predictions.values() for rule in rules}


def _first(rule: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for symbol in rule.expansion:
        found |= {first.name for first in parser().FIRST[symbol]}
        if symbol not in parser().NULLABLE:
            return frozenset(found)
    return None
