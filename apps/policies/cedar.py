"""A clause → Cedar: always a `permit`, so that one question returns every rule that matched, deny included.

In three-valued logic each expression has two forms, what surely holds and what may hold. There is no "not" in a
condition, so both are made of the same joins, and only a single test knows the difference.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from apps.policies import coded
from apps.policies.rule import (
    ANYTHING,
    EVERYTHING_ELSE,
    TOOL,
    Amount,
    AnyOf,
    Clause,
    Condition,
    Count,
    EveryOf,
    Fields,
    Not,
    Recipients,
    Target,
    Type,
)
from apps.policies.told.asked import field_of, object_name
from apps.policies.told.key import key

FAMILIES = {"amount": "money", "recipients": "recipients", "fields": "fields", "count": "count"}
SIDE = {
    "outside": "context.recipients.outside",
    "inside": "context.recipients.inside",
    "only inside": "!context.recipients.outside",
}
TEXT, YES, WHOLE = {"type": "String"}, {"type": "Boolean"}, {"type": "Long"}
TEXTS = {"type": "Set", "element": TEXT}
TYPES: dict[str, dict[str, Any]] = {"String": TEXT, "Long": WHOLE, "Boolean": YES, "Set": TEXTS}


def policy(clause: Clause, name: str, *, maybe: bool) -> str:
    """The permit of a clause under a name, in the form that surely holds or in the one that may."""
    return (
        f"@id({quoted(name)})\n@outcome({quoted(clause.effect)})\n"
        f'permit(principal, action == Action::"act", resource)\nwhen {{ {_clause(clause, maybe)} }};\n'
    )


def asked(name: str, when: str) -> str:
    """A permit under a name for what was compiled in two halves; there is one action, so its head asks nothing."""
    return f"@id({quoted(name)}) permit(principal, action, resource) when {{ {when} }};\n"


def scope(clause: Clause, *, maybe: bool) -> str:
    """Whether the clause speaks of such an action at all: by whom, what is done, to what; nothing of amounts."""
    subject = "context.undone" if clause.undoing else "context.tool"
    parts = ["context.undoing" if clause.undoing else "!context.exact_undo"]
    if clause.agents:
        parts.append(f"{_set(agent.id for agent in clause.agents)}.contains(context.agent)")
    parts.append(_joined((_target(target, subject, maybe) for target in clause.targets), "||"))
    return " && ".join(parts)


def condition(clause: Clause, *, maybe: bool) -> str:
    """What must hold besides; empty where the clause sets no condition."""
    if clause.code:
        return coded.form(clause.code.when, maybe=maybe)
    return _condition(clause.condition, maybe) if clause.condition else ""


def quoted(text: str) -> str:
    """A Cedar string literal."""
    return '"' + "".join(letter if _harmless(letter) else f"\\u{{{ord(letter):x}}}" for letter in text) + '"'


def schema(told: Iterable[str] = (), arguments: Mapping[str, Type] | None = None) -> dict[str, Any]:
    """The schema of what a rule may speak of. Every attribute is always there, so no rule needs to ask.

    `told`: the names of the tests that are told before, each "yes", "no", "none" or "unknown".
    `arguments`: those that rules in Cedar ask for, with the types that the tools' input schemas give them.
    """
    argued = arguments or {}
    subject = _record(
        name=TEXT,
        connector=TEXT,
        deeds=TEXTS,
        possible_deeds=TEXTS,
        object=_record(state=TEXT, name=TEXT),
    )
    shape = _record(
        agent=TEXT,
        asker_roles=TEXTS,
        risk=TEXT,
        undoing=YES,
        exact_undo=YES,
        tool=subject,
        undone=subject,
        money=_record(state=TEXT, amount=WHOLE, currency=TEXT),
        recipients=_record(state=TEXT, outside=YES, inside=YES),
        fields=_record(state=TEXT, names=TEXTS),
        count=_record(state=TEXT, number=WHOLE),
        arguments=_record(**{name: TYPES[kind] for name, kind in argued.items()}),
        argument_states=_record(**dict.fromkeys(argued, TEXT)),
        **dict.fromkeys(told, TEXT),
    )
    applies = {"principalTypes": ["Agent"], "resourceTypes": ["Tool"], "context": shape}
    return {"": {"entityTypes": {"Agent": {}, "Tool": {}}, "actions": {"act": {"appliesTo": applies}}}}


def schema_text(told: Iterable[str] = (), arguments: Mapping[str, Type] | None = None) -> str:
    return json.dumps(schema(told, arguments))


def _record(**attributes: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Record", "attributes": attributes}


def _harmless(letter: str) -> bool:
    return letter.isprintable() and letter not in '"\\'


def _clause(clause: Clause, maybe: bool) -> str:
    return " && ".join(filter(None, (scope(clause, maybe=maybe), condition(clause, maybe=maybe))))


def _target(target: Target, subject: str, maybe: bool) -> str:
    parts = [_deed(target, subject, maybe)]
    if target.connectors:
        parts.append(f"{_set(each.id for each in target.connectors)}.contains({subject}.connector)")
    if target.objects:
        inside = f"{_set(map(object_name, target.objects))}.contains({subject}.object.name)"
        parts.append(_told(f"{subject}.object", inside, maybe))
    if target.spared:
        inside = f"{_set(map(object_name, target.spared))}.contains({subject}.object.name)"
        others = f'({subject}.object.state == "known" && !{inside})'  # a write to no object at all is not spared either
        parts.append(f'({others} || {subject}.object.state == "none"{_or_unknown(f"{subject}.object", maybe)})')
    return _joined(parts, "&&")


def _deed(target: Target, subject: str, maybe: bool) -> str:
    if target.deed in (ANYTHING, EVERYTHING_ELSE):
        return "true"
    if target.deed == TOOL:
        return f"{subject}.name == {quoted(target.tool)}"
    deeds = "possible_deeds" if maybe else "deeds"
    return f"{subject}.{deeds}.contains({quoted(target.deed)})"


def _condition(condition: Condition, maybe: bool) -> str:
    if isinstance(condition, EveryOf | AnyOf):
        join = "&&" if isinstance(condition, EveryOf) else "||"
        return _joined((_condition(part, maybe) for part in condition.of), join)
    if isinstance(condition, Not):
        return _turned(condition.test, maybe)
    if isinstance(condition, Amount | Recipients | Count | Fields):
        return _native(condition, maybe)
    name = f"context.{key(condition)}"
    return f'({name} == "yes" || {name} == "unknown")' if maybe else f'{name} == "yes"'


def _turned(test: Condition, maybe: bool) -> str:
    """What surely is not so; or what may not be so, which is also where there is none of it."""
    if not isinstance(test, Amount | Recipients | Count | Fields):
        name = f"context.{key(test)}"
        return f'{name} != "yes"' if maybe else f'{name} == "no"'
    family = f"context.{FAMILIES[test.kind]}"
    return f"!{_native(test, maybe=False)}" if maybe else f'({family}.state == "known" && !{_native(test, maybe=True)})'


def _native(condition: Amount | Recipients | Count | Fields, maybe: bool) -> str:
    if isinstance(condition, Amount):
        right = f"context.money.currency == {quoted(condition.currency)}"
        fits = f"context.money.amount {condition.op} {condition.amount}"
        return _told("context.money", f"({fits} || !({right}))" if maybe else f"({fits} && {right})", maybe)
    if isinstance(condition, Recipients):
        return _told("context.recipients", SIDE[condition.which], maybe)
    if isinstance(condition, Count):
        return _told("context.count", f"context.count.number {condition.op} {condition.number}", maybe)
    names = _set(dict.fromkeys(map(field_of, condition.names)))
    some = f"{names}.containsAny(context.fields.names)"
    every = f"{names}.containsAll(context.fields.names)"
    return _told("context.fields", every if condition.which == "only" else some, maybe)


def _told(family: str, holds: str, maybe: bool) -> str:
    """A test of a known fact; where it need only be possible, an unknown one will do; none never does."""
    return f'(({holds} && {family}.state == "known"){_or_unknown(family, maybe)})'  # what fails most comes first


def _or_unknown(family: str, maybe: bool) -> str:
    return f' || {family}.state == "unknown"' if maybe else ""


def _joined(parts: Iterable[str], join: str) -> str:
    return f"({f' {join} '.join(parts)})"


def _set(values: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"
