"""A draft asked about the past: each recorded case again, under the words and the bounds of its own moment.

Pure: cases come in, in order, and what the draft says to each comes out. Equal questions are asked once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, get_args

from apps.connectors.contract import Known
from apps.policies import asking, language, lattice
from apps.policies.case import Case
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import Decision, Outcome
from apps.policies.language import NotUnderstood
from apps.policies.rule import Clause, Computed, Frozen, Named, Native, Rule, Total, tests_in
from apps.policies.running import Running
from apps.policies.verdicts import Verdict
from apps.policies.vocabulary import Vocabulary

KINDS = ("groups", "connectors", "agents")  # what has ids of its own in a vocabulary
AROUND, AFTER, CONNECTOR = b'"circumstances":{', b'},"connector":', b'"connector":'
LOOKS_AROUND = frozenset(get_args(one.model_fields["kind"].annotation)[0] for one in get_args(Computed)) - {
    "risk", "deed", "asked by",
}  # fmt: skip
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


@dataclass(slots=True)
class Part:
    """What the rules say to one action of a case; `answered`: what follows where it is the only one."""

    decision: Decision
    moved: Moved | None
    answered: Answered | None = None


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
    """Sentences and the vocabulary of today; vocabularies of the past by their digests, as far as they are known."""

    sentences: Sequence[str]
    today: Vocabulary
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    most_known: int = MOST_KNOWN
    _compiled: dict[str, Compiled] = field(default_factory=dict)
    _known: dict[tuple[str, bytes], Part] = field(default_factory=dict)
    _ends: dict[Decision, tuple[Verdict, str]] = field(default_factory=dict)

    def under(self, words: str) -> Compiled:
        """The rules as they would have been compiled under the words of a moment."""
        if words not in self._compiled:
            then = self.vocabularies.get(words, self.today)
            rules = [(f"rule {number}", _rule(text, then, self.today)) for number, text in enumerate(self.sentences, 1)]
            self._compiled[words] = compile_rules(rules, then)
        return self._compiled[words]

    def answer(self, asked: bytes, words: str) -> Answered:
        """What it says to a recorded question. Equal ones are asked once."""
        lines = asking.apart(asked)
        return (
            self._alone(lines[0], words) if len(lines) == 1 else self._together([self._part(n, words) for n in lines])
        )

    def answer_in_order(self, case: Case, running: Running) -> Answered:
        """The same under totals as they would stand by now; and what becomes of the case moves them for the next."""
        recorded = [asking.read(line) for line in asking.apart(case.asked or b"")]
        moved = [running.as_it_would_stand(case, one.question) for one in recorded]
        asked = [one.model_copy(update={"question": now}) for one, now in zip(recorded, moved, strict=True)]
        found = self._together([Part(one.decided(self.under(case.words)), _moved(one)) for one in asked])
        replayed = Replayed(case, found)
        running.note(case, moved, ran=replayed.ran, runs=replayed.runs)
        return found

    def runs_totals(self) -> bool:
        """Does any of its rules look at what came before? Then cases are asked in order."""
        return bool(self._kinds & IN_ORDER)

    @property
    def totals(self) -> tuple[Total, ...]:
        """The running totals that its rules ask for."""
        return tuple(dict.fromkeys(test for test in self._tests if isinstance(test, Total)))

    @cached_property
    def _clauses(self) -> tuple[Clause, ...]:
        rules = (_rule(text, self.today, self.today) for text in self.sentences)
        return tuple(clause for rule in rules for clause in rule.clauses)

    @cached_property
    def _tests(self) -> tuple[Native | Computed, ...]:
        return tuple(test for clause in self._clauses for test in tests_in(clause.condition))

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(test.kind for test in self._tests)

    @cached_property
    def _looks_around(self) -> bool:
        """Does any rule look at the circumstances? What is owed besides may have come with the action."""
        return bool(self._kinds & LOOKS_AROUND) or any(clause.extras for clause in self._clauses)

    def _alone(self, line: bytes, words: str) -> Answered:
        """What it says to a question that is all of its case."""
        part = self._part(line, words)
        if part.answered is None:
            part.answered = self._together([part])
        return part.answered

    def _together(self, parts: Sequence[Part]) -> Answered:
        verdict, seal = self._end(lattice.strictest(one.decision for one in parts))
        return Answered(verdict, seal, tuple(one.moved for one in parts if one.moved), len(parts))

    def _part(self, line: bytes, words: str) -> Part:
        key = (words, line if self._looks_around else without_circumstances(line))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= self.most_known:
                self._known.clear()
            asked = asking.read(line)
            found = self._known[key] = Part(asked.decided(self.under(words)), _moved(asked))
        return found

    def _end(self, decision: Decision) -> tuple[Verdict, str]:
        """What follows from a decision, and its seal: there are few different ones."""
        found = self._ends.get(decision)
        if found is None:
            if len(self._ends) >= MOST_KNOWN:
                self._ends.clear()
            found = self._ends[decision] = (Verdict.of(asking.verdict(decision)), asking.seal(decision))
        return found


def replay(cases: Iterable[Case], draft: Draft) -> Iterator[Replayed]:
    """What the draft says to each case that can still be asked. Raises NotUnderstood for a draft nobody can read."""
    return (Replayed(case, draft.answer(case.asked, case.words)) for case in cases if case.asked is not None)


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


def without_circumstances(line: bytes) -> bytes:
    """A key for rules that look at none of them. No text can end the cut too early: quotes inside it are escaped."""
    begin, connector = line.find(AROUND), line.find(CONNECTOR)
    if not 0 <= begin < connector:
        return line  # it has none; what is called so further on is a fact
    return line[:begin] + line[line.index(AFTER, begin) :]


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
