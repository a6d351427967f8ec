-- Take back what leases of these budgets have not reserved: all of them, or (`spared` given) those that are over and
-- not this holder's. The budgets must be locked. A lease with nothing reserved goes into its window and is gone.
CREATE FUNCTION billing_gather_1 (budgets uuid[], spared uuid) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM 1 FROM billing_lease l
    WHERE l.budget_id = ANY (budgets) AND (spared IS NULL OR l.holder = spared OR l.expires_at <= clock_timestamp())
    ORDER BY l.id FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    WITH gone AS (
        DELETE FROM billing_lease l WHERE l.budget_id = ANY (budgets) AND l.reserved = 0
            AND (spared IS NULL OR l.holder <> spared AND l.expires_at <= clock_timestamp())
        RETURNING l.window_id, l.used
    ), trimmed AS (
        UPDATE billing_lease l SET granted = l.reserved + l.used, expires_at = clock_timestamp()
        WHERE l.budget_id = ANY (budgets) AND l.reserved > 0
            AND (spared IS NULL OR l.holder <> spared AND l.expires_at <= clock_timestamp())
    )
    UPDATE billing_window w SET used = w.used + t.used
    FROM (SELECT window_id, sum(used) AS used FROM gone GROUP BY window_id) t WHERE w.id = t.window_id;
END $$;
