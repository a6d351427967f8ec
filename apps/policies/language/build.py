"""Parse tree → rule. What the grammar lets through and meaning does not is refused here, in words that teach."""

from typing import Any

from apps.policies.language.act_builder import ActBuilder, Nodes, rest
from apps.policies.language.acts import Acts, finished, only_reads, targets
from apps.policies.language.conditions import ConditionBuilder, careful, every
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.rule import (
    Clause,
    Condition,
    Count,
    Effect,
    Frozen,
    Named,
    Need,
    Recipients,
    Rule,
    Target,
)

MOST_PEOPLE = 20


class By(Frozen):
    agents: tuple[Named, ...]


class Doing(Frozen):
    """A verb phrase or a noun phrase, with all that stands in it."""

    acts: Acts
    agents: tuple[Named, ...] = ()
    conditions: tuple[Condition, ...] = ()
    undoing: bool = False


class SignerBuilder(ActBuilder):
    """Who signs."""

    def number(self, found: Nodes) -> Any:
        return found[0]

    def some(self, found: Nodes) -> tuple[Need, ...]:
        return (Need(people=_people(found[0]), groups=rest(found)),)

    def one(self, found: Nodes) -> tuple[Need, ...]:
        return (Need(people=1, groups=rest(found, 0)),)

    def bare_groups(self, found: Nodes) -> tuple[Need, ...]:
        return self.one(found)

    def from_each(self, found: Nodes) -> tuple[Need, ...]:
        people = _people(found[0])
        return tuple(Need(people=people, groups=(group,)) for group in found[1])

    def from_each_one(self, found: Nodes) -> tuple[Need, ...]:
        return tuple(Need(people=1, groups=(group,)) for group in found[0])

    def nested(self, found: Nodes) -> tuple[Need, ...]:
        return tuple(found[0])

    def signers(self, found: Nodes) -> tuple[Need, ...]:
        needs = tuple(need for part in found for need in part)
        if len(set(needs)) < len(needs):
            raise NotUnderstood("The same people are asked for twice; say how many people it takes in all.")
        return needs


class RuleBuilder(SignerBuilder, ConditionBuilder):
    """Statements."""

    def doing(self, found: Nodes) -> Doing:
        conditions = tuple(part for part in found[1:] if not isinstance(part, By))
        of_records = any(isinstance(part, Count) for part in conditions)  # "delete more than 10 records": of any kind
        return Doing(
            acts=finished(found[0]) if of_records else found[0],
            agents=tuple(agent for part in found[1:] if isinstance(part, By) for agent in part.agents),
            conditions=conditions,
        )

    things = doing

    def by(self, found: Nodes) -> By:
        return By(agents=found[0])

    def tail(self, found: Nodes) -> Any:
        return found[0]

    def undo(self, found: Nodes) -> Doing:
        return self.doing(found).model_copy(update={"undoing": True})

    def undo_anything(self, found: Nodes) -> Doing:
        place, rest = (found[:1], found[1:]) if found and isinstance(found[0], tuple) else ([], found)
        return self.undo([self.anything(place), *rest])

    undo_anything_at_all = undo_anything

    def who(self, found: Nodes) -> Any:
        return found[0]

    def all_agents(self, found: Nodes) -> tuple[Named, ...]:
        return ()

    def auto(self, found: Nodes) -> Rule:
        return _rule(Effect.AUTO, found[0])

    def auto_for(self, found: Nodes) -> Rule:
        return _rule(Effect.AUTO, found[1], agents=found[0])

    def suggest(self, found: Nodes) -> Rule:
        return _rule(Effect.SUGGEST, found[0])

    def deny(self, found: Nodes) -> Rule:
        return _rule(Effect.DENY, found[0])

    def deny_for(self, found: Nodes) -> Rule:
        return _rule(Effect.DENY, found[1], agents=found[0])

    def ask(self, found: Nodes) -> Rule:
        return _rule(Effect.ASK, found[0], needs=found[1])

    def ask_first(self, found: Nodes) -> Rule:
        return _rule(Effect.ASK, found[1], needs=found[0])

    def ask_someone(self, found: Nodes) -> Rule:
        return _rule(Effect.ASK, found[0], needs=(Need(people=1),))

    def ask_someone_for(self, found: Nodes) -> Rule:
        return _rule(Effect.ASK, found[1], agents=found[0], needs=(Need(people=1),))

    def write(self, found: Nodes) -> Any:
        if found[0].meaning("V_OBJ") != "write":
            raise NotUnderstood("Say it as “only write to …”: that is to create, update and delete.",
                                pointer=found[0].start_pos, expected=("write to",))  # fmt: skip
        return found[0]

    def spared_objects(self, found: Nodes) -> Clause:
        target = Target(deed="write", spared=found[1], connectors=rest(found, 2))
        return Clause(effect=Effect.DENY, targets=(target,))

    def spared_insiders(self, found: Nodes) -> Clause:
        if found[0].meaning("V_BARE") != "messages":
            raise NotUnderstood("Only messages go to domains.", pointer=found[0].start_pos, expected=("message",))
        return Clause(effect=Effect.DENY, targets=(Target(deed="messages"),), condition=Recipients(which="outside"))

    def deny_all_but(self, found: Nodes) -> Rule:
        return Rule(clauses=(found[0],))

    def but_only(self, found: Nodes) -> Rule:
        reads, spared = _rule(Effect.AUTO, found[0]).clauses[0], found[1]
        place = only_reads(reads, spared)
        target = spared.targets[0].model_copy(update={"connectors": place})
        return Rule(clauses=(reads, spared.model_copy(update={"targets": (target,)})))

    def narrowed(self, found: Nodes) -> Rule:
        (clause,) = found[0].clauses
        if clause.targets[0].spared:
            raise NotUnderstood("“Only write to …” holds always; say the condition in a sentence of its own.")
        condition = careful(every((clause.condition, found[1])), clause.effect)
        return Rule(clauses=(clause.model_copy(update={"condition": condition}),))

    def narrowed_first(self, found: Nodes) -> Rule:
        return self.narrowed(found[::-1])

    def start(self, found: Nodes) -> Rule:
        return Rule.model_validate(found[0].model_dump())


def _rule(effect: Effect, doing: Doing, *, agents: tuple[Named, ...] = (), needs: tuple[Need, ...] = ()) -> Rule:
    return Rule(
        clauses=(
            Clause(
                effect=effect,
                targets=targets(doing.acts),
                needs=needs,
                agents=agents or doing.agents,
                undoing=doing.undoing,
                condition=careful(every(doing.conditions), effect),
            ),
        )
    )


def _people(word: Spoken) -> int:
    people = word.meaning("NUMBER")
    if not isinstance(people, int) or not 1 <= people <= MOST_PEOPLE:
        raise NotUnderstood(f"Between one and {MOST_PEOPLE} people can be asked.", pointer=word.start_pos or 0)
    return people
