"""Parse tree → rule. What the grammar lets through and meaning does not is refused here, in words that teach."""

from dataclasses import replace
from typing import Any

from apps.policies.language.acts import adjectives, finished, only_reads, targets
from apps.policies.language.build_limits import amounts, every
from apps.policies.language.build_names import Nodes, rest
from apps.policies.language.build_signers import approval_of
from apps.policies.language.build_steps import Step, StepBuilder, followed
from apps.policies.language.build_times import Per
from apps.policies.language.careful import careful
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import (
    AT_END,
    UNSAID,
    Approval,
    Cond,
    Doing,
    Shape,
    Shapes,
    Tail,
    Who,
    through,
    turned,
    until,
)
from apps.policies.language.passive import passive_doing
from apps.policies.rule import (
    ANYTHING,
    AskedBy,
    Clause,
    Condition,
    Count,
    Effect,
    Extra,
    Named,
    Need,
    Number,
    Op,
    Recipients,
    Rule,
    Share,
    Target,
    Total,
    tests_in,
)

SOMEONE = Approval((Need(people=1),))


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


class DoingBuilder(TailBuilder):
    """What is done, by whom."""

    def doing(self, found: Nodes) -> Doing:
        acts, *parts = found
        conds = tuple(part for part in parts if isinstance(part, Cond))
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

    def happening(self, found: Nodes) -> Any:
        return found[0]

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

    def patients(self, found: Nodes) -> Nodes:
        return list(found)

    def who(self, found: Nodes) -> Who:
        return Who(agents=found[0])

    def all_agents(self, _found: Nodes) -> Who:
        return Who()

    def askers(self, found: Nodes) -> Who:
        return Who(askers=(Cond(AskedBy(groups=found[0])),))


class EffectBuilder(DoingBuilder):
    """The cores: one effect on what is done."""

    def bare_doing(self, found: Nodes) -> Shapes:
        return (Shape(None, found[0]),)

    def auto(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, found[0]),)

    def auto_for(self, found: Nodes) -> Shapes:
        return (Shape(Effect.AUTO, _by(found[0], found[1]), bare=True),)

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

    def deny_passive(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, _passive(found)),)

    def deny_otherwise(self, found: Nodes) -> Shapes:
        return (_otherwise(found[0]),)

    def deny_otherwise_for(self, found: Nodes) -> Shapes:
        return (_otherwise(_by(found[0], replace(found[1], conds=())), found[1].conds),)

    def deny_unless(self, found: Nodes) -> Shapes:
        return (_otherwise(found[0], tuple(found[1:])),)

    def deny_passive_unless(self, found: Nodes) -> Shapes:
        doing = _passive(found[:2])
        return (_otherwise(doing, tuple(found[2:])),)

    def deny_others(self, found: Nodes) -> Shapes:
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

    # --- caps and running totals

    def limited(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(found[1]),)

    def limited_under(self, found: Nodes) -> Shapes:
        return (Shape(Effect.DENY, found[0]).when(Cond(amounts([(Op.AT_LEAST, found[1])]))),)

    def quantity_once(self, found: Nodes) -> Cond:
        return Cond(amounts([(Op.OVER, found[0])]))

    def quantity_percent(self, found: Nodes) -> Cond:
        percent, *figure = found
        if figure:
            return Cond(Share(op=Op.OVER, percent=percent, of=figure[0]))
        return Cond(Number(what="percent", op=Op.OVER, hundredths=percent, percent=True))

    def cap_money(self, found: Nodes) -> Shapes:
        raise NotUnderstood("Say in which period, and of whom: no more than 500 USD per customer per day.")

    def cap_count(self, found: Nodes) -> Shapes:
        op, number, (doing, pers) = found
        if op not in (Op.UP_TO, Op.UNDER):
            raise NotUnderstood(UNSAID, pointer=AT_END)
        over = self.total_times([Op.OVER if op is Op.UP_TO else Op.AT_LEAST, number, *pers])
        return (Shape(Effect.DENY, doing).when(over),)

    def stop(self, found: Nodes) -> Shapes:
        per, moved = found
        if not moved.acts:
            raise NotUnderstood("Say of what so much was done: once 3,000 USD has been refunded.")
        return (Shape(Effect.DENY, Doing(moved.acts)).when(self.moved_so_far([moved, per])),)

    def stop_things(self, found: Nodes) -> Shapes:
        doing, *parts = found
        return (Shape(Effect.DENY, doing).when(self.moved_so_far(sorted(parts, key=_is_per))),)


class RuleBuilder(EffectBuilder):
    """Whole sentences."""

    def core_sentence(self, found: Nodes) -> Shapes:
        (shapes,) = [each for each in found if isinstance(each, tuple) and not isinstance(each, Cond)]
        for tail in (each for each in found if isinstance(each, Tail)):
            shapes = tail.on(shapes)
        return shapes

    def sentence(self, found: Nodes) -> Any:
        return found[0]

    def lead(self, found: Nodes) -> Any:
        return found[0]

    tail = loose = lead

    def start(self, found: Nodes) -> Rule:
        clauses: list[Clause] = []
        shapes: Shapes = ()
        for part in found:
            if isinstance(part, Step):
                if not shapes:
                    raise NotUnderstood(UNSAID)
                done = followed(shapes, part)
                clauses += [_clause(done[-1])]
                shapes = done
                continue
            shapes = part if isinstance(part, tuple) and part and isinstance(part[0], Shape) else ()
            clauses += [_clause(shape) for shape in shapes] if shapes else list(part)
        return Rule.model_validate(Rule(clauses=tuple(clauses)).model_dump())

    def write(self, found: Nodes) -> Any:
        if found[0].meaning("V_OBJ") != "write":
            raise NotUnderstood("Say it as “only write to …”: that is to create, update and delete.",
                                pointer=found[0].start_pos, expected=("write to",))  # fmt: skip
        return found[0]

    def spared_objects(self, found: Nodes) -> Clause:
        target = Target(deed="write", spared=found[1], connectors=rest(found, 2))
        return Clause(effect=Effect.DENY, targets=(target,))

    def deny_all_but(self, found: Nodes) -> Any:
        return (_made(found[0]),)

    def but_only(self, found: Nodes) -> Any:
        reads, spared = _clause(Shape(Effect.AUTO, found[0])), found[1]
        place = only_reads(reads, spared)
        target = spared.targets[0].model_copy(update={"connectors": place})
        return (_made(reads), _made(spared.model_copy(update={"targets": (target,)})))

    def own_request(self, _found: Nodes) -> Shapes:
        return _always("own request")

    def same_person(self, _found: Nodes) -> Shapes:
        return _always("same person")

    def logged(self, _found: Nodes) -> Shapes:
        return _always("logged")

    def signed_text(self, _found: Nodes) -> Shapes:
        return _always("signed text")

    def no_doubling(self, _found: Nodes) -> Shapes:
        return _always("no doubling")


def _made(clause: Clause) -> Shape:
    return Shape(clause.effect, Doing(()), made=clause)


def _always(what: str) -> Shapes:
    clause = {"effect": Effect.ALWAYS, "targets": ({"deed": ANYTHING},), "restates": what}
    return (_made(Clause.model_validate(clause)),)


def _clause(shape: Shape) -> Clause:
    if shape.made:
        return shape.made
    if shape.effect is None:
        raise NotUnderstood(UNSAID, pointer=AT_END, expected=("without asking",))
    doing, loosens = shape.doing, shape.effect is Effect.AUTO
    if shape.open_to and not doing.conds:
        raise NotUnderstood("Ask about what? Say for which actions, or when.", pointer=AT_END)
    conds = (*adjectives(doing.acts, loosens=loosens), *doing.conds)
    found = targets(doing.acts, loosens=loosens)
    for deed in {deed for cond in conds for deed in cond.deeds}:
        if deed not in {target.deed for target in found}:
            raise NotUnderstood("This speaks of another amount than that of what is done; say “the amount”.")
    return Clause(
        effect=shape.effect,
        targets=found,
        needs=shape.approval.needs,
        in_order=shape.approval.in_order,
        later_s=shape.later_s,
        extras=tuple(dict.fromkeys(shape.extras)),
        agents=doing.agents,
        undoing=doing.undoing,
        condition=careful([cond.condition for cond in conds], shape.effect),
    )


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
    return Doing(RuleBuilder().anything([]))


def _is_per(part: object) -> bool:
    return isinstance(part, Per)
