"""What the parts of a sentence mean before they are one rule."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from apps.policies.deeds import MOVES_MONEY
from apps.policies.language.acts import Acts
from apps.policies.language.errors import NotUnderstood
from apps.policies.rule import Before, Clause, Condition, Effect, Extra, Named, Need, Not, Op, Total, negated

ANY_SORT = frozenset("read write create update deletions messages emails shares exports uploads".split())  # of whatever
UNSAID = "Say what shall happen: “without asking”, “need one person”, “only suggest” or “never”."
AT_END = -1  # a pointer to where the sentence ends


class Cond(NamedTuple):
    """A condition, and the deeds whose amount it speaks of by name: "when the refund is over 50 USD"."""

    condition: Condition
    deeds: frozenset[str] = frozenset()
    narrow: Condition | None = None  # where it can be read two ways: the one that catches less


class Narrowing(Cond):
    """A name behind a preposition."""

    __slots__ = ()


class OfObject(Narrowing):
    """A name behind "of": where nothing else says what it is done to, it is that."""

    __slots__ = ()


class Whose(Cond):
    """`whose amount is over 50 USD`: said of the noun before it."""

    __slots__ = ()


@dataclass(frozen=True)
class Doing:
    """A verb phrase or a noun phrase, with all that stands in it."""

    acts: Acts
    agents: tuple[Named, ...] = ()
    conds: tuple[Cond, ...] = ()
    undoing: bool = False


@dataclass(frozen=True)
class Who:
    agents: tuple[Named, ...] = ()
    askers: tuple[Cond, ...] = ()


@dataclass(frozen=True)
class Approval:
    needs: tuple[Need, ...]
    in_order: bool = False


@dataclass(frozen=True)
class Shape:
    """One effect on what is done, still open to what the rest of the sentence adds."""

    effect: Effect | None  # None: a deed without a word on what shall happen
    doing: Doing
    approval: Approval = Approval(())
    extras: tuple[Extra, ...] = ()
    later_s: int = 0
    bare: bool = False  # "may refund": a permission that does not itself say "without asking"
    made: Clause | None = None  # whole already
    only: bool = False  # "only on Mondays": what follows would be read the wrong way round
    gates: bool = False  # "… before merging": merging waits for it as well
    open_to: bool = False  # "ask one person": of whatever the rest of the sentence says
    besides: bool = False  # a step that adds to those before

    def when(self, *conds: Cond) -> "Shape":
        return replace(self, doing=replace(self.doing, conds=(*self.doing.conds, *conds)))


Shapes: TypeAlias = tuple[Shape, ...]


@dataclass(frozen=True)
class Tail:
    """What stands before or behind the core of a sentence."""

    how: str  # "when", "loosely", "unless", "only if", "owing", "nothing", "gated", "but never", "also"
    cond: Cond | None = None
    extras: tuple[Extra, ...] = ()
    acts: Acts = ()
    more: tuple[Effect, Approval] | None = None  # a further effect on the same
    seconds: int = 0  # within which those sign who sign afterwards

    def on(self, shapes: Shapes) -> Shapes:
        return tuple(new for shape in shapes for new in self._on(shape))

    def _on(self, shape: Shape) -> Shapes:
        if self.how == "nothing":
            return (shape,)
        if self.how in ("loosely", "when") and shape.only:
            raise NotUnderstood("Say all of it behind “only”.", pointer=AT_END)
        if self.how == "gated":
            return (_gated(shape, self.acts),)
        if shape.made:
            raise NotUnderstood("This holds always; say the condition in a sentence of its own.")
        if self.how == "later" and self.more:
            return (_later(shape, self.more[1], self.seconds),)
        if self.how == "instead" and self.cond and self.more:
            other = replace(shape, effect=self.more[0], approval=self.more[1], extras=(), bare=False)
            return (shape.when(turned(self.cond)), other.when(self.cond))
        if self.more:
            return (shape, _more(shape, *self.more))
        if self.how == "capped" and self.cond:
            return _capped(shape, self.cond)
        if self.cond is None:
            return (_owing(shape, self.extras),)
        if self.how == "unless" and shape.open_to and not shape.doing.conds:
            raise NotUnderstood("Say of which actions, or when.", pointer=AT_END)
        if self.how == "unless":
            return (shape.when(turned(self.cond)),)
        if self.how == "but never":
            return (shape, _never(shape, self.cond))
        if self.how == "only if" or (self.how == "once" and shape.effect is Effect.AUTO):
            return _only(shape, self.cond)
        return (shape.when(self.cond),)


def turned(cond: Cond) -> Cond:
    """The condition turned round; of what was read broadly the narrow reading is then the broad one."""
    if cond.narrow is None:
        return Cond(negated(cond.condition), cond.deeds)
    return Cond(negated(cond.narrow), cond.deeds, negated(cond.condition))


def until(day: date) -> Cond:
    """Before that day begins."""
    return Cond(Before(date=day.isoformat()))


def through(day: date) -> Cond:
    return until(day + timedelta(days=1))


def _only(shape: Shape, cond: Cond) -> Shapes:
    """Only under this condition: what is done otherwise is denied, unless the sentence asked or waived by name."""
    if shape.effect is None:
        return (replace(shape, effect=Effect.DENY).when(turned(cond)),)
    if shape.effect in (Effect.DENY, Effect.SUGGEST):
        raise NotUnderstood("“Never” and “only if” in one sentence can mean two things: say “never … unless …”.")
    if shape.effect is Effect.AUTO and shape.bare:
        return (shape.when(cond), replace(shape, effect=Effect.DENY, bare=False).when(turned(cond)))
    return (shape.when(cond),)


def _later(shape: Shape, approval: Approval, seconds: int) -> Shape:
    """What runs, and is signed afterwards."""
    if shape.effect is Effect.DENY:
        return shape
    if shape.effect is not Effect.AUTO or shape.later_s:
        raise NotUnderstood(
            "Say first that it may run: “may run first and need … within … afterwards”.", pointer=AT_END
        )
    return replace(shape, approval=approval, later_s=seconds, bare=False)


def _more(shape: Shape, effect: Effect, approval: Approval) -> Shape:
    """A further effect on the same. Behind "only by Support" it holds for all of it, not for the others alone."""
    if shape.effect is Effect.DENY:
        if effect is not Effect.ASK:
            raise NotUnderstood("Say in a sentence of its own what needs no approval.", pointer=AT_END)
        shape = replace(shape, doing=replace(shape.doing, conds=shape.doing.conds[:-1]), only=False)
    if shape.effect is Effect.AUTO and effect is not Effect.AUTO:
        raise NotUnderstood("What runs without asking asks nobody; say from where on it does.", pointer=AT_END)
    return replace(shape, effect=effect, approval=approval, extras=(), bare=False)


def _never(shape: Shape, cond: Cond) -> Shape:
    """Of the same deed "but never to main", wherever else it was said to be."""
    if shape.effect not in (Effect.AUTO, Effect.ASK):
        raise NotUnderstood("Say in a sentence of its own what is never done.", pointer=AT_END)
    kept = tuple(each for each in shape.doing.conds if _sort(each.condition) != _sort(cond.condition))
    doing = replace(shape.doing, conds=(*kept, cond))
    return replace(shape, effect=Effect.DENY, doing=doing, approval=Approval(()), extras=(), later_s=0, bare=False)


def _sort(condition: Condition) -> tuple[str, str]:
    test = condition.test if isinstance(condition, Not) else condition
    return test.kind, getattr(test, "family", "")


def _gated(shape: Shape, acts: Acts) -> Shape:
    """What must come before another action holds that one back as well."""
    if shape.effect is Effect.AUTO:
        return shape
    if not (shape.gates or shape.effect in (Effect.ASK, Effect.OWE)):
        raise NotUnderstood("Say what must come first: “never … unless …”.", pointer=AT_END)
    known = {act.target.deed for act in shape.doing.acts}
    money = bool(known & MOVES_MONEY)  # payments are released as well, which is no release of software
    more = tuple(
        a for a in acts if a.target.deed not in known | ANY_SORT and (not money or a.target.deed in MOVES_MONEY)
    )
    return replace(shape, doing=replace(shape.doing, acts=(*shape.doing.acts, *more)))


def _capped(shape: Shape, cap: Cond) -> Shapes:
    """Up to so much in a period, and nothing beyond it."""
    if shape.effect is not Effect.AUTO:
        raise NotUnderstood("Say the limit in a sentence of its own: “no more than … per day”.", pointer=AT_END)
    return (shape.when(cap), replace(shape, effect=Effect.DENY, bare=False, extras=()).when(over_the(cap)))


def over_the(cap: Cond) -> Cond:
    """Beyond a cap: what may be done up to so much a day is denied from there on."""
    turns = {Op.UP_TO: Op.OVER, Op.UNDER: Op.AT_LEAST, Op.OVER: Op.UP_TO, Op.AT_LEAST: Op.UNDER}
    total = cap.condition
    return Cond(total.model_copy(update={"op": turns[total.op]})) if isinstance(total, Total) else turned(cap)


def _owing(shape: Shape, extras: tuple[Extra, ...]) -> Shape:
    if shape.effect is None:
        raise NotUnderstood(UNSAID, pointer=AT_END)
    told_alone = all(extra.kind == "tell" for extra in extras)
    if shape.effect in (Effect.DENY, Effect.SUGGEST) and not told_alone:
        raise NotUnderstood("What never runs owes nothing; say this of what runs or is signed.")
    return replace(shape, extras=(*shape.extras, *extras))


def opposite(condition: Condition) -> Condition:
    return condition.test if isinstance(condition, Not) else negated(condition)
