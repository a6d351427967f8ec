"""Is the log whole? Every entry is hashed anew and must follow the one before it, up to the head."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from apps.audit.body import GENESIS, commitment, moment
from apps.audit.models import Head

STREAM = """
SELECT e.id, e.seq, e.at, e.kind, e.subject, e."by", e.body, e.prev, e.hash, p.salt, p.body
FROM audit_entry e LEFT JOIN audit_payload p ON p.entry_id = e.id AND p.workspace_id = e.workspace_id
WHERE e.workspace_id = %s AND e.seq <= %s ORDER BY e.seq
"""


@dataclass(frozen=True)
class Intact:
    entries: int
    head: str  # the last entry's hash, in hex


@dataclass(frozen=True)
class Broken:
    seq: int
    why: str


class Row(NamedTuple):
    id: UUID
    seq: int
    at: datetime
    kind: str
    subject: str
    by: str
    body: bytes
    prev: bytes
    hash: bytes
    salt: bytes | None
    payload: bytes | None


@transaction.atomic
def verify(workspace: UUID) -> Intact | Broken:
    """Read a workspace's log from its first entry to its head. The workspace must be in scope."""
    head = Head.objects.filter(workspace_id=workspace).first()
    last, count = GENESIS, 0
    for row in _stream(workspace, head.seq if head else 2**62):
        why = _fault(row, workspace, expected=count + 1, follows=last)
        if why:
            return Broken(count + 1, why)
        last, count = bytes(row.hash), count + 1
    if (count, last) != ((head.seq, bytes(head.hash)) if head else (0, GENESIS)):
        return Broken(count + 1, "The log ends before its head.")
    return Intact(count, last.hex())


def _stream(workspace: UUID, until: int) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(STREAM, [workspace, until])
        while rows := cursor.fetchmany(1000):
            yield from map(Row._make, rows)


def _fault(row: Row, workspace: UUID, *, expected: int, follows: bytes) -> str:
    """What is wrong with an entry in this place; empty where nothing is."""
    body = bytes(row.body)
    if row.seq != expected:
        return f"Entry {expected} is missing."
    if bytes(row.prev) != follows:
        return "It does not follow the entry before it."
    if hashlib.sha256(body).digest() != bytes(row.hash):
        return "Its bytes are not those that were hashed."
    said = json.loads(body)
    if said["previous"] != follows.hex():
        return "Its bytes name another entry before it."
    if any(said[name] != column for name, column in _columns(row, workspace)):
        return "Its columns say something else than its bytes."
    return _payload_fault(row, said["personal"])


def _columns(row: Row, workspace: UUID) -> tuple[tuple[str, object], ...]:
    """What the columns say, under the names of the body."""
    named = (("id", row.id.hex), ("workspace", workspace.hex), ("seq", row.seq), ("at", moment(row.at)))
    return (*named, ("kind", row.kind), ("subject", row.subject), ("by", row.by))


def _payload_fault(row: Row, committed: str | None) -> str:
    """A payload may have been erased; one that is there must be the one committed to."""
    if row.salt is None or row.payload is None:
        return ""
    if commitment(bytes(row.salt), bytes(row.payload)) != committed:
        return "What is kept beside it is not what it commits to."
    return ""
