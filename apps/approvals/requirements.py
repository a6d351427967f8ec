"""What must be signed: so many people from any of these groups, or any of these people. No table, no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
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
    names: tuple[str, ...] = ()  # of the groups, as people know them
    admits: tuple[str, ...] = ()  # people, by id in hex, whom the request excludes but who count for this one
    bars: tuple[str, ...] = ()  # people who do not count for this one, whatever groups they are in
    named: tuple[str, ...] = ()  # people, by id in hex, who fit though they are in none of the groups
    order: int = 0  # among those of the same rule: 1 is signed before 2; 0: whenever

    def __post_init__(self) -> None:
        if self.people < 1:
            raise ValueError("A requirement asks for at least one person.")

    @staticmethod
    def of(stored: Mapping[str, Any]) -> "Requirement":
        fields: dict[str, Any] = {k: tuple(value) if isinstance(value, list) else value for k, value in stored.items()}
        return Requirement(**fields)

    @property
    def stored(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @property
    def people_asked(self) -> str:
        """`Finance or Support leads`, or `anyone entitled`."""
        return among(self.names or self.groups)

    def admits_person(self, person: str, excluded: Mapping[str, str]) -> bool:
        """May this person, by id in hex, sign for it at all, given whom the request excludes?"""
        return person not in self.bars and (person not in excluded or person in self.admits)

    def fits(self, person: str, held: frozenset[str]) -> bool:
        """May this person, in these groups, sign for it?"""
        return not self.groups or person in self.named or not held.isdisjoint(self.groups)

    def counts(self, person: str, *, then: frozenset[str], now: frozenset[str]) -> bool:
        """Does a signature still count, given the groups at signing and those held now?

        A named group must be held both then and now. Where anybody entitled may sign, entitlement came with the roles
        held at signing, whichever it was, so all of them must still be held. Whoever is
        named must still be somebody here.
        """
        if person in self.named:
            return bool(now)
        if self.groups:
            return not (then & now).isdisjoint(self.groups)
        return bool(now) and then <= now


def copied(asked: Asks) -> Requirement:
    if isinstance(asked, Requirement):
        return asked
    return Requirement(asked.people, tuple(asked.groups), asked.rule_id, asked.sentence)


def among(groups: Sequence[str]) -> str:
    """`Finance or Support leads`, or `anyone entitled`."""
    if not groups:
        return "anyone entitled"
    *first, last = groups
    return f"{', '.join(first)} or {last}" if first else last
