"""The log's statements: entries in one round trip, and what is kept of persons beside them."""

import os
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from apps.core.postgres import plain

APPEND = "SELECT audit_append_1(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"
KEEP = """
INSERT INTO audit_payload (entry_id, workspace_id, category, salt, body)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bytea[], %s::bytea[])
"""


class EntryRow(NamedTuple):
    """A line on its way to the database, which numbers it, hashes it and writes it."""

    id: UUID
    workspace: UUID
    kind: str
    subject: str
    by: str
    opening: str
    ending: str


class PayloadRow(NamedTuple):
    entry: UUID
    workspace: UUID
    category: str
    salt: bytes
    body: bytes


def appending(entries: Sequence[EntryRow], payloads: Sequence[PayloadRow]) -> list[plain.Statement]:
    """Entries go behind the heads of their logs, which answers with their numbers, and payloads beside them."""
    append = (APPEND, [list(column) for column in zip(*entries, strict=True)])
    keep = [(KEEP, [list(column) for column in zip(*payloads, strict=True)])] if payloads else []
    return [append, *keep]


def salt() -> bytes:
    return os.urandom(32)
