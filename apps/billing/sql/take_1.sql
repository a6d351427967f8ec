-- What has been taken of each budget, and its cap: of the holder's lease where that is what counts. A lease counts whole
-- in its window. `counted` leaves out what is leased and not reserved.
CREATE FUNCTION billing_rooms_1 (needs billing_need_1[]) RETURNS TABLE (
    budget_id uuid, starts_on date, window_id uuid, cap bigint, taken bigint, counted bigint, soft_at bigint, asks boolean
) LANGUAGE sql STABLE AS $$
    SELECT b.id, w.starts_on, w.id, coalesce(l.granted, b.cap),
        coalesce(l.reserved + l.used, w.reserved + w.used + coalesce(leased.n, 0)),
        w.reserved + w.used + coalesce(leased.counted, 0), b.soft * b.cap / 100, b.hard_line = 'ask' AND l.id IS NULL
    FROM (SELECT DISTINCT n.budget_id, n.starts_on, n.lease_id FROM unnest(needs) AS n) need
    JOIN billing_budget b ON b.id = need.budget_id AND b.ended_at IS NULL
    JOIN billing_window w ON w.budget_id = need.budget_id AND w.starts_on = need.starts_on
    LEFT JOIN billing_lease l ON l.id = need.lease_id
    LEFT JOIN LATERAL (
        SELECT sum(greatest(o.granted, o.reserved + o.used))::bigint AS n, sum(o.reserved + o.used)::bigint AS counted
        FROM billing_lease o WHERE o.window_id = w.id
    ) leased ON need.lease_id IS NULL
$$;

-- Has the action reserved, and not been released? IS TRUE keeps the planner from looking through the whole workspace
-- while it has no statistics.
CREATE FUNCTION billing_holds_1 (workspace uuid, action uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM billing_reservation r
        WHERE r.action_id = action AND r.state <> 'released' AND (r.workspace_id = workspace) IS TRUE);
END $$;

-- Set aside all that is needed, or nothing. What comes back has no room. Everything that is read here is locked:
-- windows under their budgets, leases by themselves.
CREATE FUNCTION billing_take_1 (needs billing_need_1[]) RETURNS SETOF billing_short_1 LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
RETURN QUERY
WITH want AS MATERIALIZED (
    SELECT need.*, room.window_id, room.soft_at, room.cap, room.taken, room.counted,
        sum(need.n) OVER (PARTITION BY room.window_id ORDER BY need.place)::bigint AS upto,
        need.signed AND room.asks AS passes
    FROM unnest(needs) AS need
    JOIN billing_rooms_1(needs) AS room ON room.budget_id = need.budget_id AND room.starts_on = need.starts_on
    WHERE NOT billing_holds_1(need.workspace_id, need.action_id)
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
    SELECT workspace_id, countersign_uuid7(), action_id, budget_id, window_id, lease_id, n, 0, 'held',
        cap, taken + upto, passes, clock_timestamp() FROM fits
)
SELECT place, budget_id, taken, n FROM short;
END $$;
