"""The end of a trial: what can still be found out is, then nobody works while rows and books are compared.

Whoever reads the books first and the rows later takes what was done in between for lost.
"""

import time
from collections.abc import Sequence
from uuid import UUID

from django.db import connection, connections

from apps.console.faults import brokers, oracle
from apps.console.faults.crew import Crew
from apps.console.faults.wire import ask
from apps.core import scope

QUIET_S = 90  # how long what is unknown may still be looked for once nothing is killed any more
SOON_S = 30
# What has still to run, or is unknown and looked into soon; nobody can find out about tier D. One statement: an action
# goes from unknown to executing and back, and is seen in one of them.
MOVING = f"""
SELECT count(*) FROM actions_openwork w
JOIN actions_action a ON a.id = w.action_id AND a.workspace_id = w.workspace_id
WHERE w.state = ANY(%s) AND NOT {oracle.BEHIND}
    OR w.state = 'unknown' AND a.tier <> 'D' AND w.due_at < clock_timestamp() + make_interval(secs => %s)
"""


def come_to_rest(crew: Crew, workspaces: Sequence[UUID], ports: Sequence[int]) -> float:
    """Everybody has ended, with nothing half done and nothing on the wire. How many seconds that took."""
    began = time.monotonic()
    connections.close_all()
    while True:
        crew.replace_fallen()
        _wait_for_quiet(workspaces, began + QUIET_S)
        crew.rest()
        if not oracle.unfinished()[0] or time.monotonic() > began + QUIET_S:
            break
        crew.resume()  # somebody was ended in the middle of something
    brokers.wait(lambda: not any(late(port) for port in ports), "A target still has something to do.")
    return time.monotonic() - began


def moving(workspaces: Sequence[UUID]) -> int:
    """How many actions of these workspaces have still to run, or to be looked for."""
    with scope.workspace(*workspaces), connection.cursor() as cursor:
        cursor.execute(MOVING, [list(oracle.OPEN), SOON_S])
        return int(cursor.fetchone()[0])


def late(port: int) -> int:
    """How many requests the target there has taken and not yet done."""
    return int(ask(port, "GET", "/__late", timeout_s=30)[1]["late"])


def _wait_for_quiet(workspaces: Sequence[UUID], deadline: float) -> None:
    while moving(workspaces) and time.monotonic() < deadline:
        time.sleep(0.2)
