"""Who signs, and what is owed besides."""

from typing import Any

from apps.policies.language.build_limits import SECONDS, count_of
from apps.policies.language.build_names import Nodes, refuse
from apps.policies.language.build_states import StateBuilder
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import Approval, Tail
from apps.policies.rule import Effect, Extra, Named, Need

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
        """`two engineers, at least one of them from Finance`"""
        *said, (part, of) = found
        number = next(each for each in said if "NUMBER" in getattr(each, "meanings", ()))
        groups = next((each for each in said if isinstance(each, tuple)), ())
        return (Need(people=_people(number), groups=groups), Need(people=part, groups=of))

    def two_of_them(self, found: Nodes) -> Needs:
        return (Need(people=2), Need(people=found[0][0], groups=found[0][1]))

    def part_of_them(self, found: Nodes) -> tuple[int, tuple[Named, ...]]:
        numbers = [_people(each) for each in found if "NUMBER" in getattr(each, "meanings", ())]
        return (numbers[0] if numbers else 1), found[-1]

    def people_named(self, found: Nodes) -> Needs:
        """`two people (Billing and Finance)`: one of each, if they are so many."""
        number, groups = found
        if _people(number) != len(groups):
            raise refuse("Say how many of each.", number)
        return self.from_each_one([groups])

    def but_the_asker(self, found: Nodes) -> Needs:
        """Who asked signs nothing of theirs anyhow."""
        needs: Needs = found[0]
        return needs

    def from_each_comma(self, found: Nodes) -> Needs:
        return self.from_each_one([(found[0], *found[1])])

    def groups_in_row(self, found: Nodes) -> tuple[Named, ...]:
        return _flat(found)

    def not_asker(self, _found: Nodes) -> None:
        return None

    def raised(self, _found: Nodes) -> None:
        return None

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

    def chain_of_groups(self, found: Nodes) -> Approval:
        return Approval(self.from_each_one([_flat(found)]), in_order=True)

    def all_of_groups(self, found: Nodes) -> Approval:
        return Approval(self.from_each_one([_flat(found)]))

    def however(self, found: Nodes) -> Approval:
        return self.signers(found)

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

    def reached(self, _found: Nodes) -> None:
        """With whom it is confirmed: whoever the signer calls."""

    def extra_expire(self, found: Nodes) -> Extra:
        return Extra(kind="expire", seconds=found[0])

    # --- afterwards

    def signed_later(self, found: Nodes) -> Tail:
        """`… and is signed by the controller within 24 hours`"""
        return Tail("later", more=(Effect.AUTO, approval_of(found[0])), seconds=found[1])

    def signed_next(self, found: Nodes) -> Tail:
        return self.signed_later([found[0], SECONDS["day"]])

    def working_days(self, found: Nodes) -> int:
        return count_of(found[0]) * SECONDS["day"]


def approval_of(found: Any) -> Approval:
    if isinstance(found, Approval):
        return found
    groups: tuple[Any, ...] = found
    if groups and isinstance(groups[0], Named):
        return Approval((Need(people=1, groups=groups),))
    return Approval(groups)


def _flat(found: Nodes) -> tuple[Named, ...]:
    return tuple(group for part in found for group in (part if isinstance(part, tuple) else (part,)))


def _people(spoken: Spoken) -> int:
    people = spoken.meaning("NUMBER")
    if not isinstance(people, int) or not 1 <= people <= MOST_PEOPLE:
        raise refuse(f"Between one and {MOST_PEOPLE} people can be asked.", spoken)
    return people
