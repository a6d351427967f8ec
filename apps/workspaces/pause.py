"""The kill switch: flags, and the locks that make a flag and a start mark exclude each other.

A claim or start mark takes the shared lock of each scope it runs in, as a statement of its own, and then reads the
flags; a pause takes the exclusive lock and sets the flag. Under READ COMMITTED no start commits after the pause.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import errors

from apps.core.errors import Refused
from apps.core.ids import uuid7

PATIENCE_MS = 100  # how long a pause waits for claims before it ends the sessions that hold its scope


@dataclass(frozen=True, order=True)
class Scope:
    kind: str  # workspace, agent
    id: UUID

    @property
    def lock(self) -> int:
        """The advisory lock's number: 64 bits of the SHA-256 of the scope's name."""
        return int.from_bytes(hashlib.sha256(f"{self.kind}:{self.id}".encode()).digest()[:8], signed=True)


def share(cursor: CursorWrapper, scopes: Iterable[Scope]) -> None:
    """Take the shared lock of each scope until the transaction ends. The flag is read by a later statement."""
    for scope in sorted(scopes):
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [scope.lock])


def paused(cursor: CursorWrapper, workspace: UUID, scopes: Iterable[Scope]) -> list[Scope]:
    """Which of these scopes are paused now."""
    cursor.execute(
        "SELECT scope_kind, scope_id FROM workspaces_pause WHERE workspace_id = %s AND resumed_at IS NULL", [workspace]
    )
    standing = {Scope(kind, id) for kind, id in cursor.fetchall()}
    return sorted(standing & set(scopes))


def set_flag(scope: Scope, *, workspace: UUID, by: str, reason: str, listed: str = "[]") -> UUID | None:
    """Pause a scope in the caller's transaction; None where it is paused already. `listed`: JSON."""
    pause_id = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workspaces_pause (id, workspace_id, scope_kind, scope_id, reason, paused_by, paused_at,"
            " listed, resumed_by) VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp(), %s, '')"
            " ON CONFLICT (workspace_id, scope_kind, scope_id) WHERE resumed_at IS NULL DO NOTHING",
            [pause_id, workspace, scope.kind, scope.id, reason, by, listed],
        )
        return pause_id if cursor.rowcount else None


def clear_flag(scope: Scope, *, workspace: UUID, by: str) -> bool:
    """Lift the pause of a scope, inside the caller's transaction; False where none stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workspaces_pause SET resumed_at = clock_timestamp(), resumed_by = %s"
            " WHERE workspace_id = %s AND scope_kind = %s AND scope_id = %s AND resumed_at IS NULL",
            [by, workspace, scope.kind, scope.id],
        )
        return bool(cursor.rowcount)


def exclude(scope: Scope) -> None:
    """Take the scope's lock exclusively, ending the sessions that hold it for longer than a tenth of a second."""
    if not _try_exclusive(scope, PATIENCE_MS):
        _end_holders(scope)
        if not _try_exclusive(scope, 50 * PATIENCE_MS):
            raise Refused("The pause could not take hold. Try again, or stop the workers.")


def _try_exclusive(scope: Scope, patience_ms: int) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{patience_ms}ms"])
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [scope.lock])
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    except DatabaseError as why:
        if isinstance(why.__cause__, errors.LockNotAvailable):
            return False
        raise
    return True


def _end_holders(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND (classid::bigint << 32 | objid::bigint) = %s AND pid <> pg_backend_pid()",
            [scope.lock],
        )
