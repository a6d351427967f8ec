-- Set aside all that is needed, or nothing. What comes back has no room. Everything that is read here is locked:
-- windows under their budgets, leases by themselves.
CREATE FUNCTION billing_take_1 (needs billing_need_1[]) RETURNS SETOF billing_short_1 LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
RETURN QUERY
WITH want AS MATERIALIZED (
    SELECT need.*, w.id AS window_id, b.soft * b.cap / 100 AS soft_at, coalesce(l.granted, b.cap) AS cap,
        coalesce(l.reserved + l.used, w.reserved + w.used + coalesce(leased.n, 0)) AS taken,
        w.reserved + w.used + coalesce(leased.counted, 0) AS counted,
        sum(need.n) OVER (PARTITION BY w.id, l.id ORDER BY need.place)::bigint AS upto,
        need.signed AND b.hard_line = 'ask' AND l.id IS NULL AS passes
    FROM unnest(needs) AS need
    JOIN billing_budget b ON b.id = need.budget_id AND b.ended_at IS NULL
    JOIN billing_window w ON w.budget_id = need.budget_id AND w.starts_on = need.starts_on
    LEFT JOIN billing_lease l ON l.id = need.lease_id
    LEFT JOIN LATERAL (
        SELECT sum(greatest(o.granted, o.reserved + o.used))::bigint AS n, sum(o.reserved + o.used)::bigint AS counted
        FROM billing_lease o WHERE o.window_id = w.id
    ) leased ON need.lease_id IS NULL
    WHERE NOT EXISTS (
        SELECT FROM billing_reservation r
        WHERE r.workspace_id = need.workspace_id AND r.action_id = need.action_id AND r.state <> 'released'
    )
), short AS MATERIALIZED (
    SELECT place, budget_id, taken + upto - n AS taken, n FROM want WHERE taken + upto > cap AND NOT passes
), fits AS MATERIALIZED (
    SELECT * FROM want WHERE NOT EXISTS (SELECT FROM short)
), of_windows AS (
    UPDATE billing_window w SET reserved = w.reserved + t.n,
        crossed_at = CASE WHEN t.soft_at > 0 AND t.counted + t.n >= t.soft_at
            THEN coalesce(w.crossed_at, clock_timestamp()) ELSE w.crossed_at END
    FROM (SELECT window_id, sum(n) AS n, max(counted) AS counted, max(soft_at) AS soft_at
        FROM fits WHERE lease_id IS NULL GROUP BY window_id) t
    WHERE w.id = t.window_id
), of_leases AS (
    UPDATE billing_lease l SET reserved = l.reserved + t.n
    FROM (SELECT lease_id, sum(n) AS n FROM fits WHERE lease_id IS NOT NULL GROUP BY lease_id) t
    WHERE l.id = t.lease_id
), noted AS (
    INSERT INTO billing_reservation (workspace_id, id, action_id, budget_id, window_id, lease_id, amount, used, state,
        cap_then, total_after, signed, reserved_at)
    SELECT workspace_id, billing_uuid7_1(), action_id, budget_id, window_id, lease_id, n, 0, 'held',
        cap, taken + upto, passes, clock_timestamp() FROM fits
)
SELECT place, budget_id, taken, n FROM short;
END $$;
