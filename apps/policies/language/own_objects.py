"""Of two readings the one that speaks of the thing itself: a branch that is protected is the one that is deleted."""

from collections.abc import Sequence
from functools import partial

from apps.policies.conditions import retold
from apps.policies.rule import Attribute, Clause, Computed, Has, Native, Rule, Target, tests_in
from apps.policies.told.asked import normal
from apps.policies.told.likely import ANY_CHANGE

OWN = "record"
SURROUNDINGS = frozenset("environment system cloud network region country site zone tenant workspace channel".split())


def of_the_object(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Without the rules of anything that hangs on such a thing, where another is of the thing itself."""
    rules = _things_first(rules)
    own = [_of_related(rule) for rule in rules]
    found = tuple(rule for rule in rules if not any(other == rule for other in own if other)) or tuple(rules)
    return (
        tuple(rule for rule in found if not any(other is not rule and _nearer(other, rule) for other in found)) or found
    )


def _things_first(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Changes to the production database are writes to it; to the production environment, changes there."""
    written = {_at_large(rule): _objects(rule) for rule in rules if _writes(rule)}
    changed = {rule for rule in rules if not _objects(rule)}
    least = {rule for rule in changed if rule in written and written[rule] <= SURROUNDINGS}
    most = {rule for rule in changed if rule in written} - least
    return tuple(rule for rule in rules if rule not in most and not (_writes(rule) and _at_large(rule) in least))


def _writes(rule: Rule) -> bool:
    return all(target.deed == "write" and target.objects for clause in rule.clauses for target in clause.targets)


def _objects(rule: Rule) -> frozenset[str]:
    return frozenset(normal(name) for clause in rule.clauses for target in clause.targets for name in target.objects)


def _at_large(rule: Rule) -> Rule:
    """What writes to a thing are where no thing is named: changes."""
    clauses = []
    for clause in rule.clauses:
        targets = tuple(Target(deed=ANY_CHANGE) for _ in clause.targets)
        clauses.append(clause.model_copy(update={"targets": targets}))
    return Rule(clauses=tuple(clauses))


def _nearer(one: Rule, other: Rule) -> bool:
    """The same, but said of the record that is named beside it: refunds of a customer in dispute."""
    names = {
        test.of for clause in one.clauses for test in tests_in(clause.condition) if isinstance(test, Attribute | Has)
    }
    return any(_of_record(other, name) == one for name in names - {OWN})


def _of_record(rule: Rule, name: str) -> Rule:
    return Rule(clauses=tuple(retold(clause, partial(_related, name=name)) for clause in rule.clauses))


def _of_related(rule: Rule) -> Rule | None:
    """What a rule of an object's own state says where it is misread: of anything, and of such a record beside it."""
    said = [_misread(clause) for clause in rule.clauses]
    misread = Rule(clauses=tuple(said))
    return misread if misread != rule else None


def _misread(clause: Clause) -> Clause:
    names = {name for target in clause.targets for name in target.objects}
    if len(names) != 1 or OWN in map(normal, names) or clause.condition is None:
        return clause
    beside = retold(clause, partial(_related, name=normal(*names)))
    targets = tuple(target.model_copy(update={"objects": ()}) for target in clause.targets)
    return beside.model_copy(update={"targets": targets}) if beside != clause else clause


def _related(test: Native | Computed, name: str) -> Native | Computed:
    own = isinstance(test, Attribute | Has) and test.of == OWN
    return test.model_copy(update={"of": name}) if own else test
