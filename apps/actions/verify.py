"""What must be true of every action that is stored, as named guarantees over the workspace in scope."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from apps.actions.models import Action, Proposal
from apps.approvals import tally
from apps.approvals.models import Request
from apps.audit.verify import Guarantee, Verdict, verdict
from apps.core import ids
from apps.core.canonical import digest_of_bytes

EVERY_STATE_HAS_ITS_ENTRY = """
SELECT a.id, a.state, (SELECT e.kind FROM audit_entry e WHERE e.workspace_id = a.workspace_id
  AND e.subject = 'act_' || replace(a.id::text, '-', '') AND (e.kind LIKE 'action.%%' OR e.kind LIKE 'read.%%')
  ORDER BY e.seq DESC LIMIT 1)
FROM actions_action a WHERE a.workspace_id = %s
"""
OPEN_WORK_IS_WHAT_IS_OPEN = """
SELECT coalesce(a.id, w.action_id), a.state, w.state FROM
  (SELECT * FROM actions_action WHERE workspace_id = %s AND state IN ('waiting', 'approved', 'executing', 'unknown')) a
  FULL JOIN (SELECT * FROM actions_openwork WHERE workspace_id = %s) w ON w.action_id = a.id
WHERE a.state IS DISTINCT FROM w.state
"""
BATCH = 500
RAN = "('executing', 'unknown', 'done', 'failed')"
ATTEMPTS_AGREE = f"""
SELECT a.id, a.attempt, count(t.id), count(t.id) FILTER (WHERE t.started_at IS NOT NULL)
FROM actions_action a LEFT JOIN actions_attempt t ON t.action_id = a.id AND t.workspace_id = a.workspace_id
WHERE a.workspace_id = %s AND a.document IS NOT NULL AND a.state IN {RAN} GROUP BY a.id, a.attempt
"""

START_MARKS = "SELECT count(*) FROM actions_attempt WHERE workspace_id = %s AND started_at IS NOT NULL"
STARTED_WHILE_PAUSED = """
SELECT t.action_id, t.number, p.scope_kind FROM workspaces_pause p
JOIN actions_attempt t ON t.workspace_id = p.workspace_id AND t.started_at > p.paused_at
  AND t.started_at < coalesce(p.resumed_at, 'infinity')
JOIN actions_action a ON a.id = t.action_id AND a.workspace_id = t.workspace_id AND a.tool <> 'countersign.resume'
WHERE p.workspace_id = %s AND CASE p.scope_kind WHEN 'agent' THEN p.scope_id = a.agent_id
  WHEN 'connection' THEN p.scope_id = a.connection_id
  WHEN 'tool' THEN p.scope_id = countersign_tool_id(a.workspace_id, a.tool) ELSE true END
"""


WHAT_RAN_FIRST = """
SELECT p.id, coalesce(r.state, 'missing') FROM actions_proposal p
LEFT JOIN approvals_request r ON r.id = p.afterwards_id AND r.workspace_id = p.workspace_id AND r.digest = p.digest
LEFT JOIN actions_afterwards f ON f.proposal_id = p.id AND f.workspace_id = p.workspace_id
WHERE p.workspace_id = %s AND p.owes IS NOT NULL AND EXISTS (SELECT FROM actions_action a
  WHERE a.workspace_id = p.workspace_id AND a.proposal_id = p.id AND a.state IN ('executing', 'unknown', 'done'))
  AND (coalesce(r.state, 'missing') NOT IN ('open', 'met', 'declined')
    OR (r.state = 'open') <> (f.proposal_id IS NOT NULL))
"""


def every_state_has_its_entry(workspace: UUID) -> Verdict:
    """The last entry of every action names the state that it is in."""
    rows = _rows(EVERY_STATE_HAS_ITS_ENTRY, [workspace])
    faults = (
        f"{ids.say('action', id)} is {state}, its last entry says {kind}."
        for id, state, kind in rows
        if (kind or "").partition(".")[2] != state
    )
    return verdict("Every state of an action has its entry", checked=len(rows), faults=faults)


def what_ran_was_signed(workspace: UUID) -> Verdict:
    """Every action that was begun has a decision, and signatures over its digest where people were asked."""
    checked, faults = 0, list[str]()
    for some in _ran(workspace):
        checked += len(some)
        faults += _unsigned(some)
    return verdict(
        "Everything that ran was decided, and signed over exactly its document", checked=checked, faults=faults
    )


def what_ran_first_is_owed(workspace: UUID) -> Verdict:
    """Whatever ran before it was signed has its answer over exactly that document, or still waits for one."""
    checked = Proposal.objects.filter(workspace_id=workspace, owes__isnull=False).count()
    faults = [
        f"{ids.say('proposal', id)} ran before it was signed, and its request is {state}."
        for id, state in _rows(WHAT_RAN_FIRST, [workspace])
    ]
    return verdict("Whatever ran first is owed its signatures, or was answered", checked=checked, faults=faults)


def open_work_is_what_is_open(workspace: UUID) -> Verdict:
    """The small table of open work holds exactly the actions that are not final, each in its state."""
    faults = [
        f"{ids.say('action', id)} is {state or 'gone'}, open work says {said or 'nothing'}."
        for id, state, said in _rows(OPEN_WORK_IS_WHAT_IS_OPEN, [workspace, workspace])
    ]
    return verdict("Open work is what is open", checked=Action.objects.count(), faults=faults)


def attempts_agree(workspace: UUID) -> Verdict:
    """Every attempt is recorded, and what is done had one that was started."""
    rows = _rows(ATTEMPTS_AGREE, [workspace])
    faults = [
        f"{ids.say('action', id)} counts {attempt} attempts, {recorded} are recorded."
        for id, attempt, recorded, _ in rows
        if attempt != recorded
    ]
    return verdict("Every attempt is recorded", checked=len(rows), faults=faults)


def nothing_started_while_paused(workspace: UUID) -> Verdict:
    """No start mark was made in a scope between its pause and the lifting of it."""
    [(checked,)] = _rows(START_MARKS, [workspace])
    faults = (
        f"{ids.say('action', id)}: attempt {number} was started although its {kind} was paused."
        for id, number, kind in _rows(STARTED_WHILE_PAUSED, [workspace])
    )
    return verdict("Nothing was started while it was paused", checked=checked, faults=faults)


GUARANTEES: tuple[Guarantee, ...] = (
    what_ran_was_signed, what_ran_first_is_owed, every_state_has_its_entry, open_work_is_what_is_open, attempts_agree,
    nothing_started_while_paused,
)  # fmt: skip


def _ran(workspace: UUID) -> Iterator[list[Action]]:
    """Every action that was begun, a batch at a time."""
    ran = Action.objects.filter(workspace_id=workspace, attempt__gt=0).exclude(document=None).order_by("id")
    some = list(ran[:BATCH])
    while some:
        yield some
        some = list(ran.filter(pk__gt=some[-1].pk)[:BATCH])


def _unsigned(actions: Sequence[Action]) -> Iterator[str]:
    proposals = Proposal.objects.in_bulk({action.proposal_id for action in actions})
    asked = [one.request_id for one in proposals.values() if one.request_id]
    requests = Request.objects.filter(pk__in=asked).in_bulk()
    met = tally.were_met(requests.values())
    for action in actions:
        proposal, said = proposals[action.proposal_id], ids.say("action", action.pk)
        for why in (*_undecided(action, proposal), *_unmet(action, proposal, requests, met)):
            yield f"{said}{why}"


def _undecided(action: Action, proposal: Proposal) -> Iterator[str]:
    whole, part = bytes(proposal.document), bytes(action.document or b"")
    if not action.decision:
        yield " ran without a decision."
    if digest_of_bytes(whole) != proposal.digest:
        yield ": the document of its proposal is not the one of the digest."
    if not _stands_in(whole, ids.say("action", action.pk), part):
        yield ": what stands beside it is not what its proposal says."


def _stands_in(whole: bytes, action: str, part: bytes) -> bool:
    """Whether a part is the action's own in the whole. Both are canonical, so it stands there byte for byte."""
    own = [one for one in json.loads(whole or b"{}").get("actions", []) if one["action"] == action]
    return part in whole and [json.loads(part or b"null")] == own


def _unmet(action: Action, proposal: Proposal, requests: Mapping[UUID, Request], met: frozenset[UUID]) -> Iterator[str]:
    if proposal.request_id is None:
        if action.decision.get("outcome") != "auto":
            yield " ran without a request, though it was not decided to run alone."
        return
    if requests[proposal.request_id].digest != proposal.digest:
        yield ": people were shown another document."
    if proposal.request_id not in met:
        yield " ran without the signatures that were asked for."


def _rows(sql: str, values: list[UUID]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
