"""Short forms for lists: an id's tail, the highest risk, a version for polling."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from apps.core import ids

RANKS = ("low", "medium", "high", "critical")


def short_id(kind: str, id: UUID | None) -> str:
    """The kind and the tail, which is the random part of a UUIDv7."""
    if id is None:
        return ""
    prefix, _, tail = ids.say(kind, id).partition("_")
    return f"{prefix}_…{tail[-6:]}"


def riskiest(risks: Iterable[str]) -> str:
    return max(risks, key=lambda risk: RANKS.index(risk) if risk in RANKS else len(RANKS), default="low")


def version_of(*parts: object) -> str:
    """A short name for what a page shows, so that asking again can answer 304."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
