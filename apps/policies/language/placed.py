"""The main branch is a branch, and where it is: of a thing that is called by its place both are meant."""

from apps.policies.conditions import every
from apps.policies.language import things
from apps.policies.language.careful import ordered, spread
from apps.policies.rule import Clause, Rule, Tagged, Target
from apps.policies.told.asked import normal
from apps.policies.vocabulary import Vocabulary

SORTS = ("branch", "environment", "channel")


def placed(rule: Rule, vocabulary: Vocabulary) -> Rule:
    """The rule, with a place as the condition where it stands for the thing; a thing that is known stays itself."""
    known = {normal(name) for name in vocabulary.objects}
    places = {normal(name) for name in (*things.PLACES, *vocabulary.places)}
    return Rule(clauses=tuple(_placed(clause, known, places) for clause in rule.clauses))


def _placed(clause: Clause, known: set[str], places: set[str]) -> Clause:
    names = {name for target in clause.targets for name in target.objects}
    if not names or not all(target.objects for target in clause.targets):
        return clause
    parted = {name: _parted(name, known, places) for name in names}
    if not all(parted.values()):
        return clause
    where = Tagged(family="place", names=tuple(dict.fromkeys(parted[name][0] for name in sorted(names))))
    condition = every([clause.condition, where] if clause.condition else [where])
    targets = tuple(_of_sort(target, parted) for target in clause.targets)
    return clause.model_copy(update={"targets": targets, "condition": ordered(spread(condition))})


def _parted(name: str, known: set[str], places: set[str]) -> tuple[str, ...]:
    """The place and the sort of thing: `Main branch`; nothing where it is no place, or a thing of its own."""
    place, _, sort = normal(name).rpartition(" ")
    if normal(name) in known or sort not in SORTS or not {place, normal(name)} & places:
        return ()
    return place, sort.capitalize()


def _of_sort(target: Target, parted: dict[str, tuple[str, ...]]) -> Target:
    return target.model_copy(update={"objects": tuple(dict.fromkeys(parted[name][1] for name in target.objects))})
