"""How an agent has done lately, for each tool and whoever asked: what people signed as it was, changed, declined before
it ran or afterwards, took back, and what came to nothing. Promotion is proposed from this, demotion follows from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from django.db import connection
from django.utils import timezone

from apps.agents.models import Agent
from apps.core import scope
from apps.core.ids import first_uuid7

DAYS = 30
LATEST = 2_000  # proposals of a workspace that are looked at, latest first

COUNT = """
WITH latest AS (
    SELECT p.id, p.workspace_id, agent_id, asker_id, edition, outcome, r.state = 'declined' AS refused
    FROM actions_proposal p
    LEFT JOIN approvals_request r ON r.id = p.afterwards_id AND r.workspace_id = p.workspace_id
    WHERE p.workspace_id = %s AND p.id >= %s AND NOT by_hand AND NOT asker_named ORDER BY p.id DESC LIMIT %s
)
SELECT a.tool, p.asker_id, count(*),
    count(*) FILTER (WHERE a.state = 'done' AND p.outcome = 'approve' AND p.edition = 1 AND u.id IS NULL),
    count(*) FILTER (WHERE a.state = 'done'),
    count(*) FILTER (WHERE p.edition > 1),
    count(*) FILTER (WHERE a.state = 'rejected' OR p.refused),
    count(*) FILTER (WHERE a.state = 'denied'),
    count(*) FILTER (WHERE a.state = 'failed'),
    count(*) FILTER (WHERE u.id IS NOT NULL)
FROM latest p JOIN actions_action a ON a.proposal_id = p.id AND a.workspace_id = p.workspace_id
LEFT JOIN LATERAL (SELECT u.id FROM actions_action u WHERE u.undoes_id = a.id AND u.workspace_id = a.workspace_id
    AND u.state = 'done' LIMIT 1) u ON true
WHERE p.agent_id = %s AND a.state IN ('done', 'rejected', 'denied', 'failed') GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Conduct:
    """What ended, and how. `clean`: signed exactly as the agent had proposed it, done, and still standing."""

    ended: int = 0
    clean: int = 0
    done: int = 0
    edited: int = 0
    declined: int = 0
    denied: int = 0
    failed: int = 0
    taken_back: int = 0

    def __add__(self, other: "Conduct") -> "Conduct":
        return Conduct(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def faults(self) -> int:
        return self.edited + self.declined + self.denied + self.failed + self.taken_back

    @property
    def said(self) -> str:
        """`23 ended: 23 signed unchanged, 0 edited, 0 declined, 0 denied by a rule, 0 failed, 0 taken back`."""
        return (
            f"{self.ended} ended: {self.clean} signed unchanged, {self.edited} edited, {self.declined} declined,"
            f" {self.denied} denied by a rule, {self.failed} failed, {self.taken_back} taken back"
        )


ByWhom: TypeAlias = dict[tuple[str, UUID], Conduct]  # (tool, who asked)


def of(agent: Agent, *, since: datetime | None = None) -> ByWhom:
    """What ended since then, at most the last thirty days: by tool and whoever asked. One query."""
    longest = timezone.now() - timedelta(days=DAYS)
    at_ms = int(max(since or longest, longest).timestamp() * 1000)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [scope.only(), first_uuid7(at_ms), LATEST, agent.pk])
        return {(tool, asker): Conduct(*numbers) for tool, asker, *numbers in cursor.fetchall()}


def among(found: ByWhom, tools: Iterable[str], people: Iterable[UUID] | None) -> Conduct:
    """The part of it that concerns these tools, asked by any of these people; None: by anybody."""
    wanted, askers = set(tools), None if people is None else set(people)
    parts = (one for (tool, by), one in found.items() if tool in wanted and (askers is None or by in askers))
    return sum(parts, start=Conduct())
