"""JSON from outside, parsed into a type at the edge. Whatever two readers could understand differently is refused."""

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from django.http import HttpRequest
from pydantic import BaseModel, ValidationError

from apps.core.canonical import LARGEST
from apps.core.errors import Invalid, Refused

MOST_BYTES = 256 * 1024
DEEPEST = 32
Shape = TypeVar("Shape", bound=BaseModel)


class Malformed(Refused):
    code = "malformed"


class TooLarge(Refused):
    code = "too_large"


class NotJson(Refused):
    code = "not_json"


def parsed(request: HttpRequest, shape: type[Shape]) -> Shape:
    """The body as this shape. Raises TooLarge, NotJson, Malformed, or Invalid with each problem."""
    value = _value(_body(request))
    try:
        return shape.model_validate(value)
    except ValidationError as why:
        problems = tuple(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in why.errors())
        raise Invalid("The body does not fit. " + " ".join(problems[:5]), problems) from None


def _body(request: HttpRequest) -> bytes:
    if request.content_type != "application/json":
        raise NotJson("Send the body as application/json.")
    body: bytes = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(f"The body is larger than {MOST_BYTES // 1024} kB.")
    return body


def _value(body: bytes) -> Any:
    try:
        value = json.loads(body, parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as why:
        raise Malformed(f"The body is no JSON that can be taken: {why}") from None
    for text in _texts(value, DEEPEST):
        if "\0" in text or (not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)):
            raise Malformed("The body holds a character that cannot be stored.")
    return value


def _texts(value: Any, deepest: int) -> Iterator[str]:
    if not deepest:
        raise Malformed(f"The body nests deeper than {DEEPEST} levels.")
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item, deepest - 1)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, deepest - 1)
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise Malformed(f"{value} is too large for a JSON number. Write it as text.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("an object names a key twice")
    return named


def _decimal(literal: str) -> Any:
    raise ValueError(f'{literal} is not a whole number; write decimals as text, "{literal}"')


def _constant(literal: str) -> Any:
    raise ValueError(f"{literal} is not JSON")
