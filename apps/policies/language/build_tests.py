"""Tests of a sentence → conditions: what it is about, its risk, where its values came from."""

from typing import Any

from apps.policies.conditions import every
from apps.policies.language.build_joins import OWN, as_one_list, cond, joined, or_of_that_kind
from apps.policies.language.build_names import Nodes, refuse, word
from apps.policies.language.build_origins import OriginBuilder
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Cond, turned
from apps.policies.language.precedence import AndAlso, OrElse, all_of
from apps.policies.rule import (
    Age,
    AnyOf,
    Earlier,
    EveryOf,
    Fields,
    Finds,
    IsDeed,
    Op,
    Recipients,
    RiskIs,
    Says,
    Tagged,
    Target,
    Undoable,
    tests_in,
)
from apps.policies.told.likely import free

FOUND = {
    "FOUND_LINKS": "links", "FOUND_CODES": "codes", "FOUND_IDS": "identity numbers", "FOUND_CARDS": "card numbers",
    "FOUND_BANK": "bank details", "FOUND_SECRETS": "secrets",
}  # fmt: skip


class TestBuilder(OriginBuilder):
    __test__ = False  # no test of ours: it builds the tests of rules

    # --- joins

    def every_of(self, found: Nodes) -> Cond:
        return joined(found, EveryOf)

    def any_of(self, found: Nodes) -> Cond:
        return joined(found, AnyOf)

    either_list, both_list = any_of, every_of

    def exceptions(self, found: Nodes) -> Cond:
        return as_one_list(all_of(found))

    def or_else(self, found: Nodes) -> OrElse:
        return OrElse(found[0])

    def and_also(self, found: Nodes) -> AndAlso:
        return AndAlso(found[0])

    def not_so(self, found: Nodes) -> Cond:
        return turned(found[0])

    def that(self, found: Nodes) -> Any:
        return found[0]

    def time_of(self, found: Nodes) -> Any:
        return found[0]

    # --- recipients and fields

    def outside(self, _found: Nodes) -> Cond:
        return cond(Recipients(which="outside"))

    def inside(self, _found: Nodes) -> Cond:
        return cond(Recipients(which="inside"))

    def only_inside(self, _found: Nodes) -> Cond:
        return cond(Recipients(which="only inside"))

    def any_field(self, found: Nodes) -> Cond:
        return cond(Fields(which="any", names=found[0]))

    def only_fields(self, found: Nodes) -> Cond:
        return cond(Fields(which="only", names=found[0]))

    # --- what it is about

    def labelled(self, found: Nodes) -> Cond:
        return cond(Tagged(family="label", names=found[0]))

    def labelled_adj(self, found: Nodes) -> Any:
        return found[0]

    def not_labelled(self, found: Nodes) -> Cond:
        return turned(self.labelled(found))

    def at_places(self, found: Nodes) -> Cond:
        return cond(Tagged(family="place", names=found[0]))

    def not_at_places(self, found: Nodes) -> Cond:
        return turned(self.at_places(found))

    def of_kind(self, found: Nodes) -> Cond:
        return cond(Tagged(family="kind", names=(word(found[0], "KIND_NAME"),)))

    def marked_kind(self, found: Nodes) -> Cond:
        """`marked urgent`; what is a class of the data here is no kind of deed."""
        if "LABEL_NAME" in found[0].meanings:
            raise refuse("This is a label.", found[0])
        return self.of_kind(found)

    def labelled_freely(self, found: Nodes) -> Cond:
        """`rated as urgent`: a class of the data, or a kind of deed."""
        names = (word(found[0], "OPEN"),)
        return cond(AnyOf(of=(Tagged(family="label", names=names), Tagged(family="kind", names=names))))

    def of_kinds(self, found: Nodes) -> Cond:
        return cond(Tagged(family="kind", names=found[0]))

    def of_kind_after(self, _found: Nodes) -> Cond:
        """`abroad`"""
        return cond(Tagged(family="kind", names=("international", "abroad")))

    def not_of_kind(self, found: Nodes) -> Cond:
        return turned(self.of_kind(found))

    def finds(self, found: Nodes) -> Any:
        """A list of what can be found, or the test of it."""
        if isinstance(found[0], tuple):
            return cond(Finds(what=found[0]))
        return tuple(dict.fromkeys(found))

    def found(self, found: Nodes) -> Any:
        return next(FOUND[terminal] for terminal in found[0].meanings if terminal in FOUND)

    def not_finds(self, found: Nodes) -> Cond:
        return turned(self.finds(found))

    def texts(self, found: Nodes) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word(each) for each in found))

    def says(self, found: Nodes) -> Cond:
        return cond(Says(texts=found[0]))

    def not_says(self, found: Nodes) -> Cond:
        return turned(self.says(found))

    # --- risk and the way back

    def risk_only(self, found: Nodes) -> Cond:
        level = _level(found[0])
        if level in ("low", "critical"):
            return cond(RiskIs.model_validate({"op": "<=" if level == "low" else ">=", "level": level}))
        return cond(EveryOf(of=(RiskIs(op=Op.AT_LEAST, level=level), RiskIs(op=Op.UP_TO, level=level))))

    def risk_above(self, found: Nodes) -> Cond:
        return cond(RiskIs(op=Op.AT_LEAST, level=_level(found[-1])))

    def risk_at_least(self, found: Nodes) -> Cond:
        return self.risk_above(found)

    def risk_at_most(self, found: Nodes) -> Cond:
        return cond(RiskIs(op=Op.UP_TO, level=_level(found[-1])))

    def risk_below(self, found: Nodes) -> Cond:
        return self.risk_at_most(found)

    def risk_two(self, found: Nodes) -> Cond:
        order = ["low", "medium", "high", "critical"]
        low, high = sorted(map(_level, found), key=order.index)
        if order.index(high) - order.index(low) != 1:
            raise refuse("Name two levels that are next to each other, or say “or above”.", found[0])
        parts = [RiskIs(op=Op.AT_LEAST, level=low)] if low != "low" else []
        parts += [RiskIs(op=Op.UP_TO, level=high)] if high != "critical" else []
        return cond(every(list(parts)))

    def irreversible(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("none",)))

    def reversible(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("exact", "compensate")))

    def exactly(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("exact",)))

    def not_exactly(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("compensate", "none")))

    def made_good(self, _found: Nodes) -> Cond:
        return cond(Undoable(ways=("compensate",)))

    # --- the deed itself

    def is_deed(self, found: Nodes) -> Cond:
        return cond(IsDeed(targets=tuple(act.target for act in _plain(found[0]))))

    def deed_is(self, found: Nodes) -> Cond:
        """`when the refund is for a gold customer`: of refunds."""
        noun, said = found
        if any(isinstance(test, Age) and test.of == OWN for test in tests_in(said.condition)):
            raise refuse("Say of which record: the order is older than 30 days.", noun)
        return Cond(said.condition, frozenset({str(noun.meaning("N_BARE"))}))

    def total_of(self, found: Nodes) -> Cond:
        """`when payments to one vendor exceed 20,000 USD in a week`"""
        acts = _plain(found[0])
        return Cond(self.total_money(found[1:]).condition, frozenset(act.target.deed for act in acts))

    def is_deed_so(self, found: Nodes) -> Cond:
        """An exception with its adjectives: except emergency changes."""
        acts = found[0]
        if len(acts) == 1 and acts[0].conds and acts[0].whole:
            return joined([cond(IsDeed(targets=(acts[0].target,))), *acts[0].conds], EveryOf)
        return or_of_that_kind(self.is_deed(found), acts)

    def but_not(self, found: Nodes) -> Cond:
        return turned(found[0])

    def is_not_deed(self, found: Nodes) -> Cond:
        return turned(self.is_deed(found))

    def is_objects(self, found: Nodes) -> Cond:
        return cond(IsDeed(targets=(Target(deed="anything", objects=found[0]),)))

    def has_earlier(self, found: Nodes) -> Cond:
        if any(act.unlisted for act in found[0]):
            raise NotUnderstood("Name a kind of action here, as it is listed.", pointer=found[0][0].at)
        (act,) = _plain(found[0])
        return cond(Earlier(target=act.target))

    def has_earlier_plain(self, found: Nodes) -> Cond:
        """`after an export`; after a purchase so many days may have passed instead."""
        if found[0][0].event:
            raise NotUnderstood("Say how long after it, or: after it in the same run.", pointer=found[0][0].at)
        return self.has_earlier(found)

    def not_earlier(self, found: Nodes) -> Cond:
        if free(act.target.deed for act in found[0]):
            raise NotUnderstood("Say what must be done before it in words that name an action: before a refund.")
        return turned(self.has_earlier(found))


def _level(spoken: Any) -> Any:
    return word(spoken, "RISK_LEVEL", "RISKY").casefold().replace("-", " ").split(" ")[0]


def _plain(acts: Any) -> Any:
    for act in acts:
        if act.conds or not act.whole:
            raise NotUnderstood("Name the kind of action alone here.", pointer=act.at)
    return acts
