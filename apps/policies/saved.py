"""A rule as it may be kept: read, and naming no field or argument that no tool has which it speaks of.

What the tools have stands in their input schemas. Where one of them takes any field (a table of somebody's own), only
what is nearly a known name is refused; where there is no tool for such a deed yet, nothing can be said.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from apps.connectors import shelf
from apps.connectors.contract import JsonDict, Tool
from apps.policies import written
from apps.policies.circumstances import Circumstances
from apps.policies.deeds import perhaps, surely
from apps.policies.language import NotUnderstood
from apps.policies.question import subject_of
from apps.policies.rule import ANYTHING, EVERYTHING_ELSE, TOOL, Clause, Fields, Number, Origin, Rule, Target, tests_in
from apps.policies.told import Told, likely, normal
from apps.policies.told.asked import object_name
from apps.policies.vocabulary import Vocabulary

NOTHING_SAID = Circumstances()


class Named(NamedTuple):
    """A name in a rule, and those that there are; `surely`: there are no others."""

    name: str
    known: frozenset[str]
    surely: bool


def read(text: str, vocabulary: Vocabulary) -> Rule:
    """What it means. Raises NotUnderstood, also for a name that no tool has."""
    rule = written.read(text, vocabulary)
    check(text, rule, shelf.tools().values())
    return rule


def check(text: str, rule: Rule, tools: Iterable[Tool]) -> None:
    every = tuple(tools)
    for clause in rule.clauses:
        for one in _named(clause, [tool for tool in every if any(_meets(each, tool) for each in clause.targets)]):
            near = get_close_matches(normal(one.name), one.known, n=1, cutoff=0.6 if one.surely else 0.8)
            if one.known and normal(one.name) not in one.known and (one.surely or near):
                raise _refusal(text, one, near[0] if near else "")


def _refusal(text: str, one: Named, near: str) -> NotUnderstood:
    at = max(text.casefold().find(one.name.casefold()), 0)
    says = f"Did you mean “{near}”?" if near else f"There is {', '.join(sorted(one.known))}."
    better = f"{text[:at]}{near}{text[at + len(one.name) :]}" if near else ""
    sentence = f"No tool that this speaks of has “{one.name}”. {says}"
    return NotUnderstood(sentence, pointer=at, expected=tuple(sorted(one.known)), better=better)


def _named(clause: Clause, tools: list[Tool]) -> Iterator[Named]:
    """The names in its conditions that must be, or may be, those of fields or arguments."""
    arguments = frozenset(normal(name) for tool in tools for name in tool.input.get("properties", {}))
    closed = [tool for tool in tools if not _open(tool.input)]
    fields = frozenset(normal(name) for tool in closed for name in _within(tool.input))
    for test in tests_in(clause.condition):
        if isinstance(test, Fields):
            yield from (Named(name, fields, surely=closed == tools) for name in test.names)
        elif isinstance(test, Origin) and test.of:
            yield Named(test.of, arguments, surely=True)
        elif isinstance(test, Number):  # which may be a figure of the record as well
            yield Named(test.what, arguments, surely=False)


def _meets(target: Target, tool: Tool) -> bool:
    """Whether it may speak of what the tool does."""
    if target.connectors and tool.connector not in {each.id for each in target.connectors}:
        return False
    if target.objects and tool.object and object_name(tool.object) not in set(map(object_name, target.objects)):
        return False
    if target.deed in (ANYTHING, EVERYTHING_ELSE):
        return True
    if target.deed == TOOL:
        return target.tool == tool.full_name
    sure = surely(tool.verb, tool.categories)
    by_name = likely.perhaps(tool.verb, tool.full_name, tool.object, tool.categories)
    freely = likely.free([target.deed]) and likely.belongs(target.deed, subject_of(tool), NOTHING_SAID) is not Told.NO
    return target.deed in sure | perhaps(tool.verb, sure) | by_name or bool(freely)


def _within(schema: Any) -> Iterator[str]:
    """The names of all its entries, at any depth."""
    for part in _parts(schema):
        yield from part.get("properties", {})


def _open(schema: Any) -> bool:
    """Does any part of it take entries of any name?"""
    objects = (part for part in _parts(schema) if part.get("type") == "object")
    return any(part.get("additionalProperties", True) is not False for part in objects)


def _parts(schema: Any) -> Iterator[JsonDict]:
    if isinstance(schema, dict):
        yield schema
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _parts(each)
