"""One clause of one rule, ready to be asked, and what a decision says of it."""

from dataclasses import dataclass
from functools import cached_property

from apps.policies.decision import Matched, Outcome, Requirement
from apps.policies.rule import EVERYTHING_ELSE, Clause, Effect

OUTCOMES = {
    Effect.AUTO: Outcome.AUTO,
    Effect.ASK: Outcome.APPROVE,
    Effect.SUGGEST: Outcome.SUGGEST,
    Effect.DENY: Outcome.DENY,
}


@dataclass(frozen=True)
class Part:
    rule_id: str
    number: int  # the rule's place in the policy, from 1
    sentence: str
    clause: Clause
    text: str  # its Cedar policies

    @cached_property
    def otherwise(self) -> bool:
        return any(target.deed == EVERYTHING_ELSE for target in self.clause.targets)

    def line(self, note: str) -> Matched:
        """The part as a line of the decision; `note`: what could not be told, where it counts because of that."""
        return self._noted(f"Counted, because {note}.") if note else self._line

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        return tuple(
            Requirement(
                people=need.people,
                groups=tuple(group.id for group in need.groups),
                rule_id=self.rule_id,
                sentence=self.sentence,
                number=self.number,
            )
            for need in self.clause.needs
        )

    @cached_property
    def _line(self) -> Matched:
        return self._noted("")

    def _noted(self, note: str) -> Matched:
        outcome = OUTCOMES[self.clause.effect]
        return Matched(rule_id=self.rule_id, sentence=self.sentence, outcome=outcome, note=note, number=self.number)
