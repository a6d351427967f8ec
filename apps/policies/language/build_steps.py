"""Steps in one sentence: under 500 alone, from 500 one person, from 5,000 two. Each step ends where the next begins."""

from dataclasses import replace
from typing import Any

from apps.policies.language.build_limits import LIMIT_FITS, Limits, amounts
from apps.policies.language.build_names import Nodes
from apps.policies.language.build_signers import SignerBuilder, approval_of
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import Approval, Cond, Doing, Shape, Shapes
from apps.policies.language.step_bounds import COMPLEMENT, NO_STEPS, Again, Step, bounded, limits_of
from apps.policies.rule import Age, Count, Each, Effect, Need, Number, Op, Share, Total

MEASURES = (Number, Count, Total, Age, Each, Share)


class AsMany(Approval):
    """So many, of whom the step before said: "… one from Treasury, above that two"."""


class StepBuilder(SignerBuilder):
    def effect_auto(self, _found: Nodes) -> Any:
        return Effect.AUTO, Approval(())

    def effect_auto_done(self, found: Nodes) -> Any:
        return self.effect_auto(found)

    def effect_deny(self, _found: Nodes) -> Any:
        return Effect.DENY, Approval(())

    def effect_suggest(self, _found: Nodes) -> Any:
        return Effect.SUGGEST, Approval(())

    def effect_besides(self, found: Nodes) -> Any:
        return Effect.ASK, approval_of(found[0]), True

    def effect_ask(self, found: Nodes) -> Any:
        alone = hasattr(found[0], "meanings")
        return Effect.ASK, AsMany(self.some(found)) if alone else approval_of(found[0])

    def limit_step(self, found: Nodes) -> Any:
        return found[0]

    def step_up_to(self, found: Nodes) -> Any:
        return [(Op.UP_TO, found[-1])]

    def limit_again(self, found: Nodes) -> Any:
        """`orders over 50,000 USD`: of the same kind as the step before, or it is no step."""
        return Again(str(found[0].meaning("N_BARE")), found[1])

    def from_there(self, _found: Nodes) -> Any:
        return []

    def step_what(self, found: Nodes) -> Any:
        return found[0]

    def step_sep(self, _found: Nodes) -> Any:
        return None

    def steps(self, found: Nodes) -> Shapes:
        """The first step's limit stands with the things themselves."""
        doing, said, *more = [each for each in found if each is not None]
        first, others = limits_of(doing, needed=False)
        pairs = list(zip(more[::2], more[1::2], strict=True))
        steps = [Step(first, *said), *(_step(limits, doing, *said) for limits, said in pairs)]
        return _shapes(replace(doing, conds=others), steps)

    def steps_after(self, found: Nodes) -> Shapes:
        """`need Finance and are forbidden over 5,000 USD`: each limit stands behind its effect; all of them hold."""
        doing, said, *more = [each for each in found if each is not None]
        first, others = limits_of(doing, needed=False)
        pairs = list(zip(more[::2], more[1::2], strict=True))
        steps = [Step(first, said[0], said[1]), *(_besides(*pair) for pair in pairs)]
        return _shapes(replace(doing, conds=others), steps)

    def steps_after_first(self, found: Nodes) -> Shapes:
        doing, *more = [each for each in found if each is not None]
        pairs = list(zip(more[::2], more[1::2], strict=True))
        return _shapes(doing, [_besides(*pair) for pair in pairs])

    def matrix_again(self, found: Nodes) -> Shapes:
        """A approves refunds up to 50 USD, B approves refunds up to 250 USD, and C approves anything higher."""
        who, doing, *more = [each for each in found if each is not None]
        pairs = list(zip(more[::2], more[1::2], strict=True))
        if any(isinstance(what, Doing) and what.acts != doing.acts for _, what in pairs):
            raise NotUnderstood("Every step is of one kind of action; write two sentences.")
        limits = [(who, limits_of(what)[0] if isinstance(what, Doing) else what) for who, what in pairs]
        return self.matrix([who, doing, *(part for pair in limits for part in pair)])

    def steps_listed(self, found: Nodes) -> Shapes:
        doing, *more = [each for each in found if each is not None]
        pairs = list(zip(more[::2], more[1::2], strict=True))
        return _shapes(doing, [_step(limits, doing, *said) for limits, said in pairs])

    def matrix(self, found: Nodes) -> Shapes:
        """Managers may approve purchases up to 5,000 USD, directors up to 25,000 USD."""
        who, doing, *more = [each for each in found if each is not None]
        first, others = limits_of(doing)
        pairs = list(zip(more[::2], more[1::2], strict=True))
        steps = [Step(first, Effect.ASK, who), *(_step(limits, doing, Effect.ASK, who) for who, limits in pairs)]
        return _shapes(replace(doing, conds=others), steps)

    def matrix_after(self, found: Nodes) -> Shapes:
        doing, *more = [each for each in found if each is not None]
        pairs = list(zip(more[::2], more[1::2], strict=True))
        return _shapes(doing, [Step(limits, Effect.ASK, who) for who, limits in pairs])

    def follow(self, found: Nodes) -> Any:
        return Step(found[0], *found[1])

    def beyond(self, found: Nodes) -> Any:
        """Behind a comma: of what is no amount, for those make steps."""
        effect, approval = found[0][:2]
        return Step([], effect, approval, beyond=True)

    def follow_ask(self, found: Nodes) -> Any:
        return Step(found[0], Effect.ASK, found[1])


def _step(limits: Limits | Again, doing: Doing, effect: Effect, approval: Approval, besides: bool = False) -> Step:
    """A step; one that names its action again is of the same kind, and asks besides what an open one before it asks."""
    if not isinstance(limits, Again):
        return Step(limits, effect, approval, besides)
    if limits.deed not in {act.target.deed for act in doing.acts}:
        raise NotUnderstood("Every step is of one kind of action; write two sentences.")
    return Step(limits.limits, effect, approval, besides=True)


def _besides(said: tuple[Effect, Approval, *tuple[bool, ...]], limits: Limits) -> Step:
    return Step(limits, said[0], said[1], besides=True)


def followed(shapes: Shapes, step: Step) -> Shapes:
    """A sentence that goes on where the one before ended: from there to 100 USD, ask one person."""
    last = shapes[-1]
    if not step.limits and (beyond := _beyond(shapes, step)):
        return beyond
    if step.beyond:
        raise NotUnderstood(NO_STEPS)
    step = _step(step.limits, last.doing, *step[1:4])
    before, others = limits_of(last.doing, needed=not step.besides)
    if step.effect is Effect.AUTO and others:
        raise NotUnderstood("Say again under which conditions; write it as a sentence of its own.")
    kept = others if step.effect is Effect.AUTO else ()
    step = _of_whom(step, Step(before, last.effect or Effect.ASK, last.approval))
    within = bounded([Step(before, Effect.ASK, Approval(())), step])[1]
    return (*shapes, _shape(replace(last.doing, conds=kept), step, within))


def _beyond(shapes: Shapes, step: Step) -> Shapes:
    """What goes on beyond a number, an age or a running total; nothing where no one such limit was said before."""
    limited = [shape for shape in shapes if len(_measures(shape.doing)) == 1]
    if not limited or len({shape.effect for shape in limited}) < len(limited) or step.effect is Effect.AUTO:
        return ()
    kept = tuple(shape for shape in shapes if shape.effect is not Effect.DENY or shape not in limited)
    within = limited[0]
    (cond,) = _measures(within.doing)
    test: Any = cond.condition
    denied = within.effect is Effect.DENY
    if test.op not in COMPLEMENT or denied != (LIMIT_FITS[test.op] > 0):
        raise NotUnderstood(NO_STEPS)
    over = cond if denied else Cond(test.model_copy(update={"op": COMPLEMENT[test.op]}))
    others = tuple(each for each in within.doing.conds if each is not cond) if denied else ()
    return (*kept, _shape(replace(within.doing, conds=(*others, over)), step, []))


def _measures(doing: Doing) -> tuple[Cond, ...]:
    return tuple(cond for cond in doing.conds if isinstance(cond.condition, MEASURES))


def _shapes(doing: Doing, steps: list[Step]) -> Shapes:
    said = steps[:1]
    for step in steps[1:]:
        said.append(_of_whom(step, said[-1]))
    return tuple(_shape(doing, step, limits) for step, limits in zip(said, bounded(said), strict=True))


def _of_whom(step: Step, before: Step) -> Step:
    """A step that says only how many asks them of those whom the step before asks."""
    if not isinstance(step.approval, AsMany) or not before.approval.needs:
        return step
    if len(before.approval.needs) > 1:
        raise NotUnderstood("Say of whom: “two people from Finance”.")
    people, groups = step.approval.needs[0].people, before.approval.needs[0].groups
    return step._replace(approval=Approval((Need(people=people, groups=groups),)))


def _shape(doing: Doing, step: Step, limits: Limits) -> Shape:
    needs = step.approval.needs or (Need(people=1),)
    approval = Approval(needs, step.approval.in_order) if step.effect is Effect.ASK else Approval(())
    within = (Cond(amounts(limits)),) if limits else ()
    return Shape(step.effect, replace(doing, conds=(*doing.conds, *within)), approval, besides=step.besides)
