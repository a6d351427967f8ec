"""Verdicts: what follows from a decision for people, in a word, and which of two is the stricter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.policies.decision import STRICTNESS, Outcome

ALONE = "auto"


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """An outcome with what is asked of people, weighed once."""

    said: dict[str, Any]  # as asking.verdict says it
    label: str
    signatures: int

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Verdict":
        return cls(said, label(said), signatures(said))

    @property
    def outcome(self) -> str:
        return str(self.said["outcome"])

    @property
    def alone(self) -> bool:
        return self.label == ALONE

    def same_as(self, other: "Verdict") -> bool:
        return self.said == other.said

    def stricter_than(self, other: "Verdict") -> bool:
        return self._weight > other._weight

    @property
    def _weight(self) -> tuple[int, int]:
        return STRICTNESS[Outcome(self.outcome)], self.signatures


def label(said: dict[str, Any]) -> str:
    """`auto`, `deny`, `suggest`, or how many signatures: `2 signatures`."""
    if said["outcome"] != Outcome.APPROVE:
        return str(said["outcome"])
    people = signatures(said)
    return f"{people} signature{'' if people == 1 else 's'}"


def signatures(said: dict[str, Any]) -> int:
    """The fewest people who can meet it: one may fit several requirements that name a group in common."""
    if said["outcome"] != Outcome.APPROVE:
        return 0
    needs = said.get("requirements", ())
    named = [(set(need["groups"]), int(need["people"])) for need in needs if need.get("groups")]
    others = [int(need["people"]) for need in needs if not need.get("groups")]
    return max(sum(_clusters(named)), *others, 1)


def _clusters(named: Sequence[tuple[set[str], int]]) -> list[int]:
    """The most people asked among requirements that the same person may fit, for each such bundle."""
    bundles: list[tuple[set[str], int]] = []
    for groups, people in named:
        apart = [bundle for bundle in bundles if bundle[0].isdisjoint(groups)]
        joined = [bundle for bundle in bundles if not bundle[0].isdisjoint(groups)]
        whole = set(groups).union(*(one for one, _ in joined))
        bundles = [*apart, (whole, max([people, *(most for _, most in joined)]))]
    return [people for _, people in bundles]
