"""Templates: JSON whose texts may hold `${CEL}`. One expression alone keeps its type, mixed gives text.

`${action.key}` stays open while the action has no key: its places are written down beside the value,
so that the same letters in somebody's text are never filled in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from apps.connectors import cel

KEY = "${action.key}"
T = TypeVar("T")


@dataclass(frozen=True)
class Expression:
    source: str


@dataclass(frozen=True)
class Rendered:
    value: Any
    open: tuple[str, ...]  # JSON pointers to the texts that still hold `${action.key}`


def checked(value: T) -> T:
    """The template itself. Raises ValueError for one whose expressions are not sound."""
    for text in _texts(value):
        for piece in pieces(text):
            if isinstance(piece, Expression):
                cel.checked(piece.source)
    return value


def render(value: Any, names: cel.Names) -> Any:
    """The template over admitted names, all of it. Raises cel.CannotTell."""
    rendered = render_open(value, names)
    if rendered.open:
        raise cel.CannotTell("The action's key is not known yet.")
    return rendered.value


def render_open(value: Any, names: cel.Names) -> Rendered:
    """As render, but the action's key may still be open."""
    places: list[str] = []
    return Rendered(_render(value, names, "", places), tuple(places))


def fill(value: Any, places: tuple[str, ...], key: str) -> Any:
    """A rendered value with the key put into its open places, and nowhere else."""
    return _fill(value, frozenset(places), key, "")


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str | Expression, ...]:
    """The plain and the evaluated parts of a text. Raises ValueError for a `${` that does not end."""
    found: list[str | Expression] = []
    rest = text
    while True:
        plain, mark, tail = rest.partition("${")
        if plain:
            found.append(plain)
        if not mark:
            return tuple(found)
        end = _end(tail)
        found.append(Expression(tail[:end].strip()))
        rest = tail[end + 1 :]


def _end(tail: str) -> int:
    """Where the expression ends: at the first `}` that is not inside quotes or braces of its own."""
    depth, quote, skip = 0, "", False
    for at, letter in enumerate(tail):
        if skip:
            skip = False
        elif quote:
            skip = letter == "\\"
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "}" and depth == 0:
            return at
        else:
            depth += (letter == "{") - (letter == "}")
    raise ValueError(f"The expression ${{{tail!r} does not end.")


def _render(value: Any, names: cel.Names, place: str, places: list[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _render(item, names, f"{place}/{_escaped(key)}", places) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_render(item, names, f"{place}/{at}", places) for at, item in enumerate(value)]
    if not isinstance(value, str):
        return value
    parts = pieces(value)
    if "action" not in names and Expression("action.key") in parts:
        places.append(place)
    if len(parts) == 1:
        return _piece(parts[0], names)
    return "".join(_as_text(_piece(part, names)) for part in parts)


def _piece(part: str | Expression, names: cel.Names) -> Any:
    if isinstance(part, str):
        return part
    if part.source == "action.key" and "action" not in names:
        return KEY
    return cel.evaluate(part.source, names)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | str):
        return str(value)
    raise cel.CannotTell(f"A {type(value).__name__} cannot stand inside a text.")


def _fill(value: Any, places: frozenset[str], key: str, place: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _fill(item, places, key, f"{place}/{_escaped(name)}") for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_fill(item, places, key, f"{place}/{at}") for at, item in enumerate(value)]
    return value.replace(KEY, key) if isinstance(value, str) and place in places else value


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
