"""The model's invariants, asked of our rows and the target's own books after every step. Names as in the model."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from apps.core import ids
from tests.harness.stage import Request, Stage

FINAL = ("done", "failed", "stopped")
ACTIONS = """
SELECT a.id, a.state, a.attempt, a.settled_by, a.undoes_id, a.tier, a.policy_version_id IS NOT DISTINCT FROM f.version_id,
    p.digest, r.digest, r.state, a.position, a.proposal_id,
    (SELECT e.kind FROM audit_entry e WHERE e.workspace_id = a.workspace_id
        AND e.subject = 'act_' || replace(a.id::text, '-', '') AND e.kind LIKE 'action.%%' ORDER BY e.seq DESC LIMIT 1)
FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id
LEFT JOIN policies_inforce f ON f.workspace_id = a.workspace_id LEFT JOIN approvals_request r ON r.id = p.request_id
WHERE a.workspace_id = %s AND a.id = ANY(%s) ORDER BY a.id
"""
ATTEMPTS = """
SELECT action_id, number, started_at IS NOT NULL, ended_at IS NOT NULL FROM actions_attempt
WHERE workspace_id = %s AND action_id = ANY(%s)
"""
HELD = """
SELECT action_id, state, count(*) FROM billing_reservation WHERE workspace_id = %s AND action_id = ANY(%s)
GROUP BY action_id, state, budget_id
"""
USED = """
SELECT b.id, b.cap, coalesce(sum(w.reserved + w.used), 0) FROM billing_budget b
LEFT JOIN billing_window w ON w.budget_id = b.id WHERE b.workspace_id = %s GROUP BY b.id, b.cap
"""
PAUSES = "SELECT id, listed, quiet_at IS NOT NULL FROM workspaces_pause WHERE workspace_id = %s AND resumed_at IS NULL"


class Broken(AssertionError):
    """A promise was broken; the message is the model's sentence."""


@dataclass(frozen=True)
class Row:
    """An action as it stands."""

    id: UUID
    state: str
    attempt: int
    settled_by: str
    undoes: UUID | None
    tier: str
    policy_stands: bool
    digest: str
    asked: str | None
    request: str | None
    position: int
    proposal: UUID
    entry: str | None


@dataclass
class Seen:
    actions: dict[UUID, Row] = field(default_factory=dict)
    started: set[tuple[UUID, int]] = field(default_factory=set)
    doubt: set[tuple[UUID, int]] = field(default_factory=set)
    held: dict[UUID, list[tuple[str, int]]] = field(default_factory=dict)
    used: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    pauses: list[tuple[set[tuple[UUID, int]], bool]] = field(default_factory=list)
    wire: int = 0


@dataclass
class Promises:
    """Holds what was seen after the step before."""

    stage: Stage
    actions: list[UUID] = field(default_factory=list)
    before: Seen = field(default_factory=Seen)
    sent: set[int] = field(default_factory=set)
    strict: bool = True  # nobody's change may be written over

    def check(self) -> None:
        """Raise Broken with the model's sentence."""
        now = self.look()
        for problem in (*self._state(now), *self._step(self.before, now)):
            raise Broken(problem)
        self.before = now

    def look(self) -> Seen:
        where = [self.stage.workspace, self.actions]
        attempts = _rows(ATTEMPTS, where)
        seen = Seen(
            actions={row[0]: Row(*row) for row in _rows(ACTIONS, where)},
            started={(action, number) for action, number, started, _ in attempts if started},
            doubt={(action, number) for action, number, started, ended in attempts if started and not ended},
            used={budget: (cap, int(used)) for budget, cap, used in _rows(USED, where[:1])},
            pauses=[(_listed(listed), quiet) for _, listed, quiet in _rows(PAUSES, where[:1])],
        )
        for action, state, count in _rows(HELD, where):
            seen.held.setdefault(action, []).append((state, count))
        return seen

    # --- what must be so in every state ---

    def _state(self, now: Seen) -> Iterator[str]:
        effects = self.stage.books.counts()
        for action in now.actions.values():
            yield from self._one(now, action, effects.get(ids.say("action", action.id), 0), effects)
        if self.strict:
            yield from self._overwrote()

    def _one(self, now: Seen, a: Row, n: int, effects: dict[str, int]) -> Iterator[str]:
        doubt = any(action == a.id for action, _ in now.doubt)
        kinds = [state for state, count in now.held.get(a.id, []) for _ in range(count)]
        if n > 1:
            yield "has its effect twice"
        if n and a.state != "done" and not doubt:
            yield f"is {a.state} but its effect happened"
        if a.state == "done" and not n and a.settled_by not in ("person", "record"):
            yield "is done without an effect"
        if n and not {"held", "spent"} & set(kinds):
            yield "has its effect but nothing is reserved or spent"
        if any(count > 1 for state, count in now.held.get(a.id, []) if state != "released") or {"held", "spent"} <= set(
            kinds
        ):
            yield "is reserved twice"
        if "held" in kinds and a.state not in ("executing", "unknown"):
            yield f"is {a.state} and its reservation leaked"
        if a.entry != f"action.{a.state}":
            yield f"changed to {a.state} without an entry"
        if n and a.undoes and not effects.get(ids.say("action", a.undoes)) and not self._found_so(now, a.undoes):
            yield "undid what never happened"

    @staticmethod
    def _found_so(now: Seen, action: UUID) -> bool:
        return action in now.actions and now.actions[action].settled_by == "record"

    def _overwrote(self) -> Iterator[str]:
        signed = self.stage.signed
        for effect in self.stage.books.effects:
            if effect.op == "set" and effect.key in signed and effect.was != signed[effect.key]:
                yield "overwrote somebody else's change"

    # --- what no step may do ---

    def _step(self, was: Seen, now: Seen) -> Iterator[str]:
        for id, a in now.actions.items():
            before = was.actions.get(id)
            if before and before.state in FINAL and before.state != a.state:
                yield f"was settled twice ({before.state}, then {a.state})"
        for budget, (cap, used) in now.used.items():
            if used > max(cap, was.used.get(budget, (0, 0))[1]):
                yield "reserved + spent passes the cap"
        for action, number in now.started - was.started:
            if was.actions:
                yield from self._started(was, now.actions[action], number)
        for request in [one for one in self.stage.everything if id_of(one) not in self.sent]:
            self.sent.add(id_of(request))
            yield from self._sent(now, request)

    @staticmethod
    def _started(was: Seen, a: Row, _number: int) -> Iterator[str]:
        if was.pauses:
            yield "is marked as started while paused"
        before = was.actions.get(a.id, a)
        signed = before.asked is None or (before.request == "met" and before.asked == before.digest)
        if not before.policy_stands or not signed:
            yield "is marked as started without signatures over this document under this policy"

    def _sent(self, now: Seen, request: Request) -> Iterator[str]:
        action, number = ids.parse("action", request.key), int(request.body["attempt"])
        a = now.actions[action]
        if (action, number) not in now.doubt and a.state != "done":
            yield "is sent although its row says that nothing is on its way"
        for listed, quiet in now.pauses:
            if (action, number) not in listed:
                yield "is sent after the pause and the pause did not list it"
            if quiet:
                yield "is sent after the pause reported quiet"
        earlier = [one for one in now.actions.values() if one.proposal == a.proposal and one.position < a.position]
        if any(one.state != "done" for one in earlier):
            yield "is sent although the action before it is not done"


def id_of(request: Request) -> int:
    return id(request)


def _listed(listed: str | list[dict[str, object]]) -> set[tuple[UUID, int]]:
    found = json.loads(listed) if isinstance(listed, str) else listed
    return {(UUID(str(one["action"])), int(str(one["attempt"]))) for one in found}


def _rows(sql: str, values: list[object]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
