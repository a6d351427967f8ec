"""Which signatures count for what. Pure: whoever asks brings the signatures, in the order in which they were given.

Requirements are a list, and all must hold. A signature counts for every requirement that it fits; of those of one rule
that are signed in order, only for the step whose turn it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from apps.approvals.requirements import Requirement


class Signed(NamedTuple):
    """One standing signature: by whom, by id in hex, in which groups then, and in which now."""

    who: str
    then: frozenset[str]
    now: frozenset[str]


@dataclass(frozen=True)
class Needed:
    requirement: Requirement
    have: int

    @property
    def missing(self) -> int:
        return max(self.requirement.people - self.have, 0)

    @property
    def sentence(self) -> str:
        """`1 more from Finance or Support leads`"""
        return f"{self.missing} more from {self.requirement.people_asked}"


def counted(needed: Sequence[Requirement], excluded: Mapping[str, str], signed: Sequence[Signed]) -> list[Needed]:
    """Every requirement with how many people count for it."""
    have = [0] * len(needed)
    for one in signed:
        for place in _turns(needed, have):
            asked = needed[place]
            have[place] += asked.admits_person(one.who, excluded) and asked.counts(one.who, then=one.then, now=one.now)
    return [Needed(*pair) for pair in zip(needed, have, strict=True)]


def in_turn(counts: Sequence[Needed]) -> list[Requirement]:
    """The requirements that somebody may sign for now: all but those whose turn has not come, or is over."""
    needed, have = [one.requirement for one in counts], [one.have for one in counts]
    return [needed[place] for place in _turns(needed, have)]


def _turns(needed: Sequence[Requirement], have: Sequence[int]) -> list[int]:
    steps: dict[str, int] = {}  # by rule: the first step that lacks people
    for asked, count in zip(needed, have, strict=True):
        if asked.order and count < asked.people:
            steps[asked.rule_id] = min(asked.order, steps.get(asked.rule_id, asked.order))
    return [place for place, asked in enumerate(needed) if not asked.order or asked.order == steps.get(asked.rule_id)]
