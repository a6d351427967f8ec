"""Names what could not be told, where a rule counts or does not count because of it."""

from collections.abc import Iterator

from apps.connectors.contract import CannotTell, Fact
from apps.policies.cedar import FAMILIES
from apps.policies.coded import ARGUMENTS, STATES, Path, asked, tree
from apps.policies.deeds import FAMILY, MONEY
from apps.policies.facts import Seen, money_state, readable
from apps.policies.language import words_of_test
from apps.policies.question import Question
from apps.policies.rule import Amount, Clause, Coded, Computed, Count, Fields, Native, Recipients, tests_in
from apps.policies.told import Told
from apps.policies.told.key import key
from apps.policies.told.likely import belongs, free

SAID = {
    "money": "the amount",
    "recipients": "who receives it",
    "fields": "which fields change",
    "count": "how many records change",
    "record": "which object it touches",
    "permission_change": "whether it changes permissions",
    "billing_change": "whether it changes billing settings",
}


def untold(clause: Clause, question: Question, seen: Seen) -> str:
    """`the amount cannot be told`, or the currencies that do not meet; empty where all could be read."""
    return " and ".join(dict.fromkeys(_untold(clause, question, seen)))


def _untold(clause: Clause, question: Question, seen: Seen) -> Iterator[str]:
    for target in clause.targets:
        if free([target.deed]) and belongs(target.deed, question.subject, question.circumstances) is Told.UNKNOWN:
            yield f"it cannot be told whether this belongs to “{target.deed}”"
        if family := {**FAMILY, MONEY: "money"}.get(target.deed):
            yield from _of_family(family, question)
        if (target.objects or target.spared) and not question.object:
            yield from _of_family("record", question)
    if clause.code:
        yield from _of_code(clause.code, question, seen)
    for test in tests_in(clause.condition):
        if isinstance(test, Amount | Recipients | Count | Fields):
            yield from _of_test(test, question)
        else:
            yield from _of_computed(test, seen)


def _of_test(test: Native, question: Question) -> Iterator[str]:
    yield from _of_family(FAMILIES[test.kind], question)
    currency = money_state(question).get("currency")
    if isinstance(test, Amount) and currency and currency != test.currency:
        yield f"the limit is in {test.currency} and the amount in {currency}"


def _of_code(code: Coded, question: Question, seen: Seen) -> Iterator[str]:
    """Of all that it asks for; where each could be read, it minds that there is none of one."""
    found = [said for path in sorted(asked(tree(code.when))) for said in _of_path(path, question, seen)]
    yield from found or ["it cannot be told whether its conditions hold"]


def _of_path(path: Path, question: Question, seen: Seen) -> Iterator[str]:
    if path[0] == ARGUMENTS:
        if seen[STATES][path[1]] == "unknown":
            yield f"the argument {path[1]} cannot be told"
    elif path[0] in FAMILIES.values():
        yield from _of_family(path[0], question)
    elif path[1:2] == ("object",) and not question.object:
        yield from _of_family("record", question)


def _of_computed(test: Computed, seen: Seen) -> Iterator[str]:
    if seen[key(test)] in ("unknown", "none"):
        yield f"it cannot be told whether {words_of_test(test)}"


def _of_family(family: str, question: Question) -> Iterator[str]:
    if readable(question, family):
        return
    fact: Fact = getattr(question.facts, family)
    why = f" ({fact.why})" if isinstance(fact, CannotTell) and fact.why else ""
    yield f"{SAID[family]} cannot be told{why}"
