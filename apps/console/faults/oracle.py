"""What became of it all: our rows against the targets' own books. A promise that broke is counted, and named."""

import io
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from apps.console.faults.wire import ask
from apps.core import ids, scope

SHOWN_S = 60
OPEN = ("waiting", "approved", "executing")
# What comes behind an unknown outcome in its proposal waits for a person, as it should
BEHIND = """EXISTS (SELECT 1 FROM actions_openwork e WHERE e.workspace_id = w.workspace_id
AND e.proposal_id = w.proposal_id AND e.position < w.position AND e.state = 'unknown')"""
UNFINISHED = f"SELECT count(*) FILTER (WHERE state = ANY(%s) AND NOT {BEHIND}), count(*) FROM actions_openwork w"
STATES = f"""
SELECT a.id, CASE WHEN a.state = 'approved' AND {BEHIND} THEN 'behind' ELSE a.state END, a.settled_by, a.why,
    format('tier %%s, attempt %%s', a.tier, a.attempt)
FROM actions_action a LEFT JOIN actions_openwork w ON w.action_id = a.id WHERE a.workspace_id = %s"""
# How long after its start mark an attempt in doubt was shown as unknown; or has not been, up to now
LATE = """
SELECT count(*) FROM actions_attempt t WHERE t.workspace_id = %s AND t.started_at IS NOT NULL
AND coalesce(t.ended_at, clock_timestamp()) > t.started_at + make_interval(secs => %s)
AND NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.workspace_id = t.workspace_id
  AND e.subject = 'act_' || replace(t.action_id::text, '-', '') AND e.kind = 'action.unknown'
  AND e.at BETWEEN t.started_at AND t.started_at + make_interval(secs => %s))
"""
WINDOWS = """
SELECT b.name, b.unit, b.cap, coalesce(sum(w.reserved), 0), coalesce(sum(w.used), 0) FROM billing_budget b
LEFT JOIN billing_window w ON w.budget_id = b.id AND w.workspace_id = b.workspace_id WHERE b.workspace_id = %s
GROUP BY b.id, b.name, b.unit, b.cap
"""


@dataclass
class Found:
    states: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    doubled: int = 0
    unknown_late: int = 0
    overspent: int = 0
    verify: str = "clean"
    faults: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Was every promise kept?"""
        return not (self.lost or self.doubled or self.unknown_late or self.overspent) and self.verify == "clean"

    def fault(self, sentence: str) -> None:
        if len(self.faults) < 20:
            self.faults.append(sentence)


def unfinished() -> tuple[int, int]:
    """How many actions have still to run, and how many are not final."""
    with connection.cursor() as cursor:
        cursor.execute(UNFINISHED, [list(OPEN)])
        waiting, every = cursor.fetchone()
        return int(waiting), int(every)


def ask_all(workspaces: Sequence[UUID], ports: Sequence[int]) -> Found:
    found = Found()
    effects = counted(ports)
    paid = amounts(ports)
    for workspace in workspaces:
        with scope.workspace(workspace):
            _effects(workspace, effects, found)
            _late(workspace, found)
            _budgets(workspace, paid, found)
    found.verify = _verify()
    return found


def counted(ports: Sequence[int]) -> Counter[str]:
    """How often each key had its effect, out of the targets' own books."""
    return Counter(key for port in ports for key, *_ in _ledger(port))


def amounts(ports: Sequence[int]) -> Counter[str]:
    """What each key really paid out."""
    every = (effect for port in ports for effect in _ledger(port))
    return Counter({key: amount for key, op, _, amount in every if op == "pay"})


def wrong(state: str, settled_by: str, effects: int) -> str:
    """What is wrong with an action in this state that had its effect so often; nothing: ""."""
    if effects > 1:
        return "doubled"
    if state == "done" and not effects and settled_by != "person":  # nobody else writes into a trial's records
        return "lost"
    if effects and state not in ("done", "unknown", "executing"):
        return "lost"
    return "lost" if state in OPEN else ""


def _ledger(port: int) -> list[Any]:
    return list(ask(port, "GET", "/__ledger", timeout_s=30)[1]["effects"])


def _effects(workspace: UUID, effects: Counter[str], found: Found) -> None:
    for action, state, settled_by, why, which in _rows(STATES, [workspace]):
        key = ids.say("action", action)
        found.states[state] += 1
        name = wrong(state, settled_by, effects[key])
        if name:
            setattr(found, name, getattr(found, name) + 1)
            settled = f"settled by {settled_by or 'nobody'}; {why}".rstrip("; ")
            found.fault(f"{name}: {key} ({which}) is {state}, {settled}, and had its effect {effects[key]} times.")


def _late(workspace: UUID, found: Found) -> None:
    ((late,),) = _rows(LATE, [workspace, SHOWN_S, SHOWN_S])
    found.unknown_late += late
    if late:
        found.fault(f"{late} attempts in doubt were not shown as unknown within {SHOWN_S} s.")


def _budgets(workspace: UUID, paid: Counter[str], found: Found) -> None:
    settled = {ids.say("action", action): state for action, state, *_ in _rows(STATES, [workspace])}
    really = sum(amount for key, amount in paid.items() if settled.get(key) == "done")
    for name, unit, cap, reserved, used in _rows(WINDOWS, [workspace]):
        over = max(0, reserved + used - cap)
        off = abs(used - really) if unit == "money" else 0
        if over or off:
            found.overspent += int(over + off)
            found.fault(f"{name}: {reserved} reserved and {used} used of {cap}; {really} was really paid out.")


def _verify() -> str:
    said = io.StringIO()
    try:
        with redirect_stdout(sys.stderr):
            call_command("verify", stdout=said)
    except SystemExit:
        return "; ".join(line.strip() for line in said.getvalue().splitlines() if "BROKEN" in line)
    return "clean"


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
