"""The recorded past as cases: each decision with what people did about it, and whether it ran."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.approvals.models import State as Asked
from apps.core.ids import first_uuid7
from apps.policies.case import Answer, Case
from apps.policies.verdicts import Verdict

# An action is made moments before its decision is recorded: so few of its table's months are looked into.
BEFORE = timedelta(hours=1)
ANSWERS = {Asked.MET: Answer.SIGNED, Asked.DECLINED: Answer.DECLINED, Asked.LAPSED: Answer.LAPSED,
           Asked.OPEN: Answer.OPEN, Asked.SUPERSEDED: Answer.OPEN, Asked.WITHDRAWN: Answer.STOPPED}  # fmt: skip
CASES = """
SELECT r.id, r.proposal_id, r.action_id, r.asked, r.words, r.verdict::text, r.seal, r.looked,
  p.agent_id, p.asker_id, p.run_id, coalesce(p.edition, 1) > 1,
  q.state, extract(epoch FROM q.closed_at - q.opened_at)::int, a.state,
  EXISTS (SELECT 1 FROM actions_proposal u WHERE u.workspace_id = r.workspace_id AND u.undoes_id = r.proposal_id),
  r.policy_version_id
FROM actions_recording r
LEFT JOIN actions_proposal p ON p.workspace_id = r.workspace_id AND p.id = r.proposal_id
LEFT JOIN approvals_request q ON q.workspace_id = r.workspace_id AND q.id = p.request_id
LEFT JOIN actions_action a ON a.workspace_id = r.workspace_id AND a.id = r.action_id AND a.id BETWEEN %s AND %s
WHERE r.workspace_id = %s AND r.id BETWEEN %s AND %s AND r.occasion IN ('proposed', 'read') ORDER BY r.id
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A case, and where it can be looked at."""

    case: Case
    proposal: UUID | None
    action: UUID


@transaction.atomic
def between(workspace: UUID, first: UUID, last: UUID) -> list[Found]:
    """The cases of these recordings and all between, in order."""
    with connection.cursor() as cursor:
        cursor.execute(CASES, [_before(first), last, workspace, first, last])
        return [_found(row) for row in cursor.fetchall()]


def moment(id: UUID) -> datetime:
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)


def _before(first: UUID) -> UUID:
    return first_uuid7(int((moment(first) - BEFORE).timestamp() * 1000))


def _found(row: tuple[Any, ...]) -> Found:
    id, proposal, action, asked, words, verdict, seal, looked, agent, asker, run, edited, state, waited, of, *rest = row
    undone, version = rest
    case = Case(
        id=id, at=moment(id), asked=bytes(asked) if asked is not None else None, words=words,
        verdict=_verdict(verdict), seal=seal, looked=looked, answer=_answer(state, of), waited_s=waited or 0,
        edited=edited, undone=undone, ran=of == "done", agent=agent, asker=asker, run=run,
        version=version,
    )  # fmt: skip
    return Found(case, proposal, action)


def _answer(request: str | None, action: str | None) -> Answer:
    if action == "stopped":
        return Answer.STOPPED
    return ANSWERS[Asked(request)] if request else Answer.NONE


@lru_cache(maxsize=4096)
def _verdict(text: str) -> Verdict:
    return Verdict.of(json.loads(text))


def parts(workspace: UUID, since: datetime, until: datetime, *, of: int) -> Iterator[tuple[UUID, UUID, int]]:
    """The recordings of that time in parts of so many: the first and the last of each, and how many they are."""
    bounds = [first_uuid7(int(at.timestamp() * 1000)) for at in (since, until)]
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [of, workspace, *bounds])
        yield from cursor.fetchall()


# There is no smallest and largest of uuids before PostgreSQL 18; their text sorts alike.
PARTS = """
SELECT min(id::text)::uuid, max(id::text)::uuid, count(*) FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS part FROM actions_recording
    WHERE workspace_id = %s AND id >= %s AND id < %s AND occasion IN ('proposed', 'read')) AS told
GROUP BY part ORDER BY part
"""
