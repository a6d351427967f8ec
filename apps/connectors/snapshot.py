"""Values of records as their target wrote them: taken out of a body by path, kept flat, compared as text."""

from collections.abc import Iterable, Mapping
from typing import Any

from apps.connectors.contract import ABSENT, Absent, Cell, JsonDict, Value
from apps.connectors.literals import Number, dump, parse
from apps.core.canonical import LARGEST

MISSING = object()


def take(body: object, keep: Iterable[str], *, name: str) -> dict[str, Cell]:
    """The kept paths of one body, as `name.path`."""
    return {f"{name}.{path}": cell(_at(body, path)) for path in keep}


def cell(value: object) -> Cell:
    """Null is None, a place that is not there is ABSENT, and all else is text with its type."""
    if value is MISSING:
        return ABSENT
    if value is None:
        return None
    if isinstance(value, bool):
        return Value(type="boolean", text="true" if value else "false")
    if isinstance(value, Number | int):
        return Value(type="number", text=str(value))
    if isinstance(value, str):
        return Value(type="string", text=value)
    return Value(type="json", text=dump(value))


def raw(value: Cell) -> Any:
    """The value behind a cell; MISSING where there is none."""
    if isinstance(value, Absent):
        return MISSING
    if value is None:
        return None
    if value.type == "number":
        return Number(value.text)
    if value.type == "boolean":
        return value.text == "true"
    return parse(value.text) if value.type == "json" else value.text


def nested(cells: Mapping[str, Cell]) -> JsonDict:
    """The kept values as the tree they came from, without the places that were not there."""
    tree: JsonDict = {}
    for path, value in cells.items():
        *way, last = path.split(".")
        branch = tree
        for step in way:
            branch = branch.setdefault(step, {})
        if not isinstance(value, Absent):
            branch[last] = raw(value)
    return tree


def written(cells: Mapping[str, Cell]) -> JsonDict:
    """For the frozen document: `{type, text}`, null, or `{absent: true}`."""
    return {path: None if value is None else value.model_dump() for path, value in cells.items()}


def unwritten(stored: JsonDict) -> dict[str, Cell]:
    """Cells again, out of a frozen document."""
    return {path: _cell_of(value) for path, value in stored.items()}


def shown(value: Cell) -> str:
    """As a sentence says it."""
    if isinstance(value, Absent) or value is None:
        return "nothing"
    return value.text


def plain(value: object) -> Any:
    """JSON of our own for results: whole numbers that fit stay numbers, every other number is its text."""
    if isinstance(value, Number):
        return plain(value.whole) if value.whole is not None else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _at(body: object, path: str) -> object:
    for step in path.split("."):
        if not isinstance(body, Mapping) or step not in body:
            return MISSING
        body = body[step]
    return body


def _cell_of(stored: Any) -> Cell:
    if stored is None:
        return None
    return ABSENT if "absent" in stored else Value(**stored)
