"""What is denied: plainly, otherwise than so, or to others."""

from dataclasses import replace

from apps.policies.language.build_caps import CapBuilder
from apps.policies.language.build_limits import every
from apps.policies.language.build_names import Nodes
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import (
    Cond,
    Doing,
    Shape,
    Shapes,
    Who,
    turned,
)
from apps.policies.language.passive import passive_doing
from apps.policies.rule import (
    AskedBy,
    Condition,
    Effect,
    Named,
    Recipients,
    Total,
    tests_in,
)


class DenialBuilder(CapBuilder):
    def deny(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]),)

    def deny_for(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, by(found[0], found[1])),)

    def deny_after(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(*found[1:]),)

    def deny_finds(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(self.finds(found[1:])),)

    def deny_labelled(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(self.labelled(found[1:])),)

    def deny_says(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(self.says(found[1:])),)

    def deny_passive(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, passively(found)),)

    def deny_passive_after(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, passively(found[:2])).when(*found[2:]),)

    def deny_otherwise(self, found: Nodes) -> Shapes:
        return (_otherwise(found[0]),)

    def deny_otherwise_for(self, found: Nodes) -> Shapes:
        return (_otherwise(by(found[0], replace(found[1], conds=())), found[1].conds),)

    def deny_unless(self, found: Nodes) -> Shapes:
        return (_otherwise(found[0], tuple(found[1:])),)

    def deny_unless_for(self, found: Nodes) -> Shapes:
        return (_otherwise(by(found[0], found[1]), tuple(found[2:])),)

    def auto_passive_for(self, found: Nodes) -> Shapes:
        asked = Cond(AskedBy(groups=found[2]))
        return (Shape(Effect.AUTO, passively(found[:2]), bare=True).when(asked),)

    def deny_passive_unless(self, found: Nodes) -> Shapes:
        doing = passively(found[:2])
        return (_otherwise(doing, tuple(found[2:])),)

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
        return (Shape(Effect.DENY, passively(found[:2])).when(others),)


def by(who: Who, doing: Doing) -> Doing:
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


def passively(found: Nodes) -> Doing:
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
