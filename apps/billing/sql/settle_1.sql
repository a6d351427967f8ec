-- The same for what is held in leases, after what is held in windows: leases are locked after budgets. Both find what is
-- held with the lock in the same statement, so neither can find it for the other.
CREATE FUNCTION billing_settle_leased_1 (workspaces uuid[], actions uuid[], becomes text, kept text[], sums bigint[])
RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    holding CONSTANT text := 'held';
    held uuid[];
    spent bigint[];
BEGIN
    SELECT array_agg(r.id), array_agg(coalesce(
        billing_seen_1(kept, sums, array_position(actions, r.action_id), r.unit, r.currency, r.category), 0))
    INTO held, spent FROM (
        SELECT r.id, r.action_id, b.unit, b.currency, b.category
        FROM billing_reservation r JOIN billing_budget b ON b.id = r.budget_id JOIN billing_lease l ON l.id = r.lease_id
        WHERE r.action_id = ANY (actions) AND r.state <> 'released' AND r.state = holding
            AND (r.workspace_id = ANY (workspaces)) IS TRUE
        ORDER BY l.id FOR UPDATE OF l
    ) r;
    WITH ended AS (
        UPDATE billing_reservation r
        SET state = becomes, ended_at = clock_timestamp(), used = spent[array_position(held, r.id)]
        WHERE r.id = ANY (held) AND r.state = holding
        RETURNING r.lease_id, r.amount, r.used
    )
    UPDATE billing_lease l SET reserved = l.reserved - t.amount, used = l.used + t.used
    FROM (SELECT lease_id, sum(amount) AS amount, sum(used) AS used FROM ended GROUP BY lease_id) t
    WHERE l.id = t.lease_id;
END $$;

-- End what these actions hold: 'spent' with what was used of it, or 'released'. What was used is written down too,
-- whether a budget saw it or not. Actions that hold nothing are left as they are.
CREATE FUNCTION billing_settle_1 (
    workspaces uuid[], actions uuid[], becomes text, kept text[], sums bigint[],
    used_ids uuid[], used_workspaces uuid[], used_actions uuid[], units text[], currencies text[], categories text[],
    ns bigint[], agents uuid[], connections uuid[]
) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
#variable_conflict use_column
DECLARE
    -- Not a literal: the planner, while it has no statistics, would look through all that is held in the workspace.
    holding CONSTANT text := 'held';
    moment timestamptz;
    held uuid[];
    spent bigint[];
BEGIN
    SELECT array_agg(r.id), array_agg(coalesce(
        billing_seen_1(kept, sums, array_position(actions, r.action_id), r.unit, r.currency, r.category), 0))
    INTO held, spent FROM (
        SELECT r.id, r.action_id, b.unit, b.currency, b.category
        FROM billing_reservation r JOIN billing_budget b ON b.id = r.budget_id
        WHERE r.action_id = ANY (actions) AND r.state <> 'released' AND r.state = holding
            AND (r.workspace_id = ANY (workspaces)) IS TRUE
            AND r.lease_id IS NULL
        ORDER BY b.id FOR NO KEY UPDATE OF b
    ) r;
    moment := clock_timestamp();
    IF held IS NOT NULL THEN
        WITH ended AS (
            UPDATE billing_reservation r
            SET state = becomes, ended_at = moment, used = spent[array_position(held, r.id)]
            WHERE r.id = ANY (held) AND r.state = holding
            RETURNING r.window_id, r.amount, r.used
        )
        UPDATE billing_window w SET reserved = w.reserved - t.amount, used = w.used + t.used
        FROM (SELECT window_id, sum(amount) AS amount, sum(used) AS used FROM ended GROUP BY window_id) t
        WHERE w.id = t.window_id;
    END IF;
    IF EXISTS (SELECT FROM billing_reservation r WHERE r.action_id = ANY (actions) AND r.state <> 'released'
        AND r.state = holding AND (r.workspace_id = ANY (workspaces)) IS TRUE) THEN
        PERFORM billing_settle_leased_1(workspaces, actions, becomes, kept, sums);
    END IF;
    IF used_ids <> '{}' THEN
        WITH used AS MATERIALIZED (
            SELECT * FROM unnest(used_workspaces, used_ids, used_actions, units, currencies, categories, ns, agents,
                connections) AS u (workspace_id, id, action_id, unit, currency, category, n, agent_id, connection_id)
        ), written AS (
            INSERT INTO billing_usage (workspace_id, id, action_id, unit, currency, category, amount, at)
            SELECT workspace_id, id, action_id, unit, currency, category, n, moment FROM used
        )
        INSERT INTO billing_fresh (workspace_id, id, unit, currency, category, amount, at, agent_id, connection_id)
        SELECT workspace_id, id, unit, currency, category, n, moment, agent_id, connection_id FROM used;
    END IF;
END $$;
