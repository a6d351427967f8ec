-- End what these actions hold: 'spent' with what was used of it, or 'released'. What was used is written down too,
-- whether a budget saw it or not. Actions that hold nothing are left as they are.
CREATE FUNCTION billing_settle_1 (
    workspaces uuid[], actions uuid[], becomes text,
    used_ids uuid[], used_workspaces uuid[], used_actions uuid[], units text[], currencies text[], categories text[],
    ns bigint[], agents uuid[], connections uuid[]
) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    held uuid[] := ARRAY(SELECT r.id FROM billing_reservation r
        WHERE r.action_id = ANY (actions) AND r.state = 'held' AND (r.workspace_id = ANY (workspaces)) IS TRUE);
BEGIN
    IF held <> '{}' THEN
        PERFORM 1 FROM billing_budget b
        WHERE b.id IN (SELECT r.budget_id FROM billing_reservation r WHERE r.id = ANY (held) AND r.lease_id IS NULL)
        ORDER BY b.id FOR NO KEY UPDATE;
        PERFORM 1 FROM billing_lease l
        WHERE l.id IN (SELECT r.lease_id FROM billing_reservation r WHERE r.id = ANY (held) AND r.lease_id IS NOT NULL)
        ORDER BY l.id FOR UPDATE;
        WITH ended AS (
            UPDATE billing_reservation r SET state = becomes, ended_at = clock_timestamp(), used = coalesce((
                SELECT sum(u.n) FROM unnest(used_actions, units, currencies, categories, ns)
                    AS u (action_id, unit, currency, category, n)
                WHERE u.action_id = r.action_id AND u.unit = b.unit AND u.currency = b.currency
                    AND b.category IN ('', u.category)), 0)
            FROM billing_budget b WHERE b.id = r.budget_id AND r.id = ANY (held) AND r.state = 'held'
            RETURNING r.window_id, r.lease_id, r.amount, r.used
        ), of_windows AS (
            UPDATE billing_window w SET reserved = w.reserved - t.amount, used = w.used + t.used
            FROM (SELECT window_id, sum(amount) AS amount, sum(used) AS used
                FROM ended WHERE lease_id IS NULL GROUP BY window_id) t
            WHERE w.id = t.window_id
        )
        UPDATE billing_lease l SET reserved = l.reserved - t.amount, used = l.used + t.used
        FROM (SELECT lease_id, sum(amount) AS amount, sum(used) AS used
            FROM ended WHERE lease_id IS NOT NULL GROUP BY lease_id) t
        WHERE l.id = t.lease_id;
    END IF;
    IF used_ids <> '{}' THEN
        WITH written AS (
            INSERT INTO billing_usage (workspace_id, id, action_id, unit, currency, category, amount, at)
            SELECT u.workspace_id, u.id, u.action_id, u.unit, u.currency, u.category, u.n, clock_timestamp()
            FROM unnest(used_workspaces, used_ids, used_actions, units, currencies, categories, ns)
                AS u (workspace_id, id, action_id, unit, currency, category, n)
            RETURNING id, workspace_id, unit, currency, category, amount, at
        )
        INSERT INTO billing_fresh (workspace_id, id, unit, currency, category, amount, at, agent_id, connection_id)
        SELECT w.workspace_id, w.id, w.unit, w.currency, w.category, w.amount, w.at, of_whom.agent_id,
            of_whom.connection_id
        FROM written w JOIN unnest(used_ids, agents, connections) AS of_whom (id, agent_id, connection_id)
            ON of_whom.id = w.id;
    END IF;
END $$;
