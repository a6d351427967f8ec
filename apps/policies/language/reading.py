"""Every reading of a text, or why there is none: lexer, parser and builder put together."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from typing import Any, TypeAlias

from lark import Tree

from apps.policies.language.build import RuleBuilder
from apps.policies.language.errors import NotUnderstood, TakenOver
from apps.policies.language.lexer import Cuts, Spoken, straight, tokens, unknown
from apps.policies.language.lexicon import Lexicon
from apps.policies.language.open_deeds import opened, plainest
from apps.policies.language.parser import Stuck, parsed
from apps.policies.rule import Rule

Seen: TypeAlias = Callable[[list[Spoken], Lexicon], list[Spoken]]  # what the tokens can be besides
MOST_CUTS = 9
NO_CUTS: Cuts = {}
MOST_READINGS = 256
TOO_MANY = "This can be read in too many ways; write shorter sentences."


def read(text: str, lexicon: Lexicon, tries: int = MOST_CUTS) -> tuple[Rule, ...]:
    """Every rule that a text can mean. Raises Stuck where it means none, NotUnderstood where a meaning is refused."""
    plain = straight(text)
    return _rules(_cut_otherwise(plain, tokens(plain, lexicon), lexicon, tries=tries), _end(text))


def explained(text: str, lexicon: Lexicon) -> tuple[Rule, ...]:
    """The same; where it is stuck it says all that would have gone on from there."""
    spoken = tokens(straight(text), lexicon)
    try:
        return _rules(parsed(spoken), _end(text))
    except Stuck as stuck:
        raise _where(spoken, _at_large(spoken, stuck)) from None


def _at_large(spoken: list[Spoken], stuck: Stuck) -> Stuck:
    """The same place, with all that would have gone on from there."""
    try:
        parsed(spoken, unforeseen=stuck.token)
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
        parsed(nearer)
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
            return parsed(tried)
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
