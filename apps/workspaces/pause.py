"""The kill switch: flags, and the locks that make a flag and a start mark exclude each other.

A claim or start mark takes the shared lock of each scope it runs in, as a statement of its own, and then reads the
flags; a pause takes the exclusive lock and sets the flag. Under READ COMMITTED no start commits after the pause.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from apps.audit import log

# The locks come in the order of the array: rows of unnest are made one after the other, and the function is volatile.
SHARE = "SELECT pg_advisory_xact_lock_shared(number) FROM unnest(%s::bigint[]) AS number"
STANDING = """
SELECT scope_kind, scope_id FROM workspaces_pause WHERE workspace_id = ANY (%s) AND resumed_at IS NULL
UNION ALL SELECT 'installation', '00000000-0000-0000-0000-000000000000' FROM workspaces_installationpause
WHERE resumed_at IS NULL
"""
# What countersign_flags says of a workspace, within a statement that asks for many: a function is begun for each row.
FLAGS = """ARRAY(
    SELECT z.scope_kind || ':' || z.scope_id FROM workspaces_pause z WHERE z.workspace_id = {} AND z.resumed_at IS NULL
    UNION ALL SELECT 'installation:00000000-0000-0000-0000-000000000000' FROM workspaces_installationpause i
    WHERE i.resumed_at IS NULL)"""


@dataclass(frozen=True, order=True)
class Scope:
    kind: str  # workspace, agent, connection, tool, installation
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @cached_property
    def lock(self) -> int:
        """The advisory lock's number: 64 bits of the SHA-256 of the scope's name."""
        return int.from_bytes(hashlib.sha256(str(self).encode()).digest()[:8], signed=True)


INSTALLATION = Scope("installation", UUID(int=0))


def tool_scope(name: str, *, workspace: UUID) -> Scope:
    """One tool in one workspace: its lock is no other workspace's."""
    return Scope("tool", UUID(bytes=hashlib.sha256(f"{workspace}:{name}".encode()).digest()[:16]))


@lru_cache(4096)
def scopes_of(*, workspace: UUID, agent: UUID, connection: UUID | None, tool: str) -> tuple[Scope, ...]:
    """Every scope that an action runs in: a pause of any of them holds it back."""
    joined = (Scope("connection", connection),) if connection else ()
    return (
        Scope("workspace", workspace), Scope("agent", agent), *joined, tool_scope(tool, workspace=workspace),
        INSTALLATION,
    )  # fmt: skip


def share(cursor: Any, scopes: Iterable[Scope]) -> None:
    """Take the shared lock of each scope until the transaction ends. The flag is read by a later statement."""
    cursor.execute(SHARE, [sorted({scope.lock for scope in scopes})])


def paused(cursor: Any, workspace: UUID, scopes: Iterable[Scope]) -> list[Scope]:
    """Which of these scopes are paused now."""
    return paused_among(cursor, [workspace], scopes)


def paused_among(cursor: Any, workspaces: Sequence[UUID], scopes: Iterable[Scope]) -> list[Scope]:
    """The same for a batch over several workspaces, which must all be in scope."""
    cursor.execute(STANDING, [list(workspaces)])
    standing = {Scope(kind, id) for kind, id in cursor.fetchall()}
    return sorted(standing & set(scopes))


def set_flag(scope: Scope, *, workspace: UUID | None, by: str, reason: str, named: str = "") -> UUID | None:
    """Take the lock from everybody, list what is on the wire, set the flag and enter it; None where it stands already.

    One statement: the database does it (sql/pause_1.sql), so that it can be done without this program too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT countersign_pause_scope(%s, %s, %s, %s, %s, %s)",
            [workspace, scope.kind, scope.id, named, reason, by],
        )
        flag: UUID | None = cursor.fetchone()[0]
    return flag


def clear_flag(scope: Scope, *, workspace: UUID, by: str, why: str = "") -> bool:
    """Lift the pause of a scope with its entry, inside the caller's transaction; False where none stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workspaces_pause SET resumed_at = clock_timestamp(), resumed_by = %s"
            " WHERE workspace_id = %s AND scope_kind = %s AND scope_id = %s AND resumed_at IS NULL",
            [by, workspace, scope.kind, scope.id],
        )
        if not cursor.rowcount:
            return False
    said = f"{scope.kind}:{scope.id.hex}"
    log.append("pause.lifted", workspace=workspace, subject=said, by=by, facts={"why": why} if why else {})
    return True
