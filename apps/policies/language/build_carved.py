"""Exceptions in a sentence of their own: this does not apply to gift cards; in that case the CFO approves."""

from dataclasses import dataclass, replace
from typing import Any

from apps.policies.language.acts import Act
from apps.policies.language.build_checks import CheckBuilder
from apps.policies.language.build_joins import joined, or_of_that_kind
from apps.policies.language.build_names import Nodes
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import AT_END, Approval, Cond, Doing, Shape, Shapes, Tail, turned
from apps.policies.rule import AnyOf, Effect, EveryOf, IsDeed

NOTHING_BEFORE = "Say in the same sentence to what this is an exception."


@dataclass(frozen=True)
class Carved:
    """What is cut out of the sentence before, and what holds of it instead."""

    cond: Cond | None = None
    doings: tuple[Doing, ...] = ()
    instead: Shapes = ()
    allows: tuple[Effect, Approval] | None = None  # of what was denied

    def on(self, before: list[Shapes]) -> list[Shapes]:
        """All that was said, with this cut out of the last sentence, and out of whatever runs by those before it."""
        if not before:
            raise NotUnderstood(NOTHING_BEFORE)
        *others, last = before
        if self.allows:
            return [*before[:-1], tuple(_allowed(shape, *self.allows) for shape in last)]
        freed = [tuple(self._cut(shape) if shape.effect is Effect.AUTO else shape for shape in each) for each in others]
        return [*freed, tuple(map(self._cut, last)), *([self.instead] if self.instead else [])]

    def _cut(self, shape: Shape) -> Shape:
        if shape.made:
            raise NotUnderstood("This holds always; say the exception in a sentence of its own.", pointer=AT_END)
        conds = [self.cond] if self.cond else [_case(doing, shape.doing) for doing in self.doings]
        return shape.when(turned(joined(conds, AnyOf)))


class CarvedBuilder(CheckBuilder):
    def carved_out(self, found: Nodes) -> Carved:
        return Carved(cond=found[0])

    def carved_things(self, found: Nodes) -> Carved:
        return Carved(doings=(found[0],))

    def carved_by(self, found: Nodes) -> Carved:
        shapes: Shapes = found[0]
        if any(shape.made or shape.effect is None for shape in shapes):
            raise NotUnderstood(NOTHING_BEFORE, pointer=AT_END)
        return Carved(doings=tuple(shape.doing for shape in shapes), instead=shapes)

    def excepted(self, found: Nodes) -> Carved:
        return Carved(allows=found[0][:2])

    def as_said(self, found: Nodes) -> Any:
        return found[0]

    def instead(self, found: Nodes) -> Tail:
        """`unless it is a renewal, in which case Sales approves`"""
        return Tail("instead", found[0], more=found[1][:2])


def _allowed(shape: Shape, effect: Effect, approval: Approval) -> Shape:
    """What was denied, where it is excepted."""
    if shape.effect is not Effect.DENY or shape.made or effect is not Effect.ASK:
        raise NotUnderstood("Say who signs for it in the sentence itself.", pointer=AT_END)
    return replace(shape, effect=effect, approval=approval, only=False)


def _case(doing: Doing, of: Doing) -> Cond:
    """The case in which it is that which is done, among all that the sentence before speaks of."""
    if (len(doing.acts) > 1 and any(act.conds for act in doing.acts)) or doing.undoing != of.undoing:
        raise NotUnderstood("Say for each one which, or write two sentences.", pointer=AT_END)
    known = {(act.target, act.conds) for act in of.acts}
    named = [] if all((act.target, ()) in known for act in doing.acts) else [_is(doing.acts)]
    conds = [*named, *(cond for act in doing.acts for cond in act.conds), *doing.conds]
    if not conds or doing.agents:
        raise NotUnderstood("This is no exception: it is all of what is said before.", pointer=AT_END)
    return joined(conds, EveryOf)


def _is(acts: tuple[Act, ...]) -> Cond:
    return or_of_that_kind(Cond(IsDeed(targets=tuple(act.target for act in acts))), acts)


def waived(said: list[Shapes]) -> list[Shapes]:
    """What needs a signature in general, without the cases of the same that a later sentence says need none."""
    done = list(said)
    for at, shapes in enumerate(said):
        free = [shape for shape in shapes if shape.effect is Effect.AUTO and not shape.made and not shape.later_s]
        for shape in free:
            for before in range(at):
                done[before] = tuple(_without(each, shape.doing) for each in done[before])
    return done


def _without(shape: Shape, free: Doing) -> Shape:
    general = shape.effect is Effect.ASK and not (shape.doing.conds or any(act.conds for act in shape.doing.acts))
    same = {act.target for act in free.acts} <= {act.target for act in shape.doing.acts}
    narrower = bool(free.conds or any(act.conds for act in free.acts)) and not free.agents
    if not (general and same and narrower) or len(free.acts) > 1 or free.undoing != shape.doing.undoing:
        return shape
    return shape.when(turned(_case(free, shape.doing)))
