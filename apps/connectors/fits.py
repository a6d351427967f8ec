"""A quick yes: whether a value plainly fits its schema, compiled once a schema.

"No" means only that it is not plain, and then the validator is asked, which also says why. So a keyword or a kind of
value that is not known here costs time and changes no answer.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from jsonschema import FormatChecker

Fits: TypeAlias = Callable[[Any], bool]
FINAL_DOLLAR = re.compile(r"(?<!\\)\$$")  # in Python it would let a line break through at the end
FORMATS = FormatChecker()
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "null": (type(None),),
    "array": (list,), "object": (dict,),
}  # fmt: skip
PLAIN = frozenset(kind for kinds in TYPES.values() for kind in kinds)
SAYS_NOTHING = frozenset({"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"})


class NotPlain(Exception):
    """The schema says something that is left to the validator."""


def compiled(schema: Any) -> Fits:
    """The quick yes of a schema; of one that says more than is known here it is never one."""
    try:
        return _fits(schema)
    except (NotPlain, KeyError, re.error):  # an unknown type, a broken pattern: the validator says so in its own words
        return never


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(FINAL_DOLLAR.sub(r"\\Z", text))


def _fits(schema: Any) -> Fits:
    if schema is True:
        return _plain
    if not isinstance(schema, Mapping):
        raise NotPlain
    tests = tuple(_tests(schema))
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def _tests(schema: Mapping[str, Any]) -> Iterator[Fits]:
    yield _of_type(schema["type"]) if "type" in schema else _plain
    if schema.keys() & {"properties", "required", "additionalProperties"}:
        yield _object(schema)
    for word, said in schema.items():
        if word in KEYWORDS:
            yield KEYWORDS[word](said)
        elif word not in SAYS_NOTHING | {"type", "properties", "required", "additionalProperties"}:
            raise NotPlain


def _plain(value: Any) -> bool:
    return type(value) in PLAIN


def never(_: Any) -> bool:
    return False


def _of_type(names: str | list[str]) -> Fits:
    kinds = frozenset(kind for name in ([names] if isinstance(names, str) else names) for kind in TYPES[name])
    return lambda value: type(value) in kinds


def _object(schema: Mapping[str, Any]) -> Fits:
    parts = {name: _fits(part) for name, part in schema.get("properties", {}).items()}
    required = tuple(schema.get("required", ()))
    more = schema.get("additionalProperties", True)
    other = never if more is False else _fits(more)

    def fits(value: Any) -> bool:
        if type(value) is not dict:
            return True
        return all(name in value for name in required) and all(
            parts.get(name, other)(entry) for name, entry in value.items()
        )

    return fits


def _among(values: list[Any]) -> Fits:
    words = frozenset(value for value in values if isinstance(value, str))
    return lambda value: type(value) is str and value in words


def _text(text: str) -> Fits:
    found = pattern(text).search
    return lambda value: type(value) is not str or found(value) is not None


def _format(name: str) -> Fits:
    return lambda value: FORMATS.conforms(value, name)


def _items(schema: Any) -> Fits:
    fits = _fits(schema)
    return lambda value: type(value) is not list or all(fits(item) for item in value)


def _unique(asked: bool) -> Fits:
    """Texts alone: what else is equal (1 and 1.0, but not true) is the validator's to say."""
    if not asked:
        return lambda _: True
    return lambda value: (
        type(value) is not list or (all(type(item) is str for item in value) and len(set(value)) == len(value))
    )


def _size(kind: type[Any], least: int = 0, most: float = float("inf")) -> Fits:
    return lambda value: type(value) is not kind or least <= len(value) <= most


def _number(within: Callable[[Any, Any], bool]) -> Callable[[Any], Fits]:
    """A keyword that limits numbers; `within` compares a number with its limit."""
    return lambda limit: lambda value: type(value) not in (int, float) or within(value, limit)


KEYWORDS: dict[str, Callable[[Any], Fits]] = {
    "enum": _among,
    "const": lambda value: _among([value]),
    "pattern": _text,
    "format": _format,
    "items": _items,
    "uniqueItems": _unique,
    "minLength": lambda least: _size(str, least=least),
    "maxLength": lambda most: _size(str, most=most),
    "minItems": lambda least: _size(list, least=least),
    "maxItems": lambda most: _size(list, most=most),
    "minProperties": lambda least: _size(dict, least=least),
    "maxProperties": lambda most: _size(dict, most=most),
    "minimum": _number(operator.ge),
    "maximum": _number(operator.le),
    "exclusiveMinimum": _number(operator.gt),
    "exclusiveMaximum": _number(operator.lt),
}
