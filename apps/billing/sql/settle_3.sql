-- End what these actions hold, and write down what was used, for all of them together; sums as in settle_1.sql. Budgets
-- are locked before their windows move; what is held in leases comes after them. `places`: which action used it.
CREATE FUNCTION billing_settle_3 (
    workspaces uuid[], actions uuid[], agents uuid[], connections uuid[], kept text[], sums bigint[],
    places int[], units text[], currencies text[], categories text[], ns bigint[], seed uuid
) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    -- Not a literal: the planner, while it has no statistics, would look through all that is held in the workspace.
    holding CONSTANT text := 'held';
    moment CONSTANT timestamptz := clock_timestamp();
    held uuid[]; windows uuid[]; spents bigint[]; amounts bigint[];
    leased boolean;
BEGIN
    SELECT array_agg(r.id), array_agg(r.window_id), array_agg(r.amount), array_agg(coalesce(billing_seen_1(
        kept, sums, array_position(actions, r.action_id), r.unit, r.currency, r.category), 0))
    INTO held, windows, amounts, spents FROM (
        SELECT r.id, r.action_id, r.window_id, r.amount, b.unit, b.currency, b.category
        FROM billing_reservation r JOIN billing_budget b ON b.id = r.budget_id
        WHERE r.action_id = ANY (actions) AND r.state <> 'released' AND r.state = holding
            AND (r.workspace_id = ANY (workspaces)) IS TRUE AND r.lease_id IS NULL
        ORDER BY b.id FOR NO KEY UPDATE OF b
    ) r;
    UPDATE billing_reservation r
    SET state = 'spent', ended_at = moment, used = spents[array_position(held, r.id)]
    WHERE r.action_id = ANY (actions) AND r.state <> 'released' AND r.state = holding AND r.id = ANY (held);
    UPDATE billing_window w SET reserved = w.reserved - t.amount, used = w.used + t.spent
    FROM (SELECT h.id, sum(h.amount) AS amount, sum(h.spent) AS spent
        FROM unnest(windows, amounts, spents) AS h (id, amount, spent) GROUP BY h.id) t
    WHERE w.id = t.id;
    INSERT INTO billing_usage (workspace_id, id, action_id, unit, currency, category, amount, at)
    SELECT workspaces[u.place], encode(overlay(uuid_send(seed) PLACING int4send(u.number::int) FROM 13), 'hex')::uuid,
        actions[u.place], u.unit, u.currency, u.category, u.n, moment
    FROM unnest(places, units, currencies, categories, ns) WITH ORDINALITY
        AS u (place, unit, currency, category, n, number);
    INSERT INTO billing_fresh (workspace_id, id, unit, currency, category, amount, at, agent_id, connection_id)
    SELECT workspaces[u.place], encode(overlay(uuid_send(seed) PLACING int4send(u.number::int) FROM 13), 'hex')::uuid,
        u.unit, u.currency, u.category, u.n, moment, agents[u.place], connections[u.place]
    FROM unnest(places, units, currencies, categories, ns) WITH ORDINALITY
        AS u (place, unit, currency, category, n, number);
    leased := EXISTS (SELECT FROM billing_reservation r WHERE r.action_id = ANY (actions) AND r.state <> 'released'
        AND r.state = holding AND (r.workspace_id = ANY (workspaces)) IS TRUE AND r.lease_id IS NOT NULL);
    IF leased THEN
        PERFORM billing_settle_leased_1(workspaces, actions, 'spent', kept, sums);
    END IF;
END $$;
