"""A log of many entries at once: the same bytes that `log.append` would have written, stored by COPY as the superuser."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg

from apps.audit.body import GENESIS, Sealed, commitment, seal
from apps.core.canonical import canonical
from apps.core.ids import uuid7

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ENTRY = 'COPY audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash) FROM STDIN (FORMAT BINARY)'
PAYLOAD = "COPY audit_payload (entry_id, workspace_id, category, salt, body) FROM STDIN (FORMAT BINARY)"
KINDS = "proposal.made action.waiting proposal.signed action.approved action.executing action.done".split()
Kept = tuple[bytes, bytes]


def fill(url: str, workspace: UUID, count: int, *, per_action: int = 6, personal_every: int = 5) -> None:
    """Found the log of a workspace with this many entries. It must have none."""
    entries = [*_entries(workspace, count, per_action, personal_every)]
    with psycopg.connect(url) as server:
        with server.cursor().copy(ENTRY) as rows:
            rows.set_types("uuid uuid int8 timestamptz varchar varchar varchar bytea bytea bytea".split())
            for e, _ in entries:
                rows.write_row((e.id, e.workspace, e.seq, e.at, e.kind, e.subject, e.by, e.body, e.prev, e.hash))
        with server.cursor().copy(PAYLOAD) as rows:
            rows.set_types("uuid uuid varchar bytea bytea".split())
            for e, kept in entries:
                if kept:
                    rows.write_row((e.id, e.workspace, e.kind.partition(".")[0], *kept))
        last = entries[-1][0]
        server.execute("INSERT INTO audit_head VALUES (%s, %s, %s, %s)", [workspace, last.seq, last.hash, last.at])
        server.execute("ANALYZE audit_entry")


def _entries(workspace: UUID, count: int, per_action: int, every: int) -> Iterator[tuple[Sealed, Kept | None]]:
    last, subject = GENESIS, ""
    for seq in range(1, count + 1):
        place = (seq - 1) % per_action
        subject = f"act_{uuid7().hex}" if place == 0 else subject
        kept = (os.urandom(32), canonical({"name": f"Person {seq}"})) if seq % every == 0 else None
        facts = {"digest": f"sha256:{seq:064x}", "attempt": 1, "settled by": "answer", "why": "It was asked for twice."}
        entry = seal(
            id=uuid7(), workspace=workspace, seq=seq, prev=last, at=BEGAN + timedelta(milliseconds=seq),
            kind=KINDS[place % len(KINDS)], subject=subject, by="worker", facts=facts,
            personal=commitment(*kept) if kept else None,
        )  # fmt: skip
        last = entry.hash
        yield entry, kept
