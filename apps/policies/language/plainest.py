"""Of readings that mean the same by other names, the one that says it plainest."""

from collections.abc import Iterator, Sequence

from apps.policies.conditions import retold
from apps.policies.inflect import singular
from apps.policies.rule import Attribute, Computed, Listed, Native, Number, Rule, Tagged, Target, tests_in
from apps.policies.told.asked import normal
from apps.policies.vocabulary import Vocabulary


def plainest(rules: Sequence[Rule], vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Without the readings that say what another of them says in a field's, an object's or a deed's own name."""
    return _changes_first(_objects_first(_fields_first(_percents_first(rules)), vocabulary), vocabulary)


def _changes_first(rules: Sequence[Rule], vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Where the "salary" is an object here, the changes of it are "salary changes"."""
    known = {normal(f"{name} changes"): name for name in vocabulary.objects}
    named = {_of_objects(rule, known) for rule in rules if _of_objects(rule, known) != rule}
    return tuple(rule for rule in rules if rule not in named)


def _of_objects(rule: Rule, known: dict[str, str]) -> Rule:
    clauses = (c.model_copy(update={"targets": tuple(_of_object(t, known) for t in c.targets)}) for c in rule.clauses)
    return rule.model_copy(update={"clauses": tuple(clauses)})


def _of_object(target: Target, known: dict[str, str]) -> Target:
    name = known.get(normal(target.deed or ""))
    return target.model_copy(update={"deed": "changes", "objects": (name,)}) if name and not target.objects else target


def _objects_first(rules: Sequence[Rule], vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """A name that is an object's here is no list's and no label's: "updates to Customer" go to no list of customers."""
    known = set(map(normal, vocabulary.objects))
    plain = tuple(rule for rule in rules if not any(normal(name) in known for name in _named(rule)))
    return plain or tuple(rules)


def _named(rule: Rule) -> Iterator[str]:
    for clause in rule.clauses:
        for test in tests_in(clause.condition):
            if isinstance(test, Listed):
                yield test.list
            elif isinstance(test, Tagged) and test.family == "label":
                yield from test.names


def _fields_first(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The "status" of the "invoice" is no field of the name "status of invoice"."""
    return tuple(rule for rule in rules if (parted := _parted(rule)) == rule or parted not in rules)


def _percents_first(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """When "the discount" is 5 percent, the discount itself is meant, and no figure beside it of that name."""
    return tuple(rule for rule in rules if (own := _of_itself(rule)) == rule or own not in rules)


def _of_itself(rule: Rule) -> Rule:
    names = {singular(target.deed or "") for clause in rule.clauses for target in clause.targets}
    return Rule(clauses=tuple(retold(clause, lambda test: _percent(test, names)) for clause in rule.clauses))


def _percent(test: Native | Computed, names: set[str]) -> Native | Computed:
    own = isinstance(test, Number) and test.percent and test.what in names
    return test.model_copy(update={"what": "percent"}) if own else test


def _parted(rule: Rule) -> Rule:
    return Rule(clauses=tuple(retold(clause, _field_of) for clause in rule.clauses))


def _field_of(test: Native | Computed) -> Native | Computed:
    if not isinstance(test, Attribute) or test.name:
        return test
    field, of, record = test.of.partition(" of ")
    if not of:
        record, of, field = test.of.partition("'s ")
    return test.model_copy(update={"of": record, "name": field}) if of else test
