"""What is denied: plainly, otherwise than so, or to others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from apps.policies.deeds import BELONGS
from apps.policies.language.acts import Act, Acts
from apps.policies.language.build_caps import CapBuilder
from apps.policies.language.build_joins import joined
from apps.policies.language.build_names import Nodes, refuse
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.leaning import nothing_leans
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import (
    Cond,
    Doing,
    Shape,
    Shapes,
    Who,
    turned,
)
from apps.policies.language.passive import HALTED, OUTGOING, SPREAD, Done, Unlisted, passive_doing
from apps.policies.language.precedence import AndAlso, OrElse, gathered
from apps.policies.rule import (
    ANYTHING,
    AnyOf,
    AskedBy,
    Effect,
    EveryOf,
    Finds,
    IsDeed,
    Named,
    Recipients,
    Tagged,
    Target,
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

    def deny_no_passive(self, found: Nodes) -> Shapes:
        """`No case may be closed on Fridays`; what nobody may be paid in a month is a limit for each."""
        if about(found[0])[0] and any(
            isinstance(cond.condition, Total) and not cond.condition.per for cond in found[2:]
        ):
            raise NotUnderstood("Say for whom: per customer, per vendor.")
        return self.deny_passive_after(found)

    def deny_nothing(self, found: Nodes) -> Shapes:
        """Nothing may be deployed on Fridays."""
        done, *parts = found
        place = [part for part in parts if not isinstance(part, Cond)]
        conds = [part for part in parts if isinstance(part, Cond)]
        return (Shape(Effect.DENY, passive_doing((), conds, Done((done,), *place))),)

    def deny_other_deeds(self, found: Nodes) -> Shapes:
        """Only hotfixes may be deployed in a freeze: no other deployment may."""
        acts, *parts = found
        if any(act.unlisted for act in acts):
            raise NotUnderstood("Say of what kind they are: “never … unless …”.", pointer=acts[0].at)
        done = tuple(part for part in parts if isinstance(part, Spoken) and part.meaning("P_ANY"))
        wide = [*map(_wider, acts), *(act.target for act in passive_doing((), (), Done(done)).acts)]
        doing = Doing(tuple(Act(target=target) for target in dict.fromkeys(wide)))
        conds = (part for part in parts if isinstance(part, Cond))
        return (Shape(Effect.DENY, doing).when(*conds, turned(_aside(acts))),)

    def deny_writes(self, found: Nodes) -> Shapes:
        """What is read-only is never written to."""
        return (Shape(Effect.DENY, _of_objects("write", found[0])),)

    def deny_contents(self, found: Nodes) -> Shapes:
        """No PII in Slack messages."""
        return (Shape(Effect.DENY, found[1]).when(found[0]),)

    def deny_leaving(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, _of_objects(ANYTHING, found[0])).when(self.outside([])),)

    def deny_leaving_places(self, found: Nodes) -> Shapes:
        """Personal data may not leave the EU: nothing is done with it anywhere else."""
        doing, elsewhere = _of_objects(ANYTHING, found[0]), turned(Cond(Tagged(family="place", names=found[1])))
        return (Shape(Effect.DENY, doing).when(elsewhere),)

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
        return (Shape(Effect.AUTO, passively_let(found[:2]), bare=True).when(asked),)

    def deny_passive_unless(self, found: Nodes) -> Shapes:
        halted = [word for word in found[1].words if str(word).casefold() in HALTED]
        if halted:
            raise refuse("Say what shall happen: “are forbidden”, “need one person”.", halted[0])
        return (_otherwise(passively(found[:2]), tuple(found[2:])),)

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
    return Shape(Effect.DENY, replace(doing, conds=kept), only=True).when(_not_all(wanted))


def _not_all(wanted: Sequence[Cond]) -> Cond:
    """Not all of these; only to insiders means: never to anyone outside."""
    if all(isinstance(cond.condition, Recipients) and cond.condition.which != "outside" for cond in wanted):
        return Cond(Recipients(which="outside"))
    return turned(joined(list(wanted), EveryOf))


def passively(found: Nodes) -> Doing:
    parts, done = found
    agents: tuple[Named, ...] = tuple(a for part in parts if isinstance(part, Who) for a in part.agents)
    things, conds = about(parts)
    if not things and _contents(conds) and not SPREAD.issuperset(str(word).casefold() for word in done.words):
        raise NotUnderstood("Say of which object: what a text contains is sent, shared or stored.")
    return replace(passive_doing(things, conds, done), agents=agents)


def passively_let(found: Nodes) -> Doing:
    """Sending reports is let by itself; it lets no share of them."""
    doing = passively(found)
    sent = tuple(act for act in doing.acts if act.target.deed not in OUTGOING)
    return replace(doing, acts=sent or doing.acts)


def _contents(conds: Sequence[Cond]) -> bool:
    return bool(conds) and isinstance(conds[0].condition, Finds)


def about(parts: Nodes) -> tuple[Sequence[Any] | Unlisted, list[Cond]]:
    """Which things a passive sentence speaks of (none: any), and what it asks of them."""
    things = next((p for p in parts if isinstance(p, list | tuple | Unlisted) and not isinstance(p, Cond)), ())
    nothing_leans(parts)
    return things, list(gathered([part for part in parts if isinstance(part, Cond | OrElse | AndAlso)]))


def _of_objects(deed: str, parts: Nodes) -> Doing:
    things, conds = about(parts)
    if isinstance(things, Unlisted) or any(isinstance(each, Spoken | Unlisted) for each in things):
        raise NotUnderstood("Say what it is called: Customer, Production database.")
    return Doing((Act(target=Target(deed=deed, objects=tuple(things))),), conds=tuple(conds))


def _aside(acts: Acts) -> Cond:
    """What of its kind may be done all the same: by its adjectives, else by its name."""
    parts = [joined(list(act.conds), EveryOf) if act.conds else Cond(IsDeed(targets=(act.target,))) for act in acts]
    return joined(parts, AnyOf)


def _wider(act: Act) -> Target:
    """Of what kind "only hotfixes" are: deployments."""
    return act.target if act.conds else Target(deed=BELONGS.get(act.target.deed, "write"))
