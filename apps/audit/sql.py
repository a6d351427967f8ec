"""The log's statements: lock the heads, write entries and payloads, move the heads on."""

import os
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from apps.audit.body import GENESIS, Sealed
from apps.core.postgres.plain import Plain

# Time is read by the server and never runs backwards along a chain, whatever its clock does.
LOCK = """
SELECT workspace_id, seq, hash, greatest(at, clock_timestamp()) FROM audit_head
WHERE workspace_id = ANY (%s) ORDER BY workspace_id FOR UPDATE
"""
FOUND = """
INSERT INTO audit_head (workspace_id, seq, hash, at)
SELECT id, 0, %s, clock_timestamp() FROM unnest(%s::uuid[]) AS id ORDER BY id ON CONFLICT (workspace_id) DO NOTHING
"""
WRITE = """
WITH written AS (
    INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
        %s::bytea[], %s::bytea[], %s::bytea[])
), kept AS (
    INSERT INTO audit_payload (entry_id, workspace_id, category, salt, body)
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bytea[], %s::bytea[])
)
UPDATE audit_head SET seq = moved.seq, hash = moved.hash, at = moved.at
FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[], %s::timestamptz[]) AS moved (workspace_id, seq, hash, at)
WHERE audit_head.workspace_id = moved.workspace_id
"""


class HeadRow(NamedTuple):
    workspace: UUID
    seq: int
    hash: bytes
    at: datetime


class PayloadRow(NamedTuple):
    entry: UUID
    workspace: UUID
    category: str
    salt: bytes
    body: bytes


def lock_heads(cursor: Plain, workspaces: Collection[UUID]) -> dict[UUID, HeadRow]:
    """Hold the heads of these workspaces until the transaction ends; a log without one is begun."""
    heads = _lock(cursor, workspaces)
    missing = [one for one in workspaces if one not in heads]
    if missing:
        cursor.execute(FOUND, [GENESIS, missing])
        heads = _lock(cursor, workspaces)
    return heads


def write(cursor: Plain, entries: Sequence[Sealed], payloads: Sequence[PayloadRow], heads: Iterable[HeadRow]) -> None:
    """Store entries and payloads and move the heads on, in one statement."""
    rows = [(e.id, e.workspace, e.seq, e.at, e.kind, e.subject, e.by, e.body, e.prev, e.hash) for e in entries]
    cursor.execute(WRITE, [*_columns(rows, 10), *_columns(payloads, 5), *_columns(heads, 4)])


def salt() -> bytes:
    return os.urandom(32)


def _lock(cursor: Plain, workspaces: Iterable[UUID]) -> dict[UUID, HeadRow]:
    cursor.execute(LOCK, [list(workspaces)])
    return {row[0]: HeadRow(row[0], row[1], bytes(row[2]), row[3]) for row in cursor.fetchall()}


def _columns(rows: Iterable[Sequence[object]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
