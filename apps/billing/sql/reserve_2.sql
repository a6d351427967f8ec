-- Set aside what actions may use, each in every budget of its scopes or in none; rows, scopes and sums as in reserve_1.sql.
--
-- Where nothing is out of the ordinary (no budget is hot, every window is there, all of it has room, no action holds
-- already), two statements do: the one locks the budgets, and the other sees what nobody else can move meanwhile, and
-- writes all of it. Else that one writes nothing, and billing_reserve_1 goes the exact way under the same locks.
-- `seed`: under which the reservations' ids are numbered; chance is dear.
CREATE FUNCTION billing_reserve_2 (
    workspaces uuid[], actions uuid[],
    scope_places int[], kinds text[], scopes uuid[],
    kept text[], amounts bigint[],
    signed_places int[], signed_budgets uuid[], whose uuid, lease_s float, seed uuid
) RETURNS SETOF billing_short_1 LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
#variable_conflict use_column
DECLARE
    moment timestamptz := clock_timestamp();
    places int[]; budgets uuid[]; starts date[]; ns bigint[]; caps bigint[]; soft_ats bigint[]; -- by need
    ordinary boolean;
    untold billing_short_1[];
BEGIN
    SELECT array_agg(n.place), array_agg(n.id), array_agg(n.starts_on), array_agg(n.n), array_agg(n.cap),
        array_agg(n.soft * n.cap / 100)
    INTO places, budgets, starts, ns, caps, soft_ats
    FROM (
        SELECT s.place, b.id, b.cap, b.soft,
            billing_seen_1(kept, amounts, s.place, b.unit, b.currency, b.category) AS n,
            billing_starts_on_1(b.period, o.time_zone, moment) AS starts_on
        FROM unnest(scope_places, kinds, scopes) AS s (place, kind, id)
        JOIN billing_budget b ON b.workspace_id = workspaces[s.place] AND b.scope_kind = s.kind AND b.scope_id = s.id
            AND b.ended_at IS NULL
        JOIN workspaces_workspace o ON o.id = b.workspace_id
        WHERE billing_seen_1(kept, amounts, s.place, b.unit, b.currency, b.category) IS NOT NULL
            AND signed_places = '{}' AND NOT EXISTS (
                SELECT FROM billing_budget h WHERE h.workspace_id = ANY (workspaces) AND h.ended_at IS NULL
                AND h.slice > 0)
        ORDER BY b.id, s.place FOR NO KEY UPDATE OF b
    ) n;
    WITH need AS MATERIALIZED (
        SELECT n.*, w.id AS window_id, w.reserved + w.used AS taken, w.crossed_at, w.told_at,
            sum(n.n) OVER (PARTITION BY n.budget_id ORDER BY n.place)::bigint AS upto
        FROM unnest(places, budgets, starts, ns, caps, soft_ats) WITH ORDINALITY
            AS n (place, budget_id, starts_on, n, cap, soft_at, number)
        JOIN billing_window w ON w.budget_id = n.budget_id AND w.starts_on = n.starts_on
    ), ordinary AS MATERIALIZED (
        SELECT count(*) = cardinality(places) AND bool_and(taken + upto <= cap)
            AND NOT EXISTS (SELECT FROM billing_lease l WHERE l.budget_id = ANY (budgets))
            AND NOT EXISTS (SELECT FROM billing_reservation r WHERE r.action_id = ANY (actions)
                AND r.state <> 'released' AND (r.workspace_id = ANY (workspaces)) IS TRUE) AS holds
        FROM need
    ), total AS MATERIALIZED (
        SELECT window_id, budget_id, min(taken) + max(upto) AS taken, max(upto) AS n, bool_and(told_at IS NULL) AS quiet,
            coalesce(min(crossed_at), CASE WHEN min(soft_at) > 0 AND min(taken) + max(upto) >= min(soft_at) THEN moment END)
                AS crossed_at
        FROM need WHERE (SELECT holds FROM ordinary) GROUP BY window_id, budget_id
    ), moved AS (
        UPDATE billing_window w SET reserved = w.reserved + total.n, crossed_at = total.crossed_at
        FROM total WHERE w.id = total.window_id
    ), noted AS (
        INSERT INTO billing_reservation (workspace_id, id, action_id, budget_id, window_id, amount, used, state, cap_then,
            total_after, signed, reserved_at)
        SELECT workspaces[place], encode(overlay(uuid_send(seed) PLACING int4send(number::int) FROM 13), 'hex')::uuid,
            actions[place], budget_id, window_id, n, 0, 'held', cap, taken + upto, false, moment
        FROM need WHERE (SELECT holds FROM ordinary)
    )
    SELECT holds, (SELECT array_agg(ROW(0, budget_id, taken, 0)::billing_short_1) FROM total
        WHERE quiet AND crossed_at IS NOT NULL)
    INTO ordinary, untold FROM ordinary;
    IF ordinary THEN
        IF untold IS NOT NULL THEN RETURN QUERY SELECT * FROM unnest(untold); END IF;
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM billing_reserve_1(workspaces, actions, scope_places, kinds, scopes, kept, amounts,
        signed_places, signed_budgets, whose, lease_s);
END $$;
