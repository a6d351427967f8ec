"""The bytes of an entry: what is hashed, and what the hash follows. No table, no Django."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from apps.core.canonical import canonical

GENESIS = bytes(32)  # what the first entry follows
VERSION = 1


@dataclass(frozen=True)
class Sealed:
    """One entry, ready to be stored."""

    id: UUID
    workspace: UUID
    seq: int
    at: datetime
    kind: str
    subject: str
    by: str
    body: bytes
    prev: bytes
    hash: bytes


def seal(
    *, id: UUID, workspace: UUID, seq: int, prev: bytes, at: datetime, kind: str, subject: str, by: str,
    facts: Mapping[str, Any], personal: str | None,
) -> Sealed:  # fmt: skip
    """Fix an entry in canonical bytes that hold its number and the hash before it, and hash them."""
    body = canonical({
        "v": VERSION, "id": id.hex, "workspace": workspace.hex, "seq": seq, "previous": prev.hex(), "at": moment(at),
        "kind": kind, "subject": subject, "by": by, "facts": facts, "personal": personal,
    })  # fmt: skip
    return Sealed(id, workspace, seq, at, kind, subject, by, body, prev, hashlib.sha256(body).digest())


def halves(
    *, id: UUID, workspace: UUID, kind: str, subject: str, by: str, facts: Mapping[str, Any], personal: str | None
) -> tuple[str, str]:
    """The same bytes as seal() makes, around what only the database knows when it writes: the moment before the first
    half, the hash before this entry and its number between the two (append_1.sql).
    """
    first = f'","by":{_named(by)},"facts":{_said(facts)},"id":"{id.hex}","kind":{_named(kind)}'
    kept = "null" if personal is None else f'"{personal}"'
    opening = f'{first},"personal":{kept},"previous":"'
    return opening, f',"subject":{_named(subject)},"v":{VERSION},"workspace":"{workspace.hex}"}}'


@lru_cache(4096)
def _named(value: str) -> str:
    """The same few kinds and writers stand in most lines, and a subject in several."""
    return _said(value)


def _said(value: Any) -> str:
    return canonical(value).decode()


def moment(at: datetime) -> str:
    """RFC 3339 in UTC with six digits: what PostgreSQL stores, no more and no less."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def commitment(salt: bytes, payload: bytes) -> str:
    """What an entry says of a payload kept beside it."""
    return "sha256:" + hashlib.sha256(salt + payload).hexdigest()
