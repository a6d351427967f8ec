"""What must be signed: so many people from any of these groups. No table, no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Asks(Protocol):
    """Whatever says how many people of which groups, by which rule: a decision's requirement, or ours."""

    @property
    def people(self) -> int: ...
    @property
    def groups(self) -> Sequence[str]: ...
    @property
    def rule_id(self) -> str: ...
    @property
    def sentence(self) -> str: ...


@dataclass(frozen=True)
class Requirement:
    people: int
    groups: tuple[str, ...] = ()  # any of them; none named: anybody entitled
    rule_id: str = ""
    sentence: str = ""

    def __post_init__(self) -> None:
        if self.people < 1:
            raise ValueError("A requirement asks for at least one person.")

    @staticmethod
    def of(stored: Mapping[str, Any]) -> "Requirement":
        return Requirement(stored["people"], tuple(stored["groups"]), stored["rule_id"], stored["sentence"])

    @property
    def stored(self) -> dict[str, Any]:
        named = {"groups": list(self.groups), "rule_id": self.rule_id, "sentence": self.sentence}
        return {"people": self.people, **named}

    def fits(self, held: frozenset[str]) -> bool:
        """May somebody in these groups sign for it?"""
        return not self.groups or not held.isdisjoint(self.groups)

    def counts(self, *, then: frozenset[str], now: frozenset[str]) -> bool:
        """Does a signature still count, given the groups at signing and those held now?

        A named group must be held both then and now. Where anybody entitled may sign, entitlement came with the roles
        held at signing, whichever it was, so all of them must still be held.
        """
        if self.groups:
            return not (then & now).isdisjoint(self.groups)
        return bool(now) and then <= now


def copied(asked: Asks) -> Requirement:
    return Requirement(asked.people, tuple(asked.groups), asked.rule_id, asked.sentence)


def among(groups: Sequence[str]) -> str:
    """`Finance or Support leads`, or `anyone entitled`."""
    if not groups:
        return "anyone entitled"
    *first, last = groups
    return f"{', '.join(first)} or {last}" if first else last
