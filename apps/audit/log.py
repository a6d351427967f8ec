"""Writing the log, and reading it. A line stands in the transaction of the change it tells of, or there is no change.

Append last: the head row is held until the transaction ends, and everybody who writes in this workspace waits for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection

from apps.audit import sql
from apps.audit.body import commitment, halves
from apps.audit.models import Entry, Payload
from apps.core.canonical import canonical
from apps.core.ids import uuid7
from apps.core.postgres import plain

JsonDict: TypeAlias = dict[str, Any]


class OutsideTransaction(RuntimeError):
    """A line was to be written without the change that it tells of: open a transaction around both."""


@dataclass(frozen=True)
class Line:
    """What is to be written. `personal` is kept beside the entry, which commits to it, and may be erased."""

    kind: str  # "action.done"; its first word is the payload's category
    workspace: UUID
    subject: str  # "act_…"
    by: str  # "user:<hex>", "agent:<hex>", "key:<hex>", "worker", "reaper", "operator"
    facts: JsonDict
    personal: JsonDict | None = None


def append(
    kind: str, *, workspace: UUID, subject: str, by: str, facts: JsonDict, personal: JsonDict | None = None
) -> int:
    """Write one line inside the caller's transaction. Returns its number in the workspace's log."""
    return append_many([Line(kind, workspace, subject, by, facts, personal)])[0]


def append_many(lines: Sequence[Line]) -> list[int]:
    """Write several lines, of one workspace or of several, in one statement. Returns their numbers in order."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("A line of the log is written in the transaction of its change.")
    if not lines:
        return []
    numbers: list[int] = plain.several(*writing(lines))[0][0][0]
    return numbers


def writing(lines: Sequence[Line]) -> list[plain.Statement]:
    """The statements that write these lines, for whoever sends them together with the change that they tell of."""
    written = [_row(line) for line in lines]
    return sql.appending([entry for entry, _ in written], [kept for _, kept in written if kept])


def said(facts: JsonDict) -> str:
    """The facts of a line as its entry holds them, for statements that write lines themselves (append_3.sql)."""
    return canonical(facts).decode()


def of(subject: str, *, limit: int = 500) -> list[Entry]:
    """The lines about one thing in the workspace in scope, oldest first."""
    return list(reversed(Entry.objects.filter(subject=subject).order_by("-seq")[:limit]))


def page(
    workspace: UUID, *, before_seq: int | None = None, limit: int = 50, kind: str = "", subject: str = ""
) -> list[Entry]:
    """One page of the log, newest first, before a number. `kind` is a whole kind or its first word ("action")."""
    found = Entry.objects.filter(workspace_id=workspace)
    if before_seq is not None:
        found = found.filter(seq__lt=before_seq)
    if subject:
        found = found.filter(subject=subject)
    if kind:
        found = found.filter(kind=kind) if "." in kind else found.filter(kind__startswith=f"{kind}.")
    return list(found.order_by("-seq")[:limit])


def personal(entries: Iterable[Entry]) -> dict[UUID, JsonDict]:
    """What is still kept of persons beside these entries, by the entry's id."""
    kept = Payload.objects.filter(entry_id__in=[entry.pk for entry in entries])
    return {one.entry_id: one.personal for one in kept}


def _row(line: Line) -> tuple[sql.EntryRow, sql.PayloadRow | None]:
    entry_id = uuid7()
    kept = _payload(entry_id, line)
    opening, ending = halves(
        id=entry_id, workspace=line.workspace, kind=line.kind, subject=line.subject, by=line.by, facts=line.facts,
        personal=commitment(kept.salt, kept.body) if kept else None,
    )  # fmt: skip
    return sql.EntryRow(entry_id, line.workspace, line.kind, line.subject, line.by, opening, ending), kept


def _payload(entry_id: UUID, line: Line) -> sql.PayloadRow | None:
    if line.personal is None:
        return None
    category = line.kind.partition(".")[0]
    return sql.PayloadRow(entry_id, line.workspace, category, sql.salt(), canonical(line.personal))
