-- Fill up this holder's leases of the hot budgets among these. The budgets must be locked. Never more than a quarter of
-- what is left, so that near its cap a hot budget is counted as exactly as any other.
CREATE FUNCTION billing_top_up_1 (needs billing_need_1[], whose uuid, lease_s float) RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM billing_gather_1(ARRAY(SELECT n.budget_id FROM unnest(needs) AS n), whose);
    INSERT INTO billing_lease AS mine (workspace_id, id, budget_id, window_id, starts_on, holder, granted, reserved,
        used, cap_then, total_after, expires_at)
    SELECT b.workspace_id, countersign_uuid7(), b.id, w.id, w.starts_on, whose, more.n, 0, 0, b.cap,
        w.reserved + w.used + leased.n + more.n, clock_timestamp() + make_interval(secs => lease_s)
    FROM (SELECT DISTINCT n.budget_id, n.starts_on FROM unnest(needs) AS n) need
    JOIN billing_budget b ON b.id = need.budget_id AND b.slice > 0 AND b.ended_at IS NULL
    JOIN billing_window w ON w.budget_id = b.id AND w.starts_on = need.starts_on
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(greatest(o.granted, o.reserved + o.used)), 0)::bigint AS n,
            coalesce(sum(greatest(o.granted - o.reserved - o.used, 0)) FILTER (WHERE o.holder = whose), 0) AS rest
        FROM billing_lease o WHERE o.window_id = w.id
    ) leased
    CROSS JOIN LATERAL (
        SELECT least(b.slice - leased.rest, (b.cap - w.reserved - w.used - leased.n) / 4)::bigint AS n
    ) more
    WHERE more.n > 0
    ON CONFLICT ON CONSTRAINT billing_one_lease_a_holder DO UPDATE
    SET granted = greatest(mine.granted, mine.reserved + mine.used) + excluded.granted,
        cap_then = excluded.cap_then, total_after = excluded.total_after, expires_at = excluded.expires_at;
END $$;
