"""Tests of the deed itself: whether it is one of those that an exception names, what came before it, its risk."""

from collections.abc import Iterable

from apps.connectors.contract import Risk, UndoKind
from apps.policies.deeds import perhaps, surely
from apps.policies.rule import ANYTHING, TOOL, Earlier, IsDeed, Op, RiskIs, Target, Undoable
from apps.policies.told import likely
from apps.policies.told.asked import Asked, Told, known, normal, object_name

RISKS = list(Risk)
VERBS = {"deletions": "delete", "messages": "send", "write": ""}


def is_deed(test: IsDeed, asked: Asked) -> Told:
    told = {_is(target, asked) for target in test.targets}
    return Told.YES if Told.YES in told else Told.UNKNOWN if Told.UNKNOWN in told else Told.NO


def earlier(test: Earlier, asked: Asked) -> Told:
    if asked.around.earlier is None:
        return Told.UNKNOWN
    done = {normal(each) for each in asked.around.earlier}
    return known(any(name in done for name in _names(test.target, done)))


def risk_is(test: RiskIs, asked: Asked) -> Told:
    level, limit = RISKS.index(asked.question.risk), RISKS.index(Risk(test.level))
    return known(level >= limit if test.op is Op.AT_LEAST else level <= limit)


def undoable(test: Undoable, asked: Asked) -> Told:
    undo: UndoKind | None = asked.around.undo
    return Told.UNKNOWN if undo is None else known(undo in test.ways)


def sure_deeds(asked: Asked) -> frozenset[str]:
    return surely(asked.question.verb, asked.question.categories)


def _is(target: Target, asked: Asked) -> Told:
    question = asked.question
    if target.connectors and question.connector not in {each.id for each in target.connectors}:
        return Told.NO
    told = _deed(target, asked)
    if told is Told.NO or not target.objects:
        return told
    name = question.object or asked.object_name
    if not name:
        return Told.UNKNOWN if question.facts.record.kind != "none" else Told.NO
    return told if object_name(name) in set(map(object_name, target.objects)) else Told.NO


def _deed(target: Target, asked: Asked) -> Told:
    question = asked.question
    if target.deed == ANYTHING:
        return Told.YES
    if target.deed == TOOL:
        return known(question.tool == target.tool)
    if target.deed in sure_deeds(asked):
        return Told.YES
    if likely.free([target.deed]):
        return likely.belongs(
            target.deed, question.subject, asked.around, asked.object_name, likely.written(question.facts.fields)
        )
    unsure = perhaps(question.verb) | likely.perhaps(
        question.verb, question.tool, question.object or asked.object_name, question.categories
    )
    return Told.UNKNOWN if target.deed in unsure else Told.NO


def _names(target: Target, done: Iterable[str]) -> set[str]:
    """How a run may have noted such an action."""
    if target.deed == TOOL:
        return {normal(target.tool)}
    verb = VERBS.get(target.deed, target.deed)
    if target.objects:
        return {normal(f"{verb} {each}") for each in target.objects}
    begun = {each for each in done if verb and each.startswith(f"{verb} ")}
    return {normal(target.deed), normal(verb)} | begun
