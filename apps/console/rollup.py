"""Keeping the tallies: they follow the log, so that no change has to count itself, and no row is everybody's.

A round reads the entries after the mark, adds what they say to the tallies and moves the mark, in one transaction:
done twice or broken off, it counts nothing twice and forgets nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from apps.actions import states
from apps.console.models import Tally, TallyMark
from apps.core import scope
from apps.core.ids import uuid7
from apps.workspaces.models import Address

AT_ONCE = 5_000  # entries of one round
TOGETHER = 500  # workspaces asked about in one question
BEHIND = """
SELECT h.workspace_id FROM audit_head h
LEFT JOIN console_tallymark m ON m.workspace_id = h.workspace_id WHERE h.seq > coalesce(m.seq, 0)
"""
# Parameters: workspace, mark, how many entries; the final states; workspace twice.
COUNT = """
WITH line AS MATERIALIZED (
    SELECT seq, at, kind, subject FROM audit_entry WHERE workspace_id = %s AND seq > %s ORDER BY seq LIMIT %s
), ended AS MATERIALIZED (
    SELECT substr(kind, 8) AS state, substr(subject, 5)::uuid AS action, at FROM line
    WHERE kind = ANY (SELECT 'action.' || state FROM unnest(%s::text[]) AS state)
), counted AS (
    SELECT (e.at AT TIME ZONE w.time_zone)::date AS day, a.tool, e.state, count(*) AS n
    FROM ended e JOIN actions_action a ON a.id = e.action AND a.workspace_id = %s
    JOIN workspaces_workspace w ON w.id = a.workspace_id GROUP BY 1, 2, 3
), added AS (
    INSERT INTO console_tally (id, workspace_id, day, tool, state, n)
    SELECT gen_random_uuid(), %s, day, tool, state, n FROM counted
    ON CONFLICT (workspace_id, day, tool, state) DO UPDATE SET n = console_tally.n + excluded.n
)
SELECT max(seq), count(*) FROM line
"""


@dataclass(frozen=True)
class Ended:
    """How many actions of a tool came to this end."""

    tool: str
    state: str
    n: int


def fold(*, most: int = 1_000) -> int:
    """Bring every workspace's tallies up to its log, at most so many workspaces a call. Returns the entries read."""
    return sum(fold_one(workspace) for workspace in islice(_behind(), most))


def fold_one(workspace: UUID) -> int:
    """Bring one workspace's tallies up to its log. Whoever comes second while somebody counts leaves it to them."""
    read = 0
    with scope.workspace(workspace):
        while round_read := _round(workspace):
            read += round_read
            if round_read < AT_ONCE:
                break
    return read


def ended_since(workspace: UUID, days: int) -> list[Ended]:
    """What came to which end in the last days, by tool, the most frequent first. The workspace must be in scope."""
    first = timezone.localdate() - timedelta(days=days - 1)
    found = Tally.objects.filter(workspace_id=workspace, day__gte=first).values_list("tool", "state")
    return [Ended(tool, state, n) for tool, state, n in found.annotate(all=Sum("n")).order_by("-all", "tool", "state")]


def _behind() -> Iterator[UUID]:
    """The workspaces whose log has gone on."""
    places = list(Address.objects.values_list("workspace_id", flat=True))
    for start in range(0, len(places), TOGETHER):
        with scope.workspace(*places[start : start + TOGETHER]), connection.cursor() as cursor:
            cursor.execute(BEHIND)
            found = [workspace for (workspace,) in cursor.fetchall()]
        yield from found


@transaction.atomic
def _round(workspace: UUID) -> int:
    TallyMark.objects.bulk_create([TallyMark(id=uuid7(), workspace_id=workspace)], ignore_conflicts=True)
    mark = TallyMark.objects.select_for_update(skip_locked=True).filter(workspace_id=workspace).first()
    if mark is None:
        return 0
    final = sorted(state.value for state in states.FINAL)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [workspace, mark.seq, AT_ONCE, final, workspace, workspace])
        last, read = cursor.fetchone()
    if read:
        TallyMark.objects.filter(pk=mark.pk).update(seq=last)
    return int(read)
