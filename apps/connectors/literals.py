"""JSON as the target wrote it: a number keeps its literal, so 50 is not 50.0."""

import json
import re
from collections.abc import Mapping
from typing import Any

WHOLE = re.compile(r"-?\d{1,25}")


class Number(str):
    """A number of a JSON body, as the text that stood there."""

    __slots__ = ()

    @property
    def whole(self) -> int | None:
        """The integer, where the literal is one."""
        return int(self) if WHOLE.fullmatch(self) else None


def parse(body: bytes | str) -> Any:
    """The JSON value of a body, numbers as Number. Raises ValueError for anything that is not JSON."""
    try:
        return json.loads(body, parse_int=Number, parse_float=Number, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("The JSON nests too deeply.") from None


def dump(value: object) -> str:
    """Compact JSON text with every number as it stood."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(key))}:{dump(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(dump(item) for item in value) + "]"
    return json.dumps(value)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON.")
