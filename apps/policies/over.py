"""An organisation's draft asked about the past of one of its workspaces: each recorded case again, under the own policy
of that moment and the draft above it. Pure.

What came before is taken as it was recorded: a rule about running totals that nobody asked for then cannot be told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from apps.policies import above, asking, lattice
from apps.policies.asking import Asking, Line
from apps.policies.backtest import Answered, moved
from apps.policies.case import Case
from apps.policies.compile import Compiled, compile_rules
from apps.policies.decision import Decision
from apps.policies.kept import Version, rules_of
from apps.policies.rule import Rule
from apps.policies.verdicts import Verdict
from apps.policies.vocabulary import Vocabulary


@dataclass
class Over:
    """`rules`: the draft's, as this workspace means them; `versions`: its own policies of then."""

    name: str
    rules: Sequence[Rule]
    today: Vocabulary
    versions: Mapping[UUID, Version]
    vocabularies: Mapping[str, Vocabulary]
    _own: dict[tuple[UUID | None, str], Compiled] = field(default_factory=dict)
    _above: dict[str, Compiled] = field(default_factory=dict)

    def answer(self, case: Case, asked: bytes) -> Answered:
        own, over = self._of_then(case.version, case.words), self._draft(case.words)
        lines = [Line.of(one) for one in asking.apart(asked)]
        decision = lattice.strictest(self._decided(one.asking(), own, over) for one in lines)
        verdict = Verdict.of(asking.verdict(decision))
        return Answered(verdict, asking.seal(decision), tuple(filter(None, map(moved, lines))), len(lines))

    def _decided(self, asked: Asking, own: Compiled, over: Compiled) -> Decision:
        said = above.limit(over, asked.question, of=self.name, enforces=frozenset(asked.enforces))
        return asked.model_copy(update={"above": said}).decided(own)

    def _of_then(self, version: UUID | None, words: str) -> Compiled:
        if (version, words) not in self._own:
            then = self.vocabularies.get(words, self.today)
            rules = rules_of(self.versions[version], then) if version else ()
            self._own[version, words] = _compiled(rules, then)
        return self._own[version, words]

    def _draft(self, words: str) -> Compiled:
        if words not in self._above:
            self._above[words] = _compiled(self.rules, self.vocabularies.get(words, self.today))
        return self._above[words]


def _compiled(rules: Sequence[Rule], words: Vocabulary) -> Compiled:
    return compile_rules([(f"rule {number}", rule) for number, rule in enumerate(rules, 1)], words)
