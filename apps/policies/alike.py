"""What of a recorded question some rules can tell apart. Two that are alike in it are decided alike, to the bit.

At first sight: an amount is its place among the limits, recipients are whether any is outside. What surrounds the
action counts only where a rule that speaks of it looks there, and then as what each of those tests says.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from apps.connectors.contract import JsonDict
from apps.policies import facts
from apps.policies.arguments import argued
from apps.policies.coded import ARGUMENTS, STATES, asked, tree
from apps.policies.compile import Compiled
from apps.policies.question import Question
from apps.policies.rule import Amount, Count, Given, Native, tests_in
from apps.policies.told import Asked, likely, told


@dataclass(frozen=True)
class Look:
    """What is told of one object of an action before the rules are asked."""

    object_name: str
    tests: tuple[str, ...]  # by the names that they have in Cedar
    came: tuple[str, ...]  # what may be owed and may have come with the action
    argued: bool  # are its arguments asked for?


@dataclass(frozen=True)
class Sight:
    """How the rules of one policy see a question."""

    rules: Compiled

    def first(self, asked: JsonDict) -> str:
        """A key for all questions that look the same without what surrounds them."""
        question = {name: said for name, said in asked["question"].items() if name != "circumstances"}
        told = question.get("facts", {})
        question["facts"] = {
            name: self._lean(name, one) if one.get("kind") == "known" and name not in self._in_full else one
            for name, one in told.items() if name != "origins"
        }  # fmt: skip
        return repr({**asked, "question": question})

    def freely(self, question: Question) -> str:
        """Which of the kinds it is that the rules name freely: whatever surrounds an action may say so."""
        subjects, names = filter(None, (question.subject, question.undone)), ("", *facts.objects(question))
        return repr([
            str(likely.belongs(deed, subject, question.circumstances, name, likely.written(question.facts.fields)))
            for subject in subjects for name in names for deed in self.rules.free
        ])  # fmt: skip

    def further(self, question: Question) -> tuple[Look, ...]:
        """Where else the rules look that speak of such an action. The same for all that look the same at first."""
        found = (self._look(question, name) for name in facts.objects(question))
        return tuple(one for one in found if one.tests or one.came or one.argued)

    def seen(self, question: Question, looks: Sequence[Look]) -> tuple[str, ...]:
        """What each of those tests says."""
        rules, said = self.rules, list[str]()
        for look in looks:
            asked = Asked(question, rules.house, look.object_name)
            said += (told(rules.tests[name], asked) for name in look.tests)
            said += (told(Given(what=what), asked) for what in look.came)
        if any(look.argued for look in looks):
            said.append(repr(argued(question.circumstances.arguments, rules.arguments)))
        return tuple(said)

    def _look(self, question: Question, name: str) -> Look:
        rules = self.rules
        slice_ = rules.slices.of(facts.seen(question, name, rules.house, rules.tests, rules.free, rules.arguments))
        extras = (extra for at in slice_.spoken for extra in rules.parts[at].clause.extras if extra.kind == "give")
        came = dict.fromkeys(what for extra in extras for what in extra.what)
        tests = tuple(one for one in slice_.reads if one in rules.tests)
        return Look(name, tests, tuple(came), argued=ARGUMENTS in slice_.reads or STATES in slice_.reads)

    def _lean(self, family: str, fact: JsonDict) -> Any:
        """A known fact as the rules see it; one that is not as it should be stays as it stands."""
        value = fact["value"]
        if family == "money" and isinstance(value, dict) and facts.whole(value.get("amount")):
            return {**value, "amount": _place(value["amount"], self._amounts)}
        if family == "count" and facts.whole(value):
            return _place(value, self._counts)
        if family == "recipients" and _texts(value):
            return facts.sides(value, self.rules.domains)
        if family == "record":
            return facts.recorded(value)
        return fact

    @cached_property
    def _natives(self) -> tuple[Native, ...]:
        found = (test for part in self.rules.parts for test in tests_in(part.clause.condition))
        return tuple(test for test in found if isinstance(test, Native))

    @cached_property
    def _in_full(self) -> frozenset[str]:
        """The families that a rule in Cedar asks for: it may compare with anything."""
        codes = (part.clause.code for part in self.rules.parts if part.clause.code)
        return frozenset(path[0] for code in codes for path in asked(tree(code.when)))

    @cached_property
    def _amounts(self) -> list[int]:
        moves_none = 0
        return sorted({moves_none, *(one.amount for one in self._natives if isinstance(one, Amount))})

    @cached_property
    def _counts(self) -> list[int]:
        return sorted({one.number for one in self._natives if isinstance(one, Count)})


def _place(number: int, limits: list[int]) -> int:
    """Even between two limits, odd on one: every comparison with any of them says the same to all in one place."""
    at = bisect_left(limits, number)
    return 2 * at + (at < len(limits) and limits[at] == number)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
