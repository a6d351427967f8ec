"""What is done and by whom, and what stands before and behind the core of a sentence."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from apps.policies.language.acts import finished
from apps.policies.language.build_limits import amounts
from apps.policies.language.build_names import Nodes
from apps.policies.language.build_steps import StepBuilder
from apps.policies.language.build_totals import Per
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import (
    Cond,
    Doing,
    Tail,
    Who,
    through,
    until,
)
from apps.policies.language.passive import Unlisted, passive_doing
from apps.policies.rule import (
    AskedBy,
    Count,
    Number,
    Share,
    tests_in,
)


class TailBuilder(StepBuilder):
    """What stands before and behind the core."""

    def when(self, found: Nodes) -> Tail:
        return Tail("when", found[0])

    def when_amount(self, found: Nodes) -> Tail:
        return Tail("when", Cond(amounts(found[0])))

    def when_place(self, found: Nodes) -> Tail:
        return Tail("when", self.at_places(found))

    def unless(self, found: Nodes) -> Tail:
        return Tail("unless", found[0])

    def only_if(self, found: Nodes) -> Tail:
        return Tail("only if", found[0])

    def until(self, found: Nodes) -> Tail:
        return Tail("unless", found[0])

    def until_date(self, found: Nodes) -> Tail:
        return Tail("when", until(found[0]))

    def through_date(self, found: Nodes) -> Tail:
        return Tail("when", through(found[0]))

    def nothing(self, _found: Nodes) -> Tail:
        return Tail("nothing")

    def before_it(self, _found: Nodes) -> None:
        return None

    def owing(self, found: Nodes) -> Tail:
        return Tail("owing", extras=(found[0],))

    def capped_times(self, found: Nodes) -> Tail:
        """`…, at most 10 a day`"""
        op, number, *parts = found
        return Tail("capped", self.total_times([op, number, *(part for part in parts if isinstance(part, Per))]))

    def capped_money(self, found: Nodes) -> Tail:
        op, money, *parts = found
        return Tail("capped", self.total_money([[(op, money)], *(part for part in parts if isinstance(part, Per))]))


class DoingBuilder(TailBuilder):
    """What is done, by whom."""

    def doing(self, found: Nodes) -> Doing:
        acts, *parts = [part for part in found if part is not None]
        if any(not isinstance(part, Cond | Who) for part in parts):
            raise TypeError(f"A part of the sentence would be lost: {parts}")
        conds = tuple(part for part in parts if isinstance(part, Cond))
        _no_split_share(conds)
        agents = tuple(agent for part in parts if isinstance(part, Who) for agent in part.agents)
        of_records = any(isinstance(test, Count) for cond in conds for test in tests_in(cond.condition))
        return Doing(finished(acts) if of_records else acts, agents, conds)

    things = doing

    def by(self, found: Nodes) -> Who:
        return Who(agents=found[0])

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
        return passive_doing((), [], found[-1])

    def thing_cap(self, found: Nodes) -> Any:
        acts, *parts = found
        return self.doing([acts, *(part for part in parts if isinstance(part, Cond | Who))]), [
            part for part in parts if not isinstance(part, Cond | Who)
        ]

    def passive(self, found: Nodes) -> Nodes:
        return found

    def passive_labelled(self, found: Nodes) -> Nodes:
        return [(), *found]

    passive_anything = passive_labelled

    def passive_open(self, found: Nodes) -> Nodes:
        return [Unlisted(found[0]), *found[1:]]

    def patients(self, found: Nodes) -> Nodes:
        return list(found)

    def who(self, found: Nodes) -> Who:
        return Who(agents=found[0])

    def all_agents(self, _found: Nodes) -> Who:
        return Who()

    def askers(self, found: Nodes) -> Who:
        return Who(askers=(Cond(AskedBy(groups=found[0])),))


def _no_split_share(conds: Sequence[Cond]) -> None:
    """`15% below the price` is one measure, and not two."""
    for before, after in pairwise(each.condition for each in conds):
        if isinstance(before, Number) and before.percent and isinstance(after, Share):
            raise NotUnderstood("Say it as a share: under 85% of the price.")
