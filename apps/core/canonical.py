"""One byte form for one meaning: RFC 8785 (JSON Canonicalization Scheme), without floats.

Values of records travel as the target's own text, so the only numbers here are our own integers.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

# Writes the standard's bytes wherever names are ASCII: only the order of other names is not Python's.
_QUICK = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode
LARGEST = 2**53 - 1  # RFC 8785 numbers are IEEE doubles; beyond this two integers may share their bytes


class NotCanonical(ValueError):
    """A value has no single byte form: use text, or an integer below 2^53."""


def canonical(value: Json) -> bytes:
    """The canonical JSON bytes of a value. Raises NotCanonical for floats, other types and large integers."""
    return _QUICK(value).encode() if _sorts_as_python(value) else rfc8785.dumps(_plain(value))


def digest(value: Json) -> str:
    """`sha256:` and the hex SHA-256 of the canonical bytes."""
    return digest_of_bytes(canonical(value))


def digest_of_bytes(stored: bytes) -> str:
    return "sha256:" + hashlib.sha256(stored).hexdigest()


def _sorts_as_python(value: object) -> bool:
    """Raises NotCanonical. Are its names such that Python's own order of text is that of the standard?"""
    if value is None or isinstance(value, bool | str):
        return True
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"{value} is too large for a JSON number; write it as text.")
        return type(value) is int
    if isinstance(value, Mapping):
        plain = [
            _is_ascii_name(key) & _sorts_as_python(item) for key, item in value.items()
        ]  # each, whatever the first says
        return all(plain) and isinstance(value, dict)
    if isinstance(value, list | tuple):
        plain = [_sorts_as_python(item) for item in value]
        return all(plain)
    raise NotCanonical(f"A {type(value).__name__} has no canonical form; write it as text.")


def _is_ascii_name(name: object) -> bool:
    if not isinstance(name, str):
        raise NotCanonical(f"The name {name!r} is not text.")
    return name.isascii()


def _plain(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
