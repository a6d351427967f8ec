"""One reading of a text, or why there is none: lexer, parser and builder put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedEOF, UnexpectedToken, VisitError
from lark.lexer import Lexer, LexerState
from lark.visitors import CollapseAmbiguities

from apps.policies.language.build import RuleBuilder
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken, straight, tokens
from apps.policies.language.lexicon import Lexicon
from apps.policies.rule import Rule

MOST_READINGS = 256


@dataclass(frozen=True)
class Stuck(Exception):
    """The words do not fit together from here on."""

    token: Spoken | None  # None: the text ended too early
    expected: frozenset[str]  # terminals


class _Given(Lexer):
    """The tokens are made already."""

    __future_interface__ = 2

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: object) -> Iterator[Token]:
        return iter(cast("list[Token]", lexer_state.text))


def read(text: str, lexicon: Lexicon) -> tuple[Rule, ...]:
    """Every rule that a text can mean. Raises Stuck where it means none, NotUnderstood where a meaning is refused."""
    spoken = tokens(straight(text), lexicon)
    try:
        forest = _parser().parse(cast("str", spoken))  # a lexer of one's own takes any input
    except UnexpectedToken as stuck:
        raise Stuck(cast("Spoken", stuck.token), frozenset(stuck.expected)) from None
    except UnexpectedEOF as stuck:
        raise Stuck(None, frozenset(stuck.expected)) from None
    return _rules(CollapseAmbiguities().transform(forest))


@cache
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "grammar.lark").read_text()
    return Lark(grammar, parser="earley", lexer=_Given, ambiguity="explicit", maybe_placeholders=False)


def _rules(trees: list[Tree[Spoken]]) -> tuple[Rule, ...]:
    rules: dict[Rule, None] = {}
    refusals: list[NotUnderstood] = []
    if len(trees) > MOST_READINGS:
        raise NotUnderstood("This can be read in too many ways; write shorter sentences.")
    for tree in trees:
        try:
            rules[RuleBuilder().transform(tree)] = None
        except VisitError as why:
            if not isinstance(why.orig_exc, NotUnderstood):
                raise
            refusals.append(why.orig_exc)
    if not rules:
        raise refusals[0]
    return tuple(rules)
