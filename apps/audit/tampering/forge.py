"""What an intruder needs who writes a log anew: entries changed, hashed again and stored with a head that fits."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from apps.audit import keys, note, tree
from apps.audit.body import GENESIS
from apps.core.canonical import canonical

Json = dict[str, Any]
STORE = """
UPDATE audit_entry SET seq = new.seq, body = new.body, prev = new.prev, hash = new.hash
FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[], %s::bytea[], %s::bytea[]) AS new (id, seq, body, prev, hash)
WHERE audit_entry.id = new.id
"""


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def entries(workspace: UUID) -> list[tuple[UUID, bytes]]:
    return [
        (id, bytes(body))
        for id, body in rows("SELECT id, body FROM audit_entry WHERE workspace_id = %s ORDER BY seq", workspace)
    ]


def unchanged(said: Json) -> None:
    """What is said stays; only its number and what it follows are others."""


def rewrite(workspace: UUID, change: Callable[[Json], None], kept: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
    """Number and hash these entries anew, each changed as wished, and set the head: a whole chain that fits."""
    execute("UPDATE audit_entry SET seq = -seq WHERE workspace_id = %s", workspace)
    last, stored = GENESIS, []
    for seq, (id, body) in enumerate(kept, 1):
        said = json.loads(body)
        change(said)
        new = canonical({**said, "seq": seq, "previous": last.hex()})
        stored.append((id, seq, new, last, hashlib.sha256(new).digest()))
        last = stored[-1][4]
    execute(STORE, *map(list, zip(*stored, strict=True)))
    execute("UPDATE audit_head SET seq = %s, hash = %s WHERE workspace_id = %s", len(stored), last, workspace)
    return [body for _, _, body, _, _ in stored]


def resign(workspace: UUID, bodies: Sequence[bytes], key: Ed25519PrivateKey) -> list[str]:
    """Every checkpoint made anew over these entries and signed with another key."""
    sizes = [size for (size,) in rows("SELECT size FROM audit_checkpoint WHERE workspace_id = %s", workspace)]
    notes = []
    for size in sorted(sizes):
        edge: list[bytes] = []
        tree.grow(edge, 0, map(tree.leaf, bodies[:size]))
        said = note.Checkpoint(keys.origin(workspace), size, tree.root(edge))
        notes.append(note.signed(said, [key]))
        execute(
            "UPDATE audit_checkpoint SET root = %s, edge = %s, head = %s, note = %s"
            " WHERE workspace_id = %s AND size = %s",
            said.root, tree.packed(edge), hashlib.sha256(bodies[size - 1]).digest(), notes[-1], workspace, size,
        )  # fmt: skip
    execute("DELETE FROM audit_block WHERE workspace_id = %s", workspace)
    return notes
