"""Parse tree → rule. What the grammar lets through and meaning does not is refused here, in words that teach."""

from dataclasses import replace
from itertools import combinations
from typing import Any

from apps.policies.language.acts import Act, adjectives, as_done, only_reads, targets
from apps.policies.language.build_carved import Carved, CarvedBuilder, waived
from apps.policies.language.build_names import Nodes, rest
from apps.policies.language.build_steps import followed
from apps.policies.language.careful import careful, refuse_two_measures
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import (
    AT_END,
    UNSAID,
    Cond,
    Doing,
    Shape,
    Shapes,
    Tail,
)
from apps.policies.language.open_deeds import VALUES, done_by
from apps.policies.language.parties import whatever_moves, whoever_gets, without_the_obvious
from apps.policies.language.rows import in_rows
from apps.policies.language.step_bounds import Step
from apps.policies.rule import (
    ANYTHING,
    Attribute,
    Clause,
    Effect,
    Extra,
    Rule,
    Target,
)


class RuleBuilder(CarvedBuilder):
    """Whole sentences."""

    def core_sentence(self, found: Nodes) -> Shapes:
        (shapes,) = [each for each in found if isinstance(each, tuple) and not isinstance(each, Cond)]
        tails = [each for each in found if isinstance(each, Tail)]
        if len(tails) + 1 != len(found):
            raise TypeError(f"A part of the sentence would be lost: {found}")
        behind = found[found.index(shapes) + 1 :]
        for tail in in_rows(tails):
            shapes = _on_the_last(tail, shapes) if tail in behind else tail.on(shapes)
        return shapes

    def sentence(self, found: Nodes) -> Any:
        return found[0]

    def lead(self, found: Nodes) -> Any:
        return found[0]

    def loose(self, found: Nodes) -> Tail:
        return Tail("loosely", found[0])

    def loose_or(self, found: Nodes) -> Tail:
        return Tail("loosely or", found[0])

    tail = lead

    def start(self, found: Nodes) -> Rule:
        said: list[Shapes] = []
        for part in found:
            if isinstance(part, Carved):
                said = part.on(said)
            elif isinstance(part, Step):
                said = _followed(said, part)
            elif isinstance(part, Tail):
                said = [*said[:-1], _on_the_last(part, said[-1])]
            elif said and (extras := _owed_besides(part)):
                said = [*said[:-1], Tail("owing", extras=extras).on(said[-1])]
            else:
                _refuse_it(part, behind=bool(said))
                said.append(tuple(part))
        once = tuple(dict.fromkeys(_clause(shape) for shapes in waived(said) for shape in shapes))
        if any(_contradict(*pair) for pair in combinations(once, 2)):
            raise NotUnderstood("The parts of this sentence contradict each other: the same both runs and does not.")
        return Rule.model_validate(Rule(clauses=once).model_dump())

    def further(self, found: Nodes) -> Shapes:
        """A second sentence behind a comma; one about anything at all would be a part of the first."""
        if any(shape.effect is Effect.OWE and shape.doing == Doing(self.anything([])) for shape in found[0]):
            raise NotUnderstood("Say of which actions.", pointer=AT_END)
        return tuple(found[0])

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

    own_things = own_request  # of whatever, it holds always

    def same_person(self, _found: Nodes) -> Shapes:
        return _always("same person")

    def logged(self, _found: Nodes) -> Shapes:
        return _always("logged")

    def signed_text(self, _found: Nodes) -> Shapes:
        return _always("signed text")

    def no_doubling(self, _found: Nodes) -> Shapes:
        return _always("no doubling")


def _on_the_last(tail: Tail, shapes: Shapes) -> Shapes:
    """`it needs the CFO as well if …`: what stands behind a step that only adds to those before is of it alone."""
    if not tail.cond or not any(shape.besides for shape in shapes):
        return tail.on(shapes)
    return tuple(new for shape in shapes for new in (tail.on((shape,)) if shape.besides else (shape,)))


def _refuse_it(shapes: Shapes, *, behind: bool) -> None:
    """Refuses "at night they are forbidden" behind another sentence: they are of that sentence, and not anything."""
    if behind and any(s.effect in (Effect.DENY, Effect.ASK) and s.open_to and not _named(s) for s in shapes):
        raise NotUnderstood("Say again of what.", pointer=AT_END)


def _named(shape: Shape) -> bool:
    return any(cond.deeds for cond in shape.doing.conds)


def _owed_besides(shapes: Shapes) -> tuple[Extra, ...]:
    """What a sentence asks besides without saying of what: it is of what stands before it."""
    of_anything = Doing((Act(target=Target(deed=ANYTHING)),))
    if any(shape.made or shape.effect is not Effect.OWE or shape.doing != of_anything for shape in shapes):
        return ()
    return tuple(extra for shape in shapes for extra in shape.extras)


def _followed(said: list[Shapes], step: Step) -> list[Shapes]:
    """With a sentence that goes on where the one before ended."""
    if not said:
        raise NotUnderstood(UNSAID)
    return [*said[:-1], followed(said[-1], step)]


def _contradict(one: Clause, two: Clause) -> bool:
    """Whether what one lets run the other holds back, in just the same case."""
    effects = {one.effect, two.effect}
    return (
        Effect.AUTO in effects
        and bool(effects & {Effect.ASK, Effect.DENY, Effect.SUGGEST})
        and _case(one) == _case(two)
    )


def _case(clause: Clause) -> tuple[object, ...]:
    return clause.targets, clause.agents, clause.undoing, clause.condition


def _made(clause: Clause) -> Shape:
    return Shape(clause.effect, Doing(()), made=clause)


def _always(what: str) -> Shapes:
    clause = {"effect": Effect.ALWAYS, "targets": ({"deed": ANYTHING},), "restates": what}
    return (_made(Clause.model_validate(clause)),)


def _happens(cond: Cond) -> bool:
    """Whether it says what is done, and not how something is: when a contract is terminated."""
    test = cond.condition
    if not isinstance(test, Attribute) or test.name or test.of == "record" or len(test.values) > 1:
        return False
    return bool(done_by(test.values[0].casefold().partition(" ")[0])) and test.values[0] not in VALUES


def _clause(shape: Shape) -> Clause:
    if shape.made:
        return shape.made
    if shape.effect is None:
        raise NotUnderstood(UNSAID, pointer=AT_END, expected=("without asking",))
    doing, loosens = shape.doing, shape.effect is Effect.AUTO
    if shape.open_to and not doing.conds:
        raise NotUnderstood("Ask about what? Say for which actions, or when.", pointer=AT_END)
    if shape.open_to and shape.effect is Effect.OWE and any(map(_happens, doing.conds)):
        raise NotUnderstood("Say what is done: “for deletions of User, tell …”.", pointer=AT_END)
    named = dict.fromkeys(deed for cond in doing.conds for deed in cond.deeds)
    if shape.open_to and named:  # "when a refund exceeds 500 USD, tell Finance": of refunds
        doing = replace(doing, acts=tuple(Act(target=Target(deed=deed)) for deed in named))
    acts = as_done(doing.acts)
    conds = (*adjectives(acts, loosens=loosens), *doing.conds)
    found = targets(acts, loosens=loosens)
    found = tuple(dict.fromkeys(map(whoever_gets if loosens else whatever_moves, found)))
    conds = without_the_obvious(conds, found)
    refuse_two_measures([cond.condition for cond in conds])
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
        condition=careful([(loosens and cond.narrow) or cond.condition for cond in conds], shape.effect),
    )
