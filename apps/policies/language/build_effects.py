"""The cores of sentences: one effect on what is done."""

from dataclasses import replace

from apps.policies.language.acts import Act
from apps.policies.language.build_caps import CapBuilder
from apps.policies.language.build_limits import every
from apps.policies.language.build_names import Nodes
from apps.policies.language.build_signers import approval_of
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import (
    Approval,
    Cond,
    Doing,
    Shape,
    Shapes,
    Tail,
    Who,
    turned,
)
from apps.policies.language.passive import passive_doing
from apps.policies.rule import (
    ANYTHING,
    AskedBy,
    Condition,
    Effect,
    Extra,
    Named,
    Need,
    Op,
    Recipients,
    Target,
    Total,
    negated,
    tests_in,
)

SOMEONE = Approval((Need(people=1),))


class EffectBuilder(CapBuilder):
    """The cores: one effect on what is done."""

    def bare_doing(self, found: Nodes) -> Shapes:
        return (Shape(None, found[0]),)

    def auto(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, found[0]),)

    def auto_for(self, found: Nodes) -> Shapes:
        shape = Shape(Effect.AUTO, _by(found[0], found[1]), bare=True)
        caps = [cond for cond in shape.doing.conds if isinstance(cond.condition, Total)]
        if not caps:
            return (shape,)
        others = tuple(cond for cond in shape.doing.conds if cond not in caps)
        over = replace(shape, effect=Effect.DENY, bare=False, doing=replace(shape.doing, conds=others))
        return (shape, *(over.when(over_the(cap.condition)) for cap in caps))

    def auto_passive(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, _passive(found), bare=True),)

    def suggest(self, found: Nodes) -> Shapes:
        return (Shape(Effect.SUGGEST, found[0]),)

    def suggest_for(self, found: Nodes) -> Shapes:
        return (Shape(Effect.SUGGEST, _by(found[0], found[1])),)

    def deny(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]),)

    def deny_for(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, _by(found[0], found[1])),)

    def deny_after(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(*found[1:]),)

    def deny_passive(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, _passive(found)),)

    def deny_passive_after(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, _passive(found[:2])).when(*found[2:]),)

    def deny_otherwise(self, found: Nodes) -> Shapes:
        return (_otherwise(found[0]),)

    def deny_otherwise_for(self, found: Nodes) -> Shapes:
        return (_otherwise(_by(found[0], replace(found[1], conds=())), found[1].conds),)

    def deny_unless(self, found: Nodes) -> Shapes:
        return (_otherwise(found[0], tuple(found[1:])),)

    def deny_unless_for(self, found: Nodes) -> Shapes:
        return (_otherwise(_by(found[0], found[1]), tuple(found[2:])),)

    def auto_passive_for(self, found: Nodes) -> Shapes:
        asked = Cond(AskedBy(groups=found[2]))
        return (Shape(Effect.AUTO, _passive(found[:2]), bare=True).when(asked),)

    def deny_passive_unless(self, found: Nodes) -> Shapes:
        doing = _passive(found[:2])
        return (_otherwise(doing, tuple(found[2:])),)

    def tell_anything(self, found: Nodes) -> Shapes:
        (shape,) = self.owe([Doing(self.anything([])), self.extra_tell(found)])
        return (replace(shape, open_to=True),)

    def auto_made_by(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, found[0], bare=True).when(Cond(AskedBy(groups=found[1]))),)

    def deny_made_by_others(self, found: Nodes) -> Shapes:
        return self.deny_others([found[1], found[0]])

    def deny_others(self, found: Nodes) -> Shapes:
        if any(act.signing for act in found[1].acts):
            raise NotUnderstood("Say who signs: “… need one person from …”.")
        others = turned(Cond(AskedBy(groups=found[0])))
        return (Shape(Effect.DENY, found[1]).when(others),)

    def deny_passive_others(self, found: Nodes) -> Shapes:
        others = turned(Cond(AskedBy(groups=found[2])))
        return (Shape(Effect.DENY, _passive(found[:2])).when(others),)

    def ask(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, found[0], approval_of(found[1])),)

    def ask_first(self, found: Nodes) -> Shapes:
        return self.ask(found[::-1])

    ask_first_only = ask_first

    def ask_for(self, found: Nodes) -> Shapes:
        who, doing, approval = found
        return self.ask([_by(who, doing), approval])

    def ask_by(self, found: Nodes) -> Shapes:
        who, approval, doing = found
        return self.ask([_by(who, doing), approval])

    def ask_passive(self, found: Nodes) -> Shapes:
        return self.ask([_passive(found[:2]), found[2]])

    def ask_someone(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, found[-1], SOMEONE),)

    def ask_someone_by(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, _by(found[0], found[-1]), SOMEONE),)

    def ask_anything(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, Doing(self.anything([])), approval_of(found[0]), open_to=True),)

    def deny_leaving(self, found: Nodes) -> Shapes:
        (subject, *parts) = found[0]
        conds = tuple(part for part in (subject, *parts) if isinstance(part, Cond))
        objects = next(
            (part for part in (subject, *parts) if isinstance(part, tuple) and not isinstance(part, Cond)), ()
        )
        acts = self.anything_with([objects]) if objects else self.anything([])
        return (Shape(Effect.DENY, Doing(acts, conds=conds)).when(self.outside([])),)

    def need_check(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(self.not_checked([found[1]])),)

    def later(self, found: Nodes) -> Shapes:
        doing, approval, span = found
        return (Shape(Effect.AUTO, doing, approval_of(approval), later_s=span),)

    # --- what is owed

    def owe(self, found: Nodes) -> Shapes:
        if any(not isinstance(each, Extra | Tail) for each in found[1:]):
            raise TypeError(f"A part of the sentence would be lost: {found}")
        shapes: Shapes = (Shape(Effect.OWE, found[0], extras=tuple(each for each in found if isinstance(each, Extra))),)
        for tail in (each for each in found if isinstance(each, Tail)):
            shapes = tail.on(shapes)
        return shapes

    def tell(self, found: Nodes) -> Shapes:
        return self.owe([found[1], self.extra_tell(found[:1])])

    def owe_first(self, found: Nodes) -> Shapes:
        return self.owe([found[1], self.extra_give(found[:1])])

    def hold(self, found: Nodes) -> Shapes:
        return self.owe([found[0], self.extra_hold(found[1:])])

    def give(self, found: Nodes) -> Shapes:
        return self.owe([found[0], self.extra_give(found[1:])])

    def key(self, found: Nodes) -> Shapes:
        return self.owe([_or_anything(found), self.extra_key([])])

    def channel(self, found: Nodes) -> Shapes:
        return self.owe([_or_anything(found), self.extra_channel([])])

    def expire(self, found: Nodes) -> Shapes:
        return self.owe([_or_anything(found[:-1]), self.extra_expire(found[-1:])])


def over_the(cap: Condition) -> Cond:
    """Beyond a cap: what may be done up to so much a day is denied from there on."""
    turns = {Op.UP_TO: Op.OVER, Op.UNDER: Op.AT_LEAST, Op.OVER: Op.UP_TO, Op.AT_LEAST: Op.UNDER}
    return Cond(cap.model_copy(update={"op": turns[cap.op]}) if isinstance(cap, Total) else negated(cap))


def _by(who: Who, doing: Doing) -> Doing:
    if who.askers and any(act.signing for act in doing.acts):
        raise NotUnderstood("Say who signs: “… need one person from …”.")
    return replace(doing, agents=(*who.agents, *doing.agents), conds=(*doing.conds, *who.askers))


def _otherwise(doing: Doing, conds: tuple[Cond, ...] = ()) -> Shape:
    """Only so: denied unless all of these hold."""
    wanted = conds or doing.conds
    kept = doing.conds if conds else ()
    if not wanted:
        raise NotUnderstood("Say only what: up to which amount, to whom, when or where.")
    for cond in wanted:
        if any(isinstance(test, Total) for test in tests_in(cond.condition)):
            raise NotUnderstood("Say it as “may not exceed”, or as “no more than … per day”.")
    parts = [cond.condition for cond in wanted]
    return Shape(Effect.DENY, replace(doing, conds=kept)).when(_not_all(parts))


def _not_all(parts: list[Condition]) -> Cond:
    """Not all of these; only to insiders means: never to anyone outside."""
    if all(isinstance(part, Recipients) and part.which != "outside" for part in parts):
        return Cond(Recipients(which="outside"))
    return turned(Cond(every(parts)))


def _passive(found: Nodes) -> Doing:
    (subject, *parts), done = found
    conds = [part for part in parts if isinstance(part, Cond)]
    agents: tuple[Named, ...] = tuple(a for part in parts if isinstance(part, Who) for a in part.agents)
    adjective = [subject] if isinstance(subject, Cond) else []
    things = (
        [each for each in parts if isinstance(each, list | tuple) and not isinstance(each, Cond)]
        if adjective
        else [subject]
    )
    return replace(passive_doing(things[0] if things else (), [*adjective, *conds], done), agents=agents)


def _or_anything(found: Nodes) -> Doing:
    if found and isinstance(found[0], Doing):
        return found[0]
    return Doing((Act(target=Target(deed=ANYTHING)),))
