"""Who signs, and what is owed besides."""

from typing import Any

from apps.policies.language.build_names import Nodes, refuse
from apps.policies.language.build_states import StateBuilder
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import Approval
from apps.policies.rule import Extra, Named, Need

MOST_PEOPLE = 20
EITHER_WAY = "“And” between groups can mean two things: write “A or B”, or “one person from each of A and B”."
Needs = tuple[Need, ...]


class Bare(tuple[Need, ...]):
    """Groups without a number: after “two people from A”, “and B” might belong to the two."""

    __slots__ = ()


class SignerBuilder(StateBuilder):
    def some(self, found: Nodes) -> Needs:
        number, *groups = found
        return (Need(people=_people(number), groups=groups[0] if groups else ()),)

    def some_at_least(self, found: Nodes) -> Needs:
        return self.some(found[1:])

    def one(self, found: Nodes) -> Needs:
        return (Need(people=1, groups=found[0]),)

    def bare_groups(self, found: Nodes) -> Needs:
        return Bare(self.one(found))

    def anyone(self, _found: Nodes) -> Needs:
        return (Need(people=1),)

    def two(self, found: Nodes) -> Needs:
        return (Need(people=2, groups=found[0] if found else ()),)

    def review_by(self, found: Nodes) -> Needs:
        return (Need(people=1, groups=found[0].meaning("REVIEW_BY")),)

    def from_each(self, found: Nodes) -> Needs:
        people = _people(found[0])
        return tuple(Need(people=people, groups=(group,)) for group in found[1])

    def from_each_one(self, found: Nodes) -> Needs:
        return tuple(Need(people=1, groups=(group,)) for group in found[0])

    def both_of(self, found: Nodes) -> Needs:
        """`both budget owners`"""
        return (Need(people=2, groups=(found[0],)),)

    def some_of_them(self, found: Nodes) -> Needs:
        """`two people, at least one of them from Finance`"""
        people, *part = [_people(each) for each in found if "NUMBER" in getattr(each, "meanings", ())]
        return (Need(people=people), Need(people=part[0] if part else 1, groups=found[-1]))

    def from_each_comma(self, found: Nodes) -> Needs:
        return self.from_each_one([(found[0], *found[1])])

    def groups_each(self, found: Nodes) -> Needs:
        return self.from_each_comma(found)

    def signer(self, found: Nodes) -> Any:
        return found[0]

    def signers(self, found: Nodes) -> Approval:
        """All of these."""
        needs = tuple(need for part in found for need in part)
        counted = [at for at, part in enumerate(found) if not isinstance(part, Bare) and part[0].groups]
        if counted and any(isinstance(part, Bare) for part in found[counted[0] :]):
            raise NotUnderstood(EITHER_WAY)
        if len(set(needs)) < len(needs):
            raise NotUnderstood("The same people are asked for twice; say how many people it takes in all.")
        return Approval(needs)

    def chain(self, found: Nodes) -> Approval:
        return Approval(tuple(need for part in found for need in part), in_order=True)

    def approval(self, found: Nodes) -> Approval:
        return approval_of(found[0]) if found else Approval((Need(people=1),))

    consent = consent_with = approval

    # --- extras

    def extra_tell(self, found: Nodes) -> Extra:
        return Extra(kind="tell", who=found[0])

    def extra_hold(self, found: Nodes) -> Extra:
        return Extra(kind="hold", seconds=found[0])

    def extra_give(self, found: Nodes) -> Extra:
        return Extra(kind="give", what=found[0])

    def extra_key(self, _found: Nodes) -> Extra:
        return Extra(kind="security key")

    def extra_channel(self, _found: Nodes) -> Extra:
        return Extra(kind="second channel")

    def extra_expire(self, found: Nodes) -> Extra:
        return Extra(kind="expire", seconds=found[0])


def approval_of(found: Any) -> Approval:
    if isinstance(found, Approval):
        return found
    groups: tuple[Any, ...] = found
    if groups and isinstance(groups[0], Named):
        return Approval((Need(people=1, groups=groups),))
    return Approval(groups)


def _people(spoken: Spoken) -> int:
    people = spoken.meaning("NUMBER")
    if not isinstance(people, int) or not 1 <= people <= MOST_PEOPLE:
        raise refuse(f"Between one and {MOST_PEOPLE} people can be asked.", spoken)
    return people
