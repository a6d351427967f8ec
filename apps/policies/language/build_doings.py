"""What is done and by whom, and what stands before and behind the core of a sentence."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from apps.policies.language.acts import Act, Acts, finished
from apps.policies.language.build_joins import InBrackets, defined, done_to_that
from apps.policies.language.build_limits import amounts
from apps.policies.language.build_names import Nodes
from apps.policies.language.build_steps import StepBuilder
from apps.policies.language.build_totals import Per
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.leaning import nothing_leans
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import (
    AT_END,
    Cond,
    Doing,
    Tail,
    Who,
    Whose,
    through,
    turned,
    until,
)
from apps.policies.language.parties import OWN_PARTIES
from apps.policies.language.passive import Done, passive_doing
from apps.policies.language.precedence import AndAlso, OrElse, all_of, gathered, no_other_doing
from apps.policies.rule import (
    AnyOf,
    AskedBy,
    Attribute,
    Count,
    Number,
    Share,
    Tagged,
    tests_in,
)
from apps.policies.told.asked import normal


class TailBuilder(StepBuilder):
    """What stands before and behind the core."""

    def when(self, found: Nodes) -> Tail:
        return Tail("when", found[0])

    def when_amount(self, found: Nodes) -> Tail:
        return Tail("when", Cond(amounts(found[0])))

    def when_place(self, found: Nodes) -> Tail:
        return Tail("when", self.at_places(found))

    def when_kind(self, found: Nodes) -> Tail:
        return Tail("when", self.of_kind(found))

    def when_outside(self, found: Nodes) -> Tail:
        return Tail("when", self.not_at_places(found))

    def when_after(self, found: Nodes) -> Tail:
        return Tail("when", self.has_earlier(found))

    def when_related(self, found: Nodes) -> Tail:
        return Tail("when", self.attribute_adj(found))

    def when_first(self, found: Nodes) -> Tail:
        return Tail("when", self.within_first(found))

    def when_within(self, found: Nodes) -> Tail:
        return Tail("when", self.within_event(found))

    def when_older(self, found: Nodes) -> Tail:
        return Tail("when", self.older(found))

    def when_is(self, found: Nodes) -> Tail:
        return Tail("when", self.attribute_for(found))

    def but_never(self, found: Nodes) -> Tail:
        return Tail("but never", found[0])

    def also(self, found: Nodes) -> Tail:
        return Tail("also", more=found[0])

    def unless(self, found: Nodes) -> Tail:
        return Tail("unless", _with_what_follows(found))

    def only_if(self, found: Nodes) -> Tail:
        return Tail("only if", _with_what_follows(found))

    def times(self, found: Nodes) -> Cond:
        return all_of(found)

    def until(self, found: Nodes) -> Tail:
        return Tail("unless", found[0])

    def once(self, found: Nodes) -> Tail:
        return Tail("once", found[0])

    def once_passed(self, found: Nodes) -> Tail:
        return Tail("once", self.checked(found))

    def until_date(self, found: Nodes) -> Tail:
        return Tail("when", until(found[0]))

    def through_date(self, found: Nodes) -> Tail:
        return Tail("when", through(found[0]))

    def nothing(self, _found: Nodes) -> Tail:
        return Tail("nothing")

    def before_it(self, _found: Nodes) -> None:
        return None

    def gated(self, found: Nodes) -> Tail:
        return Tail("gated", acts=found[0])

    def before_deed(self, found: Nodes) -> Acts:
        return self.bare(found)

    def before_done(self, found: Nodes) -> Acts:
        return passive_doing((), [], Done((found[0],))).acts if found[0].meanings.get("P_ANY") else ()

    def done(self, found: Nodes) -> Done:
        words = [each for each in found if isinstance(each, Spoken)]
        return Done(tuple(words), *(each for each in found if not isinstance(each, Spoken)))

    def owing(self, found: Nodes) -> Tail:
        return Tail("owing", extras=(found[0],))

    def capped_times(self, found: Nodes) -> Tail:
        """`…, at most 10 a day`"""
        op, number, *parts = found
        return Tail("capped", self.total_times([op, number, *(part for part in parts if isinstance(part, Per))]))

    def capped_money(self, found: Nodes) -> Tail:
        op, money, *parts = found
        return Tail("capped", self.total_money([[(op, money)], *(part for part in parts if isinstance(part, Per))]))


def _named(act: Act) -> tuple[Cond, ...]:
    """A deed whose name says what somebody does, as a condition: "amendments extending the term"."""
    does = act.unlisted and any(word.endswith("ing") for word in act.target.deed.split(" ")[1:])
    return (Cond(Tagged(family="kind", names=(act.target.deed,))),) if does else ()


def _with_what_follows(found: Nodes) -> Cond:
    """`unless it is under 100 USD on weekdays`: both; behind an "or" it might belong to either."""
    if len(found) > 1 and isinstance(found[0].condition, AnyOf):
        raise NotUnderstood("Say “and” or “or” before each of these.", pointer=AT_END)
    return all_of(found)


class DoingBuilder(TailBuilder):
    """What is done, by whom."""

    def doing(self, found: Nodes) -> Doing:
        acts, *parts = [part for part in found if part is not None]
        if any(not isinstance(part, Cond | OrElse | AndAlso | Who) for part in parts):
            raise TypeError(f"A part of the sentence would be lost: {parts}")
        acts, parts = defined(acts, parts)
        no_other_doing(acts[-1], parts)
        done_to_that(acts, parts)
        _no_other_record(acts[-1], parts)
        nothing_leans([*_named(acts[-1]), *acts[-1].conds[-1:], *parts])
        conds = gathered([part for part in parts if not isinstance(part, Who)])
        _no_split_share(conds)
        agents = tuple(agent for part in parts if isinstance(part, Who) for agent in part.agents)
        of_records = any(isinstance(test, Count) for cond in conds for test in tests_in(cond.condition))
        return Doing(finished(acts) if of_records else acts, agents, conds)

    things = doing

    def by(self, found: Nodes) -> Who:
        return Who(agents=found[0])

    def aside(self, found: Nodes) -> Cond:
        return turned(found[0])

    def doing_tail(self, found: Nodes) -> Any:
        return found[0]

    def in_brackets(self, found: Nodes) -> Cond:
        return InBrackets(*found[0]) if isinstance(found[0], Cond) else found[0]

    def thing_tail(self, found: Nodes) -> Any:
        return found[0]

    def undo(self, found: Nodes) -> Doing:
        return replace(self.doing(found), undoing=True)

    def undo_anything(self, found: Nodes) -> Doing:
        place, rest_ = (
            (found[:1], found[1:])
            if found and isinstance(found[0], tuple) and not isinstance(found[0], Cond)
            else ([], found)
        )
        return self.undo([self.anything(place), *rest_])

    undo_anything_at_all = undo_anything

    def no_matter(self, _found: Nodes) -> None:
        return None

    def happening(self, found: Nodes) -> Any:
        return found[0]

    def changing_happens(self, found: Nodes) -> Doing:
        return self.doing([self.changing(found)])

    def happening_done(self, found: Nodes) -> Doing:
        return passive_doing((), [], Done((found[-1],)))

    def thing_cap(self, found: Nodes) -> Any:
        acts, *parts = found
        return self.doing([acts, *(part for part in parts if isinstance(part, Cond | Who))]), [
            part for part in parts if not isinstance(part, Cond | Who)
        ]

    def who(self, found: Nodes) -> Who:
        return Who(agents=found[0])

    def all_agents(self, _found: Nodes) -> Who:
        return Who()

    def askers(self, found: Nodes) -> Who:
        return Who(askers=(Cond(AskedBy(groups=found[0])),))


def _no_other_record(act: Act, parts: Sequence[Any]) -> None:
    """`customers whose status is blocked`: that of the customer, whatever is done to it."""
    test = parts[0].condition if parts and isinstance(parts[0], Whose) else None
    whoever = OWN_PARTIES.get(act.target.deed, frozenset())
    if isinstance(test, Attribute) and test.name and whoever.issuperset(map(normal, act.target.objects or ("",))):
        raise NotUnderstood("Say of what: “the status of the customer”.", pointer=AT_END)


def _no_split_share(conds: Sequence[Cond]) -> None:
    """`15% below the price` is one measure, and not two."""
    for before, after in pairwise(each.condition for each in conds):
        if {type(before), type(after)} == {Number, Share} and any(
            getattr(each, "percent", 0) is True for each in (before, after)
        ):
            raise NotUnderstood("Say it as a share: under 85% of the price.")
