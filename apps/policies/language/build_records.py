"""Tests of records: their fields, lists that they stand on, checks, what came with them."""

from typing import Any

from apps.policies.inflect import plural
from apps.policies.language.build_ages import AgeBuilder
from apps.policies.language.build_joins import OWN, cond, joined
from apps.policies.language.build_limits import count_of, unit_of
from apps.policies.language.build_names import Nodes, refuse, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, Whose, turned
from apps.policies.language.things import PLACES
from apps.policies.rule import (
    Attribute,
    EveryOf,
    First,
    Given,
    Has,
    Listed,
    Not,
    Number,
    Op,
    Passed,
)

SORTS_OF_PLACE = frozenset({"environment", "database", "server", "system", "branch", "repository"})
PEOPLE = frozenset(
    "customers vendors suppliers beneficiaries contacts merchants partners employees contractors clients payees users "
    "members buyers sellers".split()
)


class RecordBuilder(AgeBuilder):
    def attribute_adj_after(self, found: Nodes) -> Cond:
        values = found[1] if isinstance(found[1], tuple) else (word(found[1], "VALUE"),)
        return cond(Attribute(of=found[0], values=values))

    def already_done(self, _found: Nodes) -> Cond:
        return self.times_already([])

    def thing_had_so(self, found: Nodes) -> str:
        return " ".join(word(each, "VALUE", "WORD", "RELATED") for each in found)

    def is_so(self, found: Nodes) -> Any:
        if found[1] == ("new",):
            raise refuse("A new one is one that this is the first time for.")
        return Attribute(of=found[0], values=found[1])

    def field_is(self, found: Nodes) -> Any:
        return Attribute(of=found[0], name=word(found[1], "ATTRIBUTE"), values=found[2])

    def whose_is(self, found: Nodes) -> Whose:
        return Whose(*found[0])

    def field_of_is(self, found: Nodes) -> Any:
        return Attribute(of=found[1], name=word(found[0], "ATTRIBUTE"), values=found[2])

    def own_field_is(self, found: Nodes) -> Any:
        return Attribute(of=OWN, name=word(found[0], "ATTRIBUTE"), values=found[1])

    def attribute(self, found: Nodes) -> Cond:
        return cond(found[0])

    attribute_for = attribute

    def not_attribute(self, found: Nodes) -> Cond:
        return cond(Not(test=found[0]))

    def attribute_adj(self, found: Nodes) -> Cond:
        *values, of = found
        if of in SORTS_OF_PLACE and set(values) & set(PLACES):
            raise NotUnderstood("This is where it takes effect.")
        return cond(Attribute(of=of, values=tuple(dict.fromkeys(values))))

    def has(self, found: Nodes) -> Cond:
        return cond(Has(of=found[0], what=found[1]))

    def has_own(self, found: Nodes) -> Cond:
        if found[0].casefold().endswith((" label", " tag")):
            raise NotUnderstood("Say how it is labelled.")
        return cond(Has(of=OWN, what=found[0]))

    def has_not(self, found: Nodes) -> Cond:
        return turned(self.has(found))

    def it_is(self, found: Nodes) -> Cond:
        return cond(Attribute(of=OWN, values=found[0]))

    def it_is_not(self, found: Nodes) -> Cond:
        return turned(self.it_is(found))

    def with_some(self, found: Nodes) -> Cond:
        if "FOUND_LINKS" in found[0].meanings:
            raise refuse("Links are found in the text.", found[0])
        return cond(Number(what=word(found[0], "COUNTED"), op=Op.AT_LEAST, hundredths=100))

    def attached(self, found: Nodes) -> Cond:
        """What is done to attachments is done with what has some."""
        if word(found[0], "COUNTED") != "attachments":
            raise refuse("Say what has them.", found[0])
        return self.with_some(found)

    def without_some(self, found: Nodes) -> Cond:
        return cond(Number(what=word(found[0], "COUNTED"), op=Op.UP_TO, hundredths=0))

    def party_list(self, found: Nodes) -> Cond:
        return cond(Listed(list=plural(word(found[0], "PARTY"))))

    # --- lists, firsts, checks, what came with it

    def listed(self, found: Nodes) -> Any:
        name = found[-1] if type(found[-1]) is str else word(found[-1], "LIST_NAME")
        return cond(Listed(list=name)) if type(found[-1]) is str or len(found) > 1 else name

    def to_list(self, found: Nodes) -> Any:
        if found[0].condition.list not in PEOPLE:
            raise NotUnderstood("Say to whom.")
        return found[0]

    def own_field(self, found: Nodes) -> Cond:
        return cond(self.own_field_is(found))

    def lasting(self, found: Nodes) -> Cond:
        """`longer than 10 days`: of a contract, of a leave."""
        spoken, number, unit = found[0], count_of(found[1]), unit_of(found[2])
        if str(spoken) == "within":
            raise refuse("Say within so long of what.", spoken)
        return cond(Number(what=f"{unit}s", op=self.op([spoken]), hundredths=number * 100))

    def lasting_net(self, found: Nodes) -> Cond:
        """`longer than net 30`"""
        return cond(Number(what="days", op=self.op(found[:1]), hundredths=count_of(found[1]) * 100))

    def lasting_most(self, found: Nodes) -> Cond:
        number, unit = found
        return cond(Number(what=f"{unit_of(unit)}s", op=Op.UP_TO, hundredths=count_of(number) * 100))

    def on_list(self, found: Nodes) -> Cond:
        return cond(Listed(list=word(found[0], "LIST_NAME")))

    def unlisted(self, found: Nodes) -> Cond:
        name = found[-1]
        return Cond(Not(test=Listed(list=name if type(name) is str else word(name, "LIST_NAME"))))

    def first(self, found: Nodes) -> Cond:
        return cond(First(of=found[-1] if type(found[-1]) is str else found[0]))

    def first_party(self, found: Nodes) -> Cond:
        return cond(First(of=found[-1]))

    def known_party(self, found: Nodes) -> Cond:
        """`to suppliers we have paid before`"""
        return turned(cond(First(of=found[0])))

    def first_for(self, found: Nodes) -> Cond:
        """`to a vendor for the first time`"""
        return cond(First(of=found[0]))

    def checked(self, found: Nodes) -> Cond:
        return cond(Passed(check=found[0]))

    def to_members(self, found: Nodes) -> Cond:
        return cond(Listed(list=f"members of {found[0].name}"))

    def checked_all(self, found: Nodes) -> Cond:
        passed: Cond = found[0]
        return passed

    def not_checked_all(self, found: Nodes) -> Cond:
        return turned(found[0])

    def not_checked(self, found: Nodes) -> Cond:
        return turned(self.checked(found))

    def not_given_of(self, found: Nodes) -> Cond:
        """`if an invoice has no purchase order number`: the action's own, for what it is about is that invoice."""
        return self.not_given(found[1:])

    def is_given(self, found: Nodes) -> Cond:
        return joined([cond(Given(what=what)) for what in found[0]], EveryOf)

    def is_given_with(self, found: Nodes) -> Cond:
        """An invoice has a purchase order number: it came with it."""
        return self.is_given([self.given(found[1:])])

    def not_given_with(self, found: Nodes) -> Cond:
        return turned(self.is_given_with(found))

    def not_given(self, found: Nodes) -> Cond:
        return turned(self.is_given(found))
