-- End what these actions hold, and write down what was used: as settle_1.sql does, in one statement. Budgets are locked
-- before their windows move; what is held in leases comes after them.
CREATE FUNCTION billing_settle_2 (
    workspaces uuid[], actions uuid[], becomes text, kept text[], sums bigint[],
    used_ids uuid[], used_workspaces uuid[], used_actions uuid[], units text[], currencies text[], categories text[],
    ns bigint[], agents uuid[], connections uuid[]
) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
#variable_conflict use_column
DECLARE
    -- Not a literal: the planner, while it has no statistics, would look through all that is held in the workspace.
    holding CONSTANT text := 'held';
    moment timestamptz := clock_timestamp();
    leased boolean;
BEGIN
    WITH held AS MATERIALIZED (
        SELECT r.id, r.window_id, r.lease_id, r.amount, coalesce(billing_seen_1(
            kept, sums, array_position(actions, r.action_id), b.unit, b.currency, b.category), 0) AS spent
        FROM billing_reservation r JOIN billing_budget b ON b.id = r.budget_id
        WHERE r.action_id = ANY (actions) AND r.state <> 'released' AND r.state = holding
            AND (r.workspace_id = ANY (workspaces)) IS TRUE AND r.lease_id IS NULL
        ORDER BY b.id FOR NO KEY UPDATE OF b
    ), ended AS (
        UPDATE billing_reservation r SET state = becomes, ended_at = moment, used = held.spent
        FROM held WHERE r.id = held.id AND r.state = holding
        RETURNING r.window_id, r.amount, r.used
    ), moved AS (
        UPDATE billing_window w SET reserved = w.reserved - t.amount, used = w.used + t.used
        FROM (SELECT window_id, sum(amount) AS amount, sum(used) AS used FROM ended GROUP BY window_id) t
        WHERE w.id = t.window_id
    ), used AS MATERIALIZED (
        SELECT * FROM unnest(used_workspaces, used_ids, used_actions, units, currencies, categories, ns, agents,
            connections) AS u (workspace_id, id, action_id, unit, currency, category, n, agent_id, connection_id)
    ), written AS (
        INSERT INTO billing_usage (workspace_id, id, action_id, unit, currency, category, amount, at)
        SELECT workspace_id, id, action_id, unit, currency, category, n, moment FROM used
    ), fresh AS (
        INSERT INTO billing_fresh (workspace_id, id, unit, currency, category, amount, at, agent_id, connection_id)
        SELECT workspace_id, id, unit, currency, category, n, moment, agent_id, connection_id FROM used
    )
    SELECT EXISTS (SELECT FROM billing_reservation r WHERE r.action_id = ANY (actions) AND r.state <> 'released'
        AND r.state = holding AND (r.workspace_id = ANY (workspaces)) IS TRUE AND r.lease_id IS NOT NULL) INTO leased;
    IF leased THEN
        PERFORM billing_settle_leased_1(workspaces, actions, becomes, kept, sums);
    END IF;
END $$;
