"""The cores of sentences: one effect on what is done."""

from dataclasses import replace

from apps.policies.deeds import MOVES_MONEY
from apps.policies.language.acts import Act
from apps.policies.language.build_denials import DenialBuilder, by, passively, passively_let
from apps.policies.language.build_limits import count_of, unit_of
from apps.policies.language.build_names import Nodes, refuse
from apps.policies.language.build_signers import approval_of
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import (
    Approval,
    Cond,
    Doing,
    Shape,
    Shapes,
    Tail,
    over_the,
)
from apps.policies.language.passive import PARTICIPLES, Done, passive_doing
from apps.policies.lemmas import all_of, lemmas
from apps.policies.rule import (
    ANYTHING,
    Effect,
    Extra,
    Need,
    Number,
    Op,
    Target,
    Total,
)

RIGHTS = all_of("access right permission privilege role membership account entitlement licence credential")
SOMEONE = Approval((Need(people=1),))


class EffectBuilder(DenialBuilder):
    """The cores: one effect on what is done."""

    def bare_doing(self, found: Nodes) -> Shapes:
        return (Shape(None, found[0]),)

    def auto(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, found[0]),)

    def auto_after(self, found: Nodes) -> Shapes:
        """`may be made up to 50 USD without asking`"""
        return (Shape(Effect.AUTO, found[0]).when(*found[1:]),)

    def auto_bare(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, found[0], bare=True),)

    def auto_for(self, found: Nodes) -> Shapes:
        shape = Shape(Effect.AUTO, by(found[0], found[1]), bare=True)
        caps = [cond for cond in shape.doing.conds if isinstance(cond.condition, Total)]
        if not caps:
            return (shape,)
        others = tuple(cond for cond in shape.doing.conds if cond not in caps)
        over = replace(shape, effect=Effect.DENY, bare=False, doing=replace(shape.doing, conds=others))
        return (shape, *(over.when(over_the(cap)) for cap in caps))

    def auto_passive(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, passively_let(found[:2]), bare=True).when(*found[2:]),)

    def ask_each(self, found: Nodes) -> Shapes:
        return (*self.ask(found[:2]), *self.ask(found[2:]))

    def deny_it(self, found: Nodes) -> Shapes:
        """What "it must not be paid" denies is paying; what "block it" denies is whatever the condition speaks of."""
        done = [deed for word in found if (deed := PARTICIPLES.get(str(word).removeprefix("be ")))]
        acts = tuple(Act(target=Target(deed=deed)) for deed in done) or self.anything([])
        return (Shape(Effect.DENY, Doing(acts), open_to=not done),)

    def deny_done(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, passive_doing((), [], Done((found[0],)))),)

    def deny_freeze(self, found: Nodes) -> Shapes:
        """The holiday freeze blocks all deployments."""
        return (Shape(Effect.DENY, found[1]).when(found[0]),)

    def suggest(self, found: Nodes) -> Shapes:
        return (Shape(Effect.SUGGEST, found[0]),)

    def suggest_for(self, found: Nodes) -> Shapes:
        return (Shape(Effect.SUGGEST, by(found[0], found[1])),)

    def tell_anything(self, found: Nodes) -> Shapes:
        (shape,) = self.owe([Doing(self.anything([])), self.extra_tell(found)])
        return (replace(shape, open_to=True),)

    def ask(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, found[0], approval_of(found[1])),)

    def ask_first(self, found: Nodes) -> Shapes:
        return self.ask(found[::-1])

    ask_first_only = ask_first

    def ask_for(self, found: Nodes) -> Shapes:
        who, doing, approval = found
        return self.ask([by(who, doing), approval])

    def ask_by(self, found: Nodes) -> Shapes:
        who, approval, doing = found
        return self.ask([by(who, doing), approval])

    def ask_passive(self, found: Nodes) -> Shapes:
        return self.ask([passively(found[:2]), found[2]])

    def ask_after(self, found: Nodes) -> Shapes:
        """`go out to customers only with approval by Legal`"""
        doing, *conds, approval = found
        return tuple(shape.when(*conds) for shape in self.ask([doing, approval]))

    def ask_passive_after(self, found: Nodes) -> Shapes:
        return self.ask_after([passively(found[:2]), *found[2:]])

    def ask_passive_first(self, found: Nodes) -> Shapes:
        """Finance must approve before a group is closed."""
        return self.ask_passive([*found[1:], found[0]])

    def ask_released(self, found: Nodes) -> Shapes:
        """Payments may only be released by Treasury: who releases money signs for it."""
        if any(act.target.deed not in MOVES_MONEY for act in found[0].acts):
            raise NotUnderstood("Say who signs: “… need one person from …”.", pointer=found[0].acts[0].at)
        return self.ask(found)

    def ask_release(self, found: Nodes) -> Shapes:
        return self.ask_released(found[::-1])

    def ask_someone(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, found[-1], SOMEONE),)

    def ask_someone_by(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, by(found[0], found[-1]), SOMEONE),)

    def ask_anything(self, found: Nodes) -> Shapes:
        return (Shape(Effect.ASK, Doing(self.anything([])), approval_of(found[0]), open_to=True),)

    def ask_leaving_places(self, found: Nodes) -> Shapes:
        (shape,) = self.deny_leaving_places(found[:2])
        return (replace(shape, effect=Effect.ASK, approval=approval_of(found[2])),)

    def auto_anything(self, _found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, Doing(self.anything([])), open_to=True),)

    def auto_bare_doing(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, found[0], bare=True),)

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

    def in_time(self, _found: Nodes) -> None:
        """They are told at once."""

    def tell(self, found: Nodes) -> Shapes:
        return self.owe([found[1], self.extra_tell(found[:1])])

    def tell_after(self, found: Nodes) -> Shapes:
        return self.tell(found[::-1])

    def owe_first(self, found: Nodes) -> Shapes:
        return self.owe([found[1], self.extra_give(found[:1])])

    def hold(self, found: Nodes) -> Shapes:
        return self.owe([found[0], self.extra_hold(found[1:])])

    def give(self, found: Nodes) -> Shapes:
        return self.owe([found[0], self.extra_give(found[1:])])

    def key(self, found: Nodes) -> Shapes:
        return self.owe([_or_anything(found), self.extra_key([])])

    def channel(self, found: Nodes) -> Shapes:
        return self.owe([_or_anything([each for each in found if each is not None]), self.extra_channel([])])

    def channel_needed(self, found: Nodes) -> Shapes:
        """`need a phone call`; a call-back is a check of its own."""
        *doing, channel = [each for each in found if each is not None]
        if "CHECK_NAME" in channel.meanings:
            raise refuse("This is a check.", channel)
        return self.channel(doing)

    def right_expires(self, found: Nodes) -> Shapes:
        """`Access expires after 8 hours`: nothing that lasts longer is granted."""
        doing, number, unit = found
        if not all(RIGHTS & lemmas(act.target.deed) for act in doing.acts):
            raise refuse("Say of which approvals, or for how long it is granted.", number)
        lasting = Number(what=f"{unit_of(unit)}s", op=Op.OVER, hundredths=count_of(number) * 100)
        return (Shape(Effect.DENY, doing).when(Cond(lasting)),)

    def expire(self, found: Nodes) -> Shapes:
        return self.owe([_or_anything(found[:-1]), self.extra_expire(found[-1:])])


def _or_anything(found: Nodes) -> Doing:
    if found and isinstance(found[0], Doing):
        return found[0]
    return Doing((Act(target=Target(deed=ANYTHING)),))
