"""What was used, by day, agent and connection: counted once from fresh usage. `spending.py` reads it together with what
is not yet counted, so that no page waits for it.
"""

from uuid import UUID

from django.db import connection, transaction

from apps.core import scope
from apps.workspaces.models import Address

AT_ONCE = 5_000
ALONE = "SELECT pg_try_advisory_xact_lock(730511297)"
COUNT = """
WITH gone AS (
    DELETE FROM billing_fresh WHERE workspace_id = ANY (%s) AND id IN (
        SELECT id FROM billing_fresh WHERE workspace_id = ANY (%s) ORDER BY id LIMIT %s)
    RETURNING *
), counted AS (
    INSERT INTO billing_day AS d
        (workspace_id, id, day, unit, currency, category, agent_id, connection_id, amount, times)
    SELECT g.workspace_id, countersign_uuid7(), (g.at AT TIME ZONE o.time_zone)::date, g.unit, g.currency, g.category,
        g.agent_id, g.connection_id, sum(g.amount), count(*)
    FROM gone g JOIN workspaces_workspace o ON o.id = g.workspace_id GROUP BY 1, 3, 4, 5, 6, 7, 8
    ON CONFLICT (workspace_id, day, unit, currency, category, agent_id, connection_id)
    DO UPDATE SET amount = d.amount + excluded.amount, times = d.times + excluded.times
)
SELECT count(*) FROM gone
"""


def roll_up() -> int:
    """Count what is fresh, in every workspace. One of many does it at a time. Returns how many lines were counted."""
    return sum(_of(workspace) for workspace in Address.objects.values_list("workspace_id", flat=True))


def _of(workspace: UUID) -> int:
    counted = 0
    with scope.workspace(workspace):
        while (some := _some(workspace)) == AT_ONCE:
            counted += some
    return counted + some


@transaction.atomic
def _some(workspace: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(COUNT, [[workspace], [workspace], AT_ONCE])
        return int(cursor.fetchone()[0])
