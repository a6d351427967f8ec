"""One byte form for one meaning: RFC 8785 (JSON Canonicalization Scheme), without floats.

Values of records travel as the target's own text, so the only numbers here are our own integers.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

LARGEST = 2**53 - 1  # RFC 8785 numbers are IEEE doubles; beyond this two integers may share their bytes


class NotCanonical(ValueError):
    """A value has no single byte form: use text, or an integer below 2^53."""


def canonical(value: Json) -> bytes:
    """The canonical JSON bytes of a value. Raises NotCanonical for floats, other types and large integers."""
    _check(value)
    return rfc8785.dumps(_plain(value))


def digest(value: Json) -> str:
    """`sha256:` and the hex SHA-256 of the canonical bytes."""
    return digest_of_bytes(canonical(value))


def digest_of_bytes(stored: bytes) -> str:
    return "sha256:" + hashlib.sha256(stored).hexdigest()


def _check(value: object) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"{value} is too large for a JSON number; write it as text.")
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"The name {key!r} is not text.")
            _check(item)
        return
    if isinstance(value, list | tuple):
        for item in value:
            _check(item)
        return
    raise NotCanonical(f"A {type(value).__name__} has no canonical form; write it as text.")


def _plain(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
