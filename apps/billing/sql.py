"""The ledger's statements. Budgets are locked in order of id; windows change only under the locks of their budgets."""

STARTS_ON = """CASE b.period
    WHEN 'day' THEN (clock_timestamp() AT TIME ZONE o.time_zone)::date
    WHEN 'month' THEN date_trunc('month', clock_timestamp() AT TIME ZONE o.time_zone)::date
    ELSE DATE '1970-01-01' END"""

# Parameters: workspace; kinds and ids of the scopes; units, currencies, categories and numbers of the amounts.
LOCK = f"""
SELECT b.id, {STARTS_ON}, need.n
FROM billing_budget b
JOIN workspaces_workspace o ON o.id = b.workspace_id
JOIN LATERAL (
    SELECT sum(a.n)::bigint AS n
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[]) AS a (unit, currency, category, n)
    WHERE a.unit = b.unit AND a.currency = b.currency AND b.category IN ('', a.category)
) need ON need.n IS NOT NULL
WHERE b.workspace_id = %s AND b.ended_at IS NULL
    AND (b.scope_kind, b.scope_id) IN (SELECT * FROM unnest(%s::text[], %s::uuid[]))
ORDER BY b.id FOR NO KEY UPDATE OF b
"""

# Parameters: workspace; ids, budgets and first days of the windows.
OPEN_WINDOWS = """
INSERT INTO billing_window (workspace_id, id, budget_id, starts_on, reserved, used)
SELECT %s, id, budget_id, starts_on, 0, 0
FROM unnest(%s::uuid[], %s::uuid[], %s::date[]) AS new (id, budget_id, starts_on)
ON CONFLICT (budget_id, starts_on) DO NOTHING
"""

# Parameters: ids, budgets, first days and numbers of the reservations; workspace and action, twice.
# All windows or none; what comes back are the budgets without room.
RESERVE = """
WITH want AS MATERIALIZED (
    SELECT new.id, w.id AS window_id, b.id AS budget_id, b.name, b.period, b.unit, b.currency, b.cap,
        w.reserved + w.used AS taken, new.n
    FROM unnest(%s::uuid[], %s::uuid[], %s::date[], %s::bigint[]) AS new (id, budget_id, starts_on, n)
    JOIN billing_window w ON w.budget_id = new.budget_id AND w.starts_on = new.starts_on
    JOIN billing_budget b ON b.id = new.budget_id
), already AS MATERIALIZED (
    SELECT 1 FROM billing_reservation WHERE workspace_id = %s AND action_id = %s AND state <> 'released'
), granted AS (
    UPDATE billing_window w SET reserved = w.reserved + want.n FROM want
    WHERE w.id = want.window_id
        AND NOT EXISTS (SELECT FROM want WHERE taken + n > cap) AND NOT EXISTS (SELECT FROM already)
    RETURNING want.id, want.budget_id, want.window_id, want.n, want.cap, w.reserved + w.used AS total
), noted AS (
    INSERT INTO billing_reservation (workspace_id, action_id, id, budget_id, window_id, amount, used, state,
        cap_then, total_after, reserved_at)
    SELECT %s, %s, id, budget_id, window_id, n, 0, 'held', cap, total, clock_timestamp() FROM granted
)
SELECT name, period, unit, currency, cap, taken, n FROM want
WHERE taken + n > cap AND NOT EXISTS (SELECT FROM already) ORDER BY budget_id
"""

# Parameters: workspaces, action.
LOCK_HELD = """
SELECT r.id, b.unit, b.currency, b.category
FROM billing_reservation r JOIN billing_budget b ON b.id = r.budget_id
WHERE r.workspace_id = ANY (%s) AND r.action_id = %s AND r.state = 'held'
ORDER BY b.id FOR NO KEY UPDATE OF b
"""

# Parameters: the state they end in; ids of the reservations and what was used of each.
END = """
WITH ended AS (
    UPDATE billing_reservation r SET state = %s, used = known.used, ended_at = clock_timestamp()
    FROM unnest(%s::uuid[], %s::bigint[]) AS known (id, used) WHERE r.id = known.id AND r.state = 'held'
    RETURNING r.window_id, r.amount, r.used
)
UPDATE billing_window w SET reserved = w.reserved - ended.amount, used = w.used + ended.used
FROM ended WHERE w.id = ended.window_id
"""

# Parameters: workspace and action; ids, units, currencies, categories and numbers.
USE = """
INSERT INTO billing_usage (workspace_id, action_id, at, id, unit, currency, category, amount)
SELECT %s, %s, clock_timestamp(), * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bigint[])
"""

# Parameter: workspace.
HEADROOM = f"""
SELECT b.id, b.name, b.scope_kind, b.scope_id, b.unit, b.currency, b.category, b.period, b.cap,
    coalesce(w.reserved, 0), coalesce(w.used, 0)
FROM billing_budget b
JOIN workspaces_workspace o ON o.id = b.workspace_id
LEFT JOIN billing_window w ON w.budget_id = b.id AND w.starts_on = {STARTS_ON}
WHERE b.workspace_id = %s AND b.ended_at IS NULL ORDER BY b.name, b.id
"""
