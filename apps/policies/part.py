"""One clause of one rule, ready to be asked, and what a decision says of it."""

from dataclasses import dataclass
from functools import cached_property

from apps.connectors.contract import Risk
from apps.policies.decision import Matched, Outcome, Owed, Requirement
from apps.policies.rule import EVERYTHING_ELSE, Clause, Effect

OUTCOMES = {
    Effect.AUTO: Outcome.AUTO,
    Effect.ASK: Outcome.APPROVE,
    Effect.SUGGEST: Outcome.SUGGEST,
    Effect.DENY: Outcome.DENY,
    Effect.OWE: Outcome.AUTO,
}
SIGNED = frozenset({"security key", "second channel"})  # what only a signer can give


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

    @cached_property
    def adds_only(self) -> bool:
        """Whether it decides nothing: it only says what else is owed."""
        return self.clause.effect is Effect.OWE and not self._signed

    @cached_property
    def loosens(self) -> bool:
        return self.clause.effect is Effect.AUTO

    def line(self, note: str, risk: Risk) -> Matched:
        """The part as a line of the decision; `note`: what could not be told, where it counts because of that."""
        if self.clause.later_s and risk is Risk.CRITICAL:
            return self._noted("What is critical is signed first.", Outcome.APPROVE)
        return self._noted(f"Counted, because {note}.", self._outcome) if note else self._line

    def requirements(self, risk: Risk) -> tuple[Requirement, ...]:
        return () if self.clause.later_s and risk is not Risk.CRITICAL else self._requirements

    @cached_property
    def owed(self) -> tuple[Owed, ...]:
        said = {"rule_id": self.rule_id, "sentence": self.sentence, "number": self.number}
        extras = [
            Owed(kind=extra.kind, seconds=extra.seconds, groups=tuple(g.id for g in extra.who), what=extra.what, **said)
            for extra in self.clause.extras
        ]
        needs = self.clause.needs if self.clause.later_s else ()
        later = [
            Owed(
                kind="later",
                seconds=self.clause.later_s,
                people=need.people,
                groups=tuple(g.id for g in need.groups),
                **said,
            )
            for need in needs
        ]
        return (*extras, *later)

    @cached_property
    def _requirements(self) -> tuple[Requirement, ...]:
        found = tuple(
            Requirement(
                people=need.people,
                groups=tuple(group.id for group in need.groups),
                rule_id=self.rule_id,
                sentence=self.sentence,
                number=self.number,
                order=place if self.clause.in_order else 0,
            )
            for place, need in enumerate(self.clause.needs, start=1)
        )
        if found or not (self._signed and self.clause.effect is Effect.OWE):
            return found
        return (Requirement(people=1, rule_id=self.rule_id, sentence=self.sentence, number=self.number),)

    @cached_property
    def _signed(self) -> bool:
        return any(extra.kind in SIGNED for extra in self.clause.extras)

    @cached_property
    def _outcome(self) -> Outcome:
        return Outcome.APPROVE if self.clause.effect is Effect.OWE and self._signed else OUTCOMES[self.clause.effect]

    @cached_property
    def _line(self) -> Matched:
        return self._noted("", self._outcome)

    def _noted(self, note: str, outcome: Outcome) -> Matched:
        return Matched(rule_id=self.rule_id, sentence=self.sentence, outcome=outcome, note=note, number=self.number)
