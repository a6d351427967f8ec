"""A draft asked about the past: each recorded case again, under the words and the bounds of its own moment.

Pure: cases come in, in order, and what the draft says to each comes out. Equal questions are asked once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from apps.connectors.contract import Known
from apps.policies import asking, language, lattice
from apps.policies.case import Case
from apps.policies.compile import Compiled, compile_rules
from apps.policies.language import NotUnderstood
from apps.policies.rule import Frozen, Named, Rule
from apps.policies.vocabulary import Vocabulary

KINDS = ("groups", "connectors", "agents")  # what has ids of its own in a vocabulary
MOST_KNOWN = 200_000  # answers kept; then they are forgotten and asked anew


class Moved(NamedTuple):
    """What one action would move, or that it is one action."""

    currency: str
    category: str
    amount: int  # minor units


@dataclass(frozen=True, slots=True)
class Answered:
    """What the draft says to a question, with what its actions would move."""

    verdict: dict[str, Any]
    seal: str
    moved: tuple[Moved, ...]
    actions: int


@dataclass(frozen=True, slots=True)
class Replayed:
    case: Case
    now: Answered

    @property
    def changed(self) -> bool:
        return self.now.verdict != self.case.verdict


@dataclass
class Draft:
    """Sentences and the vocabulary of today; vocabularies of the past by their digests, as far as they are known."""

    sentences: Sequence[str]
    today: Vocabulary
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    most_known: int = MOST_KNOWN
    _compiled: dict[str, Compiled] = field(default_factory=dict)
    _known: dict[tuple[str, bytes], Answered] = field(default_factory=dict)

    def under(self, words: str) -> Compiled:
        """The rules as they would have been compiled under the words of a moment."""
        if words not in self._compiled:
            then = self.vocabularies.get(words, self.today)
            rules = [(f"rule {number}", _rule(text, then, self.today)) for number, text in enumerate(self.sentences, 1)]
            self._compiled[words] = compile_rules(rules, then)
        return self._compiled[words]

    def answer(self, asked: bytes, words: str) -> Answered:
        """What it says to a recorded question. Equal ones are asked once."""
        key = (words, asked)
        if key not in self._known:
            if len(self._known) >= self.most_known:
                self._known.clear()
            self._known[key] = _answered(asked, self.under(words))
        return self._known[key]


def replay(cases: Iterable[Case], draft: Draft) -> Iterator[Replayed]:
    """What the draft says to each case that can still be asked. Raises NotUnderstood for a draft nobody can read."""
    return (Replayed(case, draft.answer(case.asked, case.words)) for case in cases if case.asked is not None)


def _answered(stored: bytes, rules: Compiled) -> Answered:
    askings = [asking.read(line) for line in asking.apart(stored)]
    decision = lattice.strictest(one.decided(rules) for one in askings)
    moved = tuple(found for one in askings if (found := _moved(one)))
    return Answered(asking.verdict(decision), asking.seal(decision), moved, len(askings))


def _moved(one: asking.Asking) -> Moved | None:
    fact = one.question.facts.money
    said = fact.value if isinstance(fact, Known) else None
    if (
        not isinstance(said, dict)
        or not isinstance(said.get("amount"), int)
        or not isinstance(said.get("currency"), str)
    ):
        return None
    return Moved(said["currency"].upper(), str(said.get("category", "")), said["amount"])


def _rule(text: str, then: Vocabulary, today: Vocabulary) -> Rule:
    """What a sentence meant then; where it names what was not there yet, what it means today."""
    try:
        rule = language.parse(text, today)
    except NotUnderstood:
        return language.parse(text, then)
    if _same_names(rule, then):
        return rule
    try:
        return language.parse(text, then)
    except NotUnderstood:
        return rule


def _same_names(rule: Rule, then: Vocabulary) -> bool:
    """Did every name in the rule stand for the same thing then? So the sentence need not be read twice."""
    known = {(one.id, one.name) for kind in KINDS for one in then.named(kind)}
    return all((one.id, one.name) in known for one in _named(rule))


def _named(part: Any) -> Iterator[Named]:
    if isinstance(part, Named):
        yield part
    elif isinstance(part, Frozen):
        for name in type(part).model_fields:
            yield from _named(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _named(each)
