"""JSON columns, place by place: absent is not null, 50 is not 50.0, and the order of a list counts."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from apps.connectors import literals

Path: TypeAlias = tuple[str | int, ...]


class Gone:
    """The place is not in the document."""


GONE = Gone()


@dataclass(frozen=True)
class Difference:
    path: Path
    before: Any  # parsed, or GONE
    after: Any


def differences(before: str, after: str) -> list[Difference] | None:
    """Every place that differs between two documents; None where they can only be compared whole."""
    try:
        return list(_compare((), _parse(before), _parse(after)))
    except (ValueError, RecursionError):
        return None


def label(column: str, path: Path) -> str:
    """A place as people read it: `details.address.city`, `details.tags[2]`, `details["a.b"]`."""
    return column + "".join(_part(part) for part in path)


def literal(value: Any) -> str:
    """One place as JSON text, numbers as they stood."""
    if isinstance(value, str) and not isinstance(value, literals.Number):
        return _quoted(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return literals.dump(value)


def put_back(now: str, *, before: str, after: str) -> str | None:
    """`now` with every place that `after` changed set to what `before` had; None where such a place moved since."""
    places = differences(before, after)
    if places is None:
        return None
    try:
        document = _parse(now)
        for place in _widened(places, _parse(before), _parse(after)):
            document = _put(document, place.path, place)
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return literal(document)


def _widened(places: Sequence[Difference], before: Any, after: Any) -> list[Difference]:
    """A list is put back whole: its places have no names of their own."""
    found: dict[Path, Difference] = {}
    for place in places:
        at = next((i for i, part in enumerate(place.path) if isinstance(part, int)), len(place.path))
        path = place.path[:at]
        found[path] = place if at == len(place.path) else Difference(path, _at(before, path), _at(after, path))
    return list(found.values())


def _at(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document


def _put(document: Any, path: Path, place: Difference) -> Any:
    if not path:
        if not _same(document, place.after):
            raise LookupError
        return place.before
    if not isinstance(document, dict):
        raise LookupError  # noqa: TRY004  the place is not there, whatever stands instead of it
    head, rest = str(path[0]), path[1:]
    inside = _put(document.get(head, GONE), rest, place)
    kept = {name: item for name, item in document.items() if name != head}
    return kept if inside is GONE else {**kept, head: inside}


def _compare(path: Path, before: Any, after: Any) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from _compare((*path, name), before.get(name, GONE), after.get(name, GONE))
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            yield from _compare((*path, place), _nth(before, place), _nth(after, place))
    elif not _same(before, after):
        yield Difference(path, before, after)


def _same(one: Any, other: Any) -> bool:
    """Equal in type and in text: a number literal is never equal to a string that looks like it."""
    if one is GONE or other is GONE:
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


def _nth(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else GONE


def _part(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if part.isidentifier() else f"[{_quoted(part)}]"


def _quoted(value: str) -> str:
    readable = json.dumps(value, ensure_ascii=False)
    return readable if _encodes(readable) else json.dumps(value)


def _encodes(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _parse(document: str) -> Any:
    return json.loads(document, parse_int=literals.Number, parse_float=literals.Number, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """`json` keeps a name that stands twice; such a document is compared whole."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found
