"""Ids: UUIDv7 (RFC 9562, section 5.7) inside, a typed word outside, such as `act_0193…`."""

import os
import time
from collections.abc import Collection
from uuid import UUID

NIL = UUID(int=0)

PREFIXES = {
    "proposal": "prp", "action": "act", "run": "run", "agent": "agt", "connection": "con", "policy": "pol",
    "budget": "bud", "draft": "drf", "backtest": "bkt", "policyversion": "ver",
}  # fmt: skip


def uuid7(at_ms: int | None = None) -> UUID:
    """A new id that sorts by its time. `at_ms`: milliseconds since 1970, by default now."""
    ms = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    tail = int.from_bytes(os.urandom(10))
    bits = (ms & (2**48 - 1)) << 80 | 0x7 << 76 | (tail >> 68) << 64 | 0b10 << 62 | tail & (2**62 - 1)
    return UUID(int=bits)


def first_uuid7(at_ms: int) -> UUID:
    """The smallest UUIDv7 of a millisecond: a bound for partitions and periods."""
    return UUID(int=(at_ms & (2**48 - 1)) << 80 | 0x7 << 76 | 0b10 << 62)


def span(values: Collection[UUID]) -> tuple[UUID, UUID]:
    """The lowest and the highest of some ids: what tells a statement in which months they are. None at all: nothing."""
    return (min(values), max(values)) if values else (NIL, NIL)


def say(kind: str, value: UUID) -> str:
    """The id as people and the API see it."""
    return f"{PREFIXES[kind]}_{value.hex}"


def parse(kind: str, text: str) -> UUID:
    """The UUID behind a typed id. Raises ValueError for another kind or a malformed id."""
    prefix, _, tail = text.partition("_")
    if prefix != PREFIXES[kind] or len(tail) != 32 or tail != tail.lower():
        raise ValueError(f"{text!r} is not the id of a {kind}.")
    return UUID(hex=tail)
