"""Every reading of a text, or why there is none: lexer, parser and builder put together.

The parser is told what comes next, so that it tries only what can begin with it. Where it is stuck it is asked again
without that for the one word, for then it can say what would have gone on.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path
from typing import Any, TypeAlias, cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedEOF, UnexpectedToken
from lark.lexer import Lexer, LexerState

from apps.policies.language.build import RuleBuilder
from apps.policies.language.errors import NotUnderstood, TakenOver
from apps.policies.language.lexer import Cuts, Kinds, Spoken, straight, tokens, unknown
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.open_deeds import opened, plainest
from apps.policies.rule import Rule

Seen: TypeAlias = Callable[[list[Spoken], Lexicon], list[Spoken]]  # what the tokens can be besides
MOST_CUTS = 9
NO_CUTS: Cuts = {}
MOST_READINGS = 256
TOO_MANY = "This can be read in too many ways; write shorter sentences."
NOTHING: frozenset[str] = frozenset()
NOWHERE = object()
TERMINAL = re.compile(r"\b_?[A-Z][A-Z_]+\b")


@dataclass(frozen=True)
class Stuck(Exception):
    """The words do not fit together from here on."""

    token: Spoken | None  # None: the text ended too early
    expected: frozenset[str]  # terminals
    before: Spoken | None = None  # the word before, which may be the one that is amiss


def read(text: str, lexicon: Lexicon, tries: int = MOST_CUTS) -> tuple[Rule, ...]:
    """Every rule that a text can mean. Raises Stuck where it means none, NotUnderstood where a meaning is refused."""
    plain = straight(text)
    return _rules(_cut_otherwise(plain, tokens(plain, lexicon), lexicon, tries=tries), _end(text))


def explained(text: str, lexicon: Lexicon) -> tuple[Rule, ...]:
    """The same; where it is stuck it says all that would have gone on from there."""
    spoken = tokens(straight(text), lexicon)
    try:
        return _rules(_parsed(spoken), _end(text))
    except Stuck as stuck:
        raise _where(spoken, _at_large(spoken, stuck)) from None


def _at_large(spoken: list[Spoken], stuck: Stuck) -> Stuck:
    """The same place, with all that would have gone on from there."""
    try:
        _parsed(spoken, unforeseen=stuck.token)
    except Stuck as wider:
        return wider
    return stuck


def _where(spoken: list[Spoken], stuck: Stuck) -> Stuck:
    """Where only *whose* would go on, a word of no list was taken for a name: it is amiss itself."""
    at = next((n for n, token in enumerate(spoken) if token is stuck.before), None)
    if at is None or stuck.expected != {"_WHOSE"}:
        return stuck
    nearer = [*spoken[:at], unknown(spoken[at]), *spoken[at + 1 :]]
    try:
        _parsed(nearer)
    except Stuck as before:
        return _at_large(nearer, before)
    return stuck


def read_openly(text: str, lexicon: Lexicon, tries: int = MOST_CUTS) -> tuple[Rule, ...]:
    """What a text means where kinds of deed that nobody listed are taken as they stand; nothing if nothing."""
    if not lexicon.open:
        return ()
    plain, end = straight(text), _end(text)
    spoken = tokens(plain, lexicon)
    try:
        tree = _cut_otherwise(plain, opened(spoken, lexicon), lexicon, opened, tries=tries)
        return plainest(_rules(tree, end), lexicon)
    except (Stuck, NotUnderstood):
        return ()


def _end(text: str) -> int:
    return len(text.rstrip().rstrip(".").rstrip())


def _cut_otherwise(
    text: str, spoken: list[Spoken], lexicon: Lexicon, seen: Seen = lambda spoken, _: spoken, *, tries: int
) -> Any:
    """The tree of the longest phrases; where they do not fit together, of shorter ones near the place."""
    first: Stuck | None = None
    waiting = [(spoken, NO_CUTS)]
    for at in range(tries):
        if at >= len(waiting):
            break
        tried, cuts = waiting[at]
        try:
            return _parsed(tried)
        except Stuck as stuck:
            first = first or stuck
            waiting += [(seen(tokens(text, lexicon, more), lexicon), more) for more in _cuts(tried, stuck, cuts)]
    raise first or Stuck(None, frozenset())


def _cuts(spoken: list[Spoken], stuck: Stuck, cuts: Cuts) -> Iterator[Cuts]:
    """One phrase of several words less, at the place where it is stuck or just before."""
    at = next((n for n, token in enumerate(spoken) if token is stuck.token), len(spoken))
    for token in reversed(spoken[max(0, at - 4) : at + 1]):
        if token.words > 1:
            yield {**cuts, token.piece.start: token.words - 1}


def _parsed(spoken: list[Spoken], unforeseen: object = NOWHERE) -> Any:
    """The tree. `unforeseen`: the token, None for the end, at which everything is tried."""
    parser = copy(_parser())
    ahead = _Ahead(spoken)
    parser.predictions = _Foreseen(ahead, unforeseen)
    try:
        return parser.parse(ahead, "start")
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
        for origin, rules in _parser().predictions.items()
    }


class _Given(Lexer):
    """Stands for the lexer in the grammar; the tokens are made already."""

    __future_interface__ = 2

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: object) -> Iterator[Token]:
        raise NotImplementedError  # the parser is handed its tokens, so it never asks for them


@cache
def _parser() -> Any:
    grammar = (Path(__file__).parent / "grammar.lark").read_text()
    declared = " ".join(sorted(set(TERMINAL.findall(re.sub(r"//.*", "", grammar)))))
    lark = Lark(f"{grammar}\n%declare {declared}\n", parser="earley", lexer=_Given, ambiguity="explicit",
                maybe_placeholders=False)  # fmt: skip
    return cast("Any", lark.parser).parser


@cache
def _firsts() -> dict[Any, frozenset[str] | None]:
    """What each rule can begin with; None for one that can be empty."""
    parser = _parser()
    return {rule: _first(rule, parser) for rules in parser.predictions.values() for rule in rules}


def _first(rule: Any, parser: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for symbol in rule.expansion:
        found |= {first.name for first in parser.FIRST[symbol]}
        if symbol not in parser.NULLABLE:
            return frozenset(found)
    return None


def _rules(tree: Any, end: int) -> tuple[Rule, ...]:
    reading = _Reading(RuleBuilder())
    rules = reading.of(tree)
    if not rules:
        why = next((each for each in reading.refusals if not isinstance(each, TakenOver)), reading.refusals[0])
        raise why if why.pointer >= 0 else why.at(end)
    return tuple(rules)


class _Reading:
    """The meanings of a tree from its leaves up; what means the same is one meaning from there on."""

    def __init__(self, builder: RuleBuilder) -> None:
        self.builder = builder
        self.refusals: list[NotUnderstood] = []
        self.known: dict[int, list[Any]] = {}

    def of(self, node: Any) -> list[Any]:
        if not isinstance(node, Tree):
            return [node]
        if id(node) not in self.known:
            self.known[id(node)] = self._distinct(self._each(node))
        return self.known[id(node)]

    def _each(self, node: Tree[Any]) -> Iterator[Any]:
        if node.data == "_ambig":
            yield from (meaning for child in node.children for meaning in self.of(child))
            return
        build = getattr(self.builder, str(node.data))
        for children in product(*map(self.of, node.children)):
            try:
                yield build(list(children))
            except NotUnderstood as why:
                self.refusals.append(why)

    def _distinct(self, meanings: Iterable[Any]) -> list[Any]:
        found: list[Any] = []
        for meaning in islice(meanings, MOST_READINGS + 1):
            if meaning not in found:
                found.append(meaning)
        if len(found) > MOST_READINGS:
            raise NotUnderstood(TOO_MANY)
        return found
