"""The arguments of tools as rules in Cedar see them: of which type each is, and what one action says of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from apps.connectors.contract import JsonDict, Tool
from apps.policies.rule import Type

LARGEST = 2**63 - 1
NOTHING: dict[Type, Any] = {"String": "", "Long": 0, "Boolean": False, "Set": []}
BY_SCHEMA: dict[str, Type] = {"string": "String", "integer": "Long", "boolean": "Boolean"}


def typed(tools: Iterable[Tool]) -> dict[str, Type]:
    """By the input schemas. One that is of different types, or of none that a rule could compare, is left out."""
    found: dict[str, set[Type | None]] = {}
    for tool in tools:
        for name, schema in tool.input.get("properties", {}).items():
            found.setdefault(name, set()).add(_type(schema))
    return {name: kind for name, kinds in sorted(found.items()) for kind in kinds if kind and len(kinds) == 1}


def typed_by_value(arguments: Mapping[str, Any]) -> dict[str, Type]:
    """By the values of one action, where no schema is at hand."""
    kinds = {name: next((kind for kind in NOTHING if _fits(value, kind)), None) for name, value in arguments.items()}
    return {name: kind for name, kind in kinds.items() if kind}


def argued(arguments: JsonDict, wanted: Mapping[str, Type]) -> tuple[JsonDict, JsonDict]:
    """The values of these arguments, and of each whether it is known, none, or unknown.

    An action with arguments says all of them, so it has none of what is left out; one without any says nothing.
    """
    values, states = {}, {}
    for name, kind in wanted.items():
        value = arguments.get(name)
        fits = value is not None and _fits(value, kind)
        values[name] = value if fits else NOTHING[kind]
        states[name] = "known" if fits else "none" if arguments and value is None else "unknown"
    return values, states


def _type(schema: JsonDict) -> Type | None:
    if schema.get("type") == "array":
        items = schema.get("items", {})
        return "Set" if isinstance(items, dict) and _type(items) == "String" else None
    if all(isinstance(one, str) for one in schema.get("enum", [None])):
        return "String"
    kind = schema.get("type")
    return BY_SCHEMA.get(kind) if isinstance(kind, str) else None


def _fits(value: Any, kind: Type) -> bool:
    if kind == "Set":
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    if kind == "Long":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return isinstance(value, str if kind == "String" else bool)
