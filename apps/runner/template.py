"""Texts with places in them: `${case.order_id}` is filled from what a run has read, and nothing is ever evaluated.

A value of a record stands as `{"type", "text"}`; its text is what fills the place. A text that is one place alone
becomes the value itself, so that lists and numbers keep their kind.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from apps.core import money
from apps.core.errors import Refused

PLACE = re.compile(r"\$\{\s*(?:(?P<function>[a-z_]+)\(\s*(?P<given>[\w., ]+?)\s*\)|(?P<path>[\w.]+))\s*\}")


class Missing(Refused):
    """What a place names is not there, or does not fit."""

    code = "missing"


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with every place filled. Raises Missing."""
    if isinstance(template, str):
        return _text(template, values)
    if isinstance(template, Mapping):
        return {key: fill(item, values) for key, item in template.items()}
    if isinstance(template, Sequence):
        return [fill(item, values) for item in template]
    return template


def find(path: str, values: Mapping[str, Any]) -> Any:
    """What stands at `case.items.0.price`; of a record's value its text. Raises Missing."""
    place: Any = values
    for name in path.split("."):
        place = _inside(place, name, path)
    return _plain(place)


def _inside(place: Any, name: str, path: str) -> Any:
    if isinstance(place, Mapping) and name in place:
        return place[name]
    if isinstance(place, Sequence) and not isinstance(place, str) and name.isdigit() and int(name) < len(place):
        return place[int(name)]
    raise Missing(f"There is no {path} in what was read.")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping) and value.keys() == {"type", "text"}:
        return value["text"]
    return value


def _text(template: str, values: Mapping[str, Any]) -> Any:
    alone = PLACE.fullmatch(template)
    if alone:
        return _place(alone, values)
    return PLACE.sub(lambda place: _written(place, values), template)


def _written(place: re.Match[str], values: Mapping[str, Any]) -> str:
    value = _place(place, values)
    if not isinstance(value, str | int):
        raise Missing(f"{place[0]} is no text.")
    return str(value)


def _place(place: re.Match[str], values: Mapping[str, Any]) -> Any:
    if place["path"]:
        return find(place["path"], values)
    function = FUNCTIONS.get(place["function"])
    if function is None:
        raise Missing(f"There is nothing called {place['function']}.")
    given = [find(path.strip(), values) for path in place["given"].split(",")]
    try:
        return function(*given)
    except (TypeError, ValueError, AttributeError) as why:
        raise Missing(f"{place[0]} cannot be made out: {why}") from why


def _minor(amount: str, currency: str) -> int:
    return money.parse(amount, currency.upper()).amount


def _said(amount: str, currency: str) -> str:
    return str(money.parse(amount, currency.upper()))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "minor": _minor,  # 184.50 USD as 18450
    "money": _said,  # 184.50 USD as $184.50
    "upper": str.upper,
    "lower": str.lower,
    "number": int,
    "text": str,
}
