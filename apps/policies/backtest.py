"""A draft asked about the past: each recorded case again, under the words and the bounds of its own moment.

Pure: cases come in, in order, and what the draft says to each comes out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from apps.policies import asking, lattice, written
from apps.policies.answers import Answers, Said
from apps.policies.asking import Line
from apps.policies.case import Case
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import Outcome
from apps.policies.kept import nameless
from apps.policies.language import NotUnderstood
from apps.policies.rule import Computed, First, Frozen, Named, Native, Rule, Total, tests_in
from apps.policies.running import Running, party
from apps.policies.verdicts import Verdict
from apps.policies.vocabulary import Vocabulary

KINDS = ("groups", "connectors", "agents")  # what has ids of its own in a vocabulary
IN_ORDER = frozenset({"total", "first"})  # tests of what came before
MOST_KNOWN = 200_000  # answers kept; then they are forgotten and asked anew


class Moved(NamedTuple):
    """What one action would move, or that it is one action."""

    currency: str
    category: str
    amount: int  # minor units


@dataclass(frozen=True, slots=True)
class Answered:
    """What the draft says to a question, with what its actions would move."""

    verdict: Verdict
    seal: str
    moved: tuple[Moved, ...]
    actions: int


@dataclass(frozen=True, slots=True)
class Replayed:
    case: Case
    now: Answered

    @property
    def ran(self) -> bool:
        return self.case.ran

    @property
    def runs(self) -> bool:
        """Would it have run? People who are asked answer as they did; for what nobody was asked about, as it went."""
        now, then = self.now.verdict.outcome, self.case.verdict.outcome
        if now == Outcome.AUTO and then != Outcome.AUTO:
            return True
        return now in (Outcome.AUTO, Outcome.APPROVE) and self.case.ran

    @property
    def changed(self) -> bool:
        return not self.now.verdict.same_as(self.case.verdict)


@dataclass
class Draft:
    """Sentences and the vocabulary of today; vocabularies of the past by their digests, as far as they are known.
    `in_force`: the rules that decide now. Where the draft means the same, it says so in the same words.
    """

    sentences: Sequence[str]
    today: Vocabulary
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    in_force: Sequence[Rule] = ()
    most_known: int = MOST_KNOWN
    _under: dict[str, Answers] = field(default_factory=dict)
    _ends: dict[tuple[Said, ...], tuple[Verdict, str]] = field(default_factory=dict)

    def under(self, words: str) -> Compiled:
        """The rules as they would have been compiled under the words of a moment."""
        return self._answers(words).rules

    def answer(self, asked: bytes, words: str) -> Answered:
        """What it says to a recorded question. Those that it cannot tell apart are asked once."""
        lines, answers = [Line.of(one) for one in asking.apart(asked)], self._answers(words)
        return self._together(lines, tuple(map(answers.to, lines)))

    def answer_in_order(self, case: Case, running: Running) -> Answered:
        """The same under totals as they would stand by now; and what becomes of the case moves them for the next."""
        lines, answers = [Line.of(one) for one in asking.apart(case.asked or b"")], self._answers(case.words)
        recorded = [one.asking() for one in lines]
        moved = [running.as_it_would_stand(case, one.question) for one in recorded]
        asked = [one.model_copy(update={"question": now}) for one, now in zip(recorded, moved, strict=True)]
        found = self._together(lines, tuple(map(answers.to_moved, lines, asked)))
        replayed = Replayed(case, found)
        running.note(case, moved, ran=replayed.ran, runs=replayed.runs)
        return found

    def runs_totals(self) -> bool:
        """Does any of its rules look at what came before? Then cases are asked in order."""
        return any(test.kind in IN_ORDER for test in self._tests)

    @property
    def totals(self) -> tuple[Total, ...]:
        """The running totals that its rules ask for."""
        return _totals(self._tests)

    @property
    def totals_in_force(self) -> tuple[Total, ...]:
        return _totals(_tests_of(self.in_force))

    @property
    def parties(self) -> frozenset[str]:
        """Whose totals its rules ask for, and whose first times."""
        firsts = (test.of for test in self._tests if isinstance(test, First))
        return frozenset(map(party, (*(one.per for one in self.totals), *firsts)))

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        same = {str(nameless(rule)): rule for rule in self.in_force}
        read = (written.read(text, self.today) for text in self.sentences)
        return tuple(same.get(str(nameless(rule)), rule) for rule in read)

    @cached_property
    def _tests(self) -> tuple[Native | Computed, ...]:
        return _tests_of(self._rules)

    def _answers(self, words: str) -> Answers:
        found = self._under.get(words)
        if found is None:
            compiled = self._compiled(self.vocabularies.get(words, self.today))
            alike = (one for one in self._under.values() if one.rules is compiled)
            found = self._under[words] = next(alike, None) or Answers(compiled, self.most_known)
        return found

    def _compiled(self, then: Vocabulary) -> Compiled:
        rules = (_meant(text, rule, then) for text, rule in zip(self.sentences, self._rules, strict=True))
        return compile_rules([(f"rule {number}", rule) for number, rule in enumerate(rules, 1)], then)

    def _together(self, lines: Sequence[Line], said: tuple[Said, ...]) -> Answered:
        verdict, seal = self._end(said)
        return Answered(verdict, seal, tuple(filter(None, map(moved, lines))), len(lines))

    def _end(self, said: tuple[Said, ...]) -> tuple[Verdict, str]:
        """What follows from the decisions about one case, and their seal: there are few different ones."""
        found = self._ends.get(said)
        if found is None:
            if len(self._ends) >= MOST_KNOWN:
                self._ends.clear()
            decision = lattice.strictest(one.decision for one in said)
            found = self._ends[said] = (Verdict.of(asking.verdict(decision)), asking.seal(decision))
        return found


def replay(cases: Iterable[Case], draft: Draft) -> Iterator[Replayed]:
    """What the draft says to each case that can still be asked. Raises NotUnderstood for a draft nobody can read."""
    return (Replayed(case, draft.answer(case.asked, case.words)) for case in cases if case.asked is not None)


def _tests_of(rules: Iterable[Rule]) -> tuple[Native | Computed, ...]:
    clauses = (clause for rule in rules for clause in rule.clauses)
    return tuple(test for clause in clauses for test in tests_in(clause.condition))


def _totals(tests: Iterable[Native | Computed]) -> tuple[Total, ...]:
    return tuple(dict.fromkeys(test for test in tests if isinstance(test, Total)))


def moved(line: Line) -> Moved | None:
    """What the action of a recorded question would move; None where it moves nothing."""
    fact = line.said["question"].get("facts", {}).get("money", {})
    said = fact.get("value")
    if (
        not isinstance(said, dict)
        or not isinstance(said.get("amount"), int)
        or not isinstance(said.get("currency"), str)
    ):
        return None
    return Moved(said["currency"].upper(), str(said.get("category", "")), said["amount"])


def _meant(text: str, today: Rule, then: Vocabulary) -> Rule:
    """What a sentence meant then; where it names what was not there yet, what it means today."""
    if _same_names(today, then):
        return today
    try:
        return written.read(text, then)
    except NotUnderstood:
        return today


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
