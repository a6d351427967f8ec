"""Do the columns repeat what was hashed, and is what stands beside an entry what it commits to? No table, no Django."""

import json
from typing import Any, NamedTuple
from uuid import UUID

from apps.audit.apart import Execute
from apps.audit.body import commitment, moment
from apps.audit.hashing import BLOCK, Fault

ROWS = """
SELECT e.id, e.seq, e.at, e.kind, e.subject, e."by", e.prev, e.body, p.salt, p.body
FROM audit_entry e LEFT JOIN audit_payload p ON p.entry_id = e.id AND p.workspace_id = e.workspace_id
WHERE e.workspace_id = %s AND e.seq > %s AND e.seq <= %s ORDER BY e.seq
"""


class Row(NamedTuple):
    id: UUID
    seq: int
    at: Any
    kind: str
    subject: str
    by: str
    prev: bytes
    body: bytes
    salt: bytes | None
    payload: bytes | None


def span(execute: Execute, workspace: UUID, after: int, until: int, _: object) -> tuple[int, list[Fault]]:
    """How many entries were compared, and every one that does not repeat itself. Runs here or in another process."""
    compared, faults = 0, []
    for begin in range(after, until, BLOCK):
        rows = execute(ROWS, [workspace, begin, min(begin + BLOCK, until)])
        faults += [(row[1], why) for row in rows if (why := fault(Row._make(row), workspace))]
        compared += len(rows)
    return compared, faults


def fault(row: Row, workspace: UUID) -> str:
    """What is wrong with this entry; empty where nothing is."""
    try:
        said = json.loads(row.body)
        if said["previous"] != row.prev.hex():
            return "Its bytes name another entry before it."
        if (
            (said["id"], said["workspace"], said["seq"]) != (row.id.hex, workspace.hex, row.seq)
            or (said["kind"], said["subject"], said["by"]) != (row.kind, row.subject, row.by)
            or said["at"] != moment(row.at)
        ):
            return "Its columns say something else than its bytes."
        return _payload_fault(row, said["personal"])
    except (ValueError, KeyError, TypeError):
        return "Its bytes are no entry."


def _payload_fault(row: Row, committed: str | None) -> str:
    """A payload may have been erased; one that is there must be the one committed to."""
    if row.salt is None or row.payload is None:
        return ""
    if commitment(row.salt, row.payload) != committed:
        return "What is kept beside it is not what it commits to."
    return ""
