"""The same meaning a second time, written straight from the words: three values (None: cannot be told), no Cedar."""

from collections.abc import Iterable

from apps.connectors.contract import HasNone, Known, Verb
from apps.policies.question import Question
from apps.policies.rule import Amount, AnyOf, Clause, Condition, Count, Effect, EveryOf, Fields, Not, Recipients, Target
from apps.policies.told import Asked, Told, told
from apps.policies.told.likely import perhaps
from tests.policies.make import OURS, SHOP

READS = (Verb.SEARCH, Verb.READ)
VERBS = {"create": Verb.CREATE, "update": Verb.UPDATE, "deletions": Verb.DELETE, "messages": Verb.SEND}


def counts(clause: Clause, question: Question) -> bool:
    """Whether a clause (of anything but "everything else") has its say."""
    truth = holds(clause, question)
    return truth is True or (truth is None and clause.effect != Effect.AUTO)


def holds(clause: Clause, question: Question) -> bool | None:
    if clause.undoing != question.undoing and (clause.undoing or question.exact_undo):
        return False
    if clause.agents and question.agent not in {agent.id for agent in clause.agents}:
        return False
    condition = _condition(clause.condition, question) if clause.condition else True
    return every((some(_target(target, question) for target in clause.targets), condition))


def every(truths: Iterable[bool | None]) -> bool | None:
    given = list(truths)
    return False if False in given else None if None in given else True


def some(truths: Iterable[bool | None]) -> bool | None:
    given = list(truths)
    return True if True in given else None if None in given else False


def _target(target: Target, question: Question) -> bool | None:
    here = not target.connectors or question.connector in {each.id for each in target.connectors}
    name = _object(question)
    object_fits: bool | None = True
    if target.objects:
        object_fits = name if not isinstance(name, str) else name in {each.lower() for each in target.objects}
    if target.spared:
        object_fits = None if name is None else name is False or name not in {each.lower() for each in target.spared}
    return every((_deed(target, question), here, object_fits))


def _object(question: Question) -> str | bool | None:
    """The object's name; False: it has none; None: it cannot be told."""
    record = question.facts.record
    if question.object:
        return question.object.lower()
    if isinstance(record, Known):
        return str(record.value["object"]).lower()
    return False if isinstance(record, HasNone) else None


def _deed(target: Target, question: Question) -> bool | None:
    if target.deed == "anything":
        return True
    if target.deed == "tool":
        return question.tool == target.tool
    if question.verb in READS:
        return target.deed == "read" or (target.deed == "deployments" and "deployments" in question.categories)
    money = question.facts.money
    moved = f"{money.value['category']}s" if isinstance(money, Known) else ""
    if target.deed in (*question.categories, moved, "write") or VERBS.get(target.deed) == question.verb:
        return True
    if target.deed in ("permissions", "billing"):
        facts = question.facts
        fact = facts.permission_change if target.deed == "permissions" else facts.billing_change
        return fact.value is True if isinstance(fact, Known) else False if isinstance(fact, HasNone) else None
    return None if target.deed in _by_name(question) else False


def _by_name(question: Question) -> frozenset[str]:
    """What the names of the tool, its object and its fields say that the action may be."""
    fields = question.facts.fields.value if isinstance(question.facts.fields, Known) else ()
    name = _object(question) or ""
    return perhaps(
        question.verb, question.tool, str(name), question.categories, tuple(sorted(map(str.casefold, fields)))
    )


def _condition(condition: Condition, question: Question) -> bool | None:
    if isinstance(condition, Not):
        return _turned(condition.test, question)
    if isinstance(condition, Amount | Count | Recipients | Fields):
        return _test(condition, question)
    if not isinstance(condition, EveryOf | AnyOf):
        said = told(condition, Asked(question, SHOP.house, ""))
        return {Told.YES: True, Told.UNKNOWN: None}.get(said, False)
    parts = [_condition(part, question) for part in condition.of]
    return every(parts) if isinstance(condition, EveryOf) else some(parts)


def _turned(test: Condition, question: Question) -> bool | None:
    """Turned round; of what has none it cannot be told."""
    if isinstance(test, Amount | Count | Recipients | Fields):
        facts = question.facts
        family = {"amount": facts.money, "count": facts.count, "recipients": facts.recipients, "fields": facts.fields}
        if isinstance(family[test.kind], HasNone):
            return None
        truth = _test(test, question)
        return None if truth is None else not truth
    return {Told.YES: False, Told.NO: True}.get(told(test, Asked(question, SHOP.house, "")))  # type: ignore[arg-type]


def _test(test: Amount | Count | Recipients | Fields, question: Question) -> bool | None:
    facts = question.facts
    family = {"amount": facts.money, "count": facts.count, "recipients": facts.recipients, "fields": facts.fields}
    fact = family[test.kind]
    if not isinstance(fact, Known):
        return False if isinstance(fact, HasNone) else None
    if isinstance(test, Amount):
        same = fact.value["currency"] == test.currency
        return _compare(fact.value["amount"], test.op, test.amount) if same else None
    if isinstance(test, Count):
        return _compare(fact.value, test.op, test.number)
    if isinstance(test, Recipients):
        ours = [address.lower().endswith(f"@{OURS}") and "," not in address for address in fact.value]
        return {"outside": not all(ours), "inside": any(ours), "only inside": all(ours)}[test.which]
    named, written = {name.lower() for name in test.names}, {name.lower() for name in fact.value}
    return written <= named if test.which == "only" else bool(written & named)


def _compare(value: int, op: str, limit: int) -> bool:
    return {">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit}[op]
