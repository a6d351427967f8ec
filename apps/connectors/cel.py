"""CEL, kept small: what may go in, what may come out, and how large an expression may be.

An expression that errs raises CannotTell. Its reader refuses, or asks for more; it never takes it for "no".
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from cel import Program, compile  # noqa: A004  the library's name for it

from apps.connectors.functions import FUNCTIONS
from apps.connectors.literals import Number

LONGEST = 1000  # characters
DEEPEST = 12  # brackets
LOOPS = 2  # comprehensions inside one another
MOST_ITEMS = 1000  # in one list or map
INT64 = range(-(2**63), 2**63)

ROOTS = {"input", "before", "conn", "action", "answer", "result", "found", "status", "body"}
BUILT_IN = {"size", "string", "int", "has", "startsWith", "endsWith", "contains", "matches", "timestamp", "duration"}
MACROS = ("filter", "map", "all", "exists", "exists_one")
OPERATORS = re.compile(r"[^A-Za-z]*|_\?_:_|@in|_in_|@not_strictly_false")
PIECES = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\.(?P<macro>filter|map|all|exists_one|exists)\s*\(\s*(?P<name>\w+)\s*,"""
    r"""|(?P<open>[(\[{])|(?P<close>[)\]}])"""
)
Names: TypeAlias = Mapping[str, Any]


class CannotTell(Exception):
    """The expression has no answer here."""


def checked(source: str) -> str:
    """The expression itself. Raises ValueError where it is too large, does not parse, or names what is not there."""
    if len(source) > LONGEST:
        raise ValueError(f"An expression has at most {LONGEST} characters; this one has {len(source)}.")
    loops = _measured(source)
    program = _program(source)
    strange = set(program.variables()) - ROOTS - loops
    if strange:
        raise ValueError(f"{source!r} names {', '.join(sorted(strange))}, which nothing here has.")
    foreign = {name for name in program.functions() if not OPERATORS.fullmatch(name)} - BUILT_IN - set(FUNCTIONS)
    if foreign:
        raise ValueError(f"{source!r} calls {', '.join(sorted(foreign))}, which is not among the functions.")
    return source


def evaluate(source: str, names: Names) -> Any:
    """The value of an expression over admitted names. Raises CannotTell."""
    try:
        value = _program(source).execute({**FUNCTIONS, **names})
    except Exception as why:
        raise CannotTell(f"{source!r} cannot be told: {why}") from why
    return _released(source, value)


def holds(source: str, names: Names) -> bool:
    """Whether a condition is true. Raises CannotTell, also for anything but true and false."""
    value = evaluate(source, names)
    if not isinstance(value, bool):
        raise CannotTell(f"{source!r} is neither true nor false.")
    return value


def admit(value: object) -> Any:
    """A value as CEL may see it. An entry that is null is left out, so `has()` is false for it."""
    if isinstance(value, Number):
        return value.whole if value.whole is not None and value.whole in INT64 else str(value)
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int) and value in INT64:
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    if isinstance(value, Mapping):
        return {str(key): admit(item) for key, item in _few(value).items() if item is not None}
    if isinstance(value, list | tuple):
        return [admit(item) for item in _few(value)]
    raise CannotTell(f"A {type(value).__name__} cannot go into an expression.")


@lru_cache(maxsize=4096)
def _program(source: str) -> Program:
    return compile(source)


def _measured(source: str) -> set[str]:
    """The names that comprehensions bind. Raises ValueError where brackets or comprehensions nest too deeply."""
    names: set[str] = set()
    stack: list[bool] = []  # for each open bracket: does a comprehension stand in it?
    for piece in PIECES.finditer(source):
        if piece["macro"]:
            names.add(piece["name"])
            stack.append(True)
        elif piece["open"]:
            stack.append(False)
        elif piece["close"] and stack:
            stack.pop()
        if len(stack) > DEEPEST or sum(stack) > LOOPS:
            raise ValueError(f"{source!r} nests too deeply.")
    return names


def _few(value: Any) -> Any:
    if len(value) > MOST_ITEMS:
        raise CannotTell(f"A list of {len(value)} is too long for an expression.")
    return value


def _released(source: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | str | int | datetime):
        return value
    if isinstance(value, list):
        return [_released(source, item) for item in value]
    if isinstance(value, dict):
        return {str(key): _released(source, item) for key, item in value.items()}
    raise CannotTell(f"{source!r} gives a {type(value).__name__}, which nothing here takes.")
