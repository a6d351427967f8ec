-- Set aside what actions may use, each in every budget of its scopes: for all of them, or CS002 where there is no room,
-- or CS004 where that cannot be told at once. Nothing stands then, and reserve_2.sql tells each by itself.
-- True: a soft line was crossed of which nobody has been told. Scopes and sums as in reserve_1.sql.
--
-- The first statement locks the budgets; the second sees what nobody else can move meanwhile, and writes all of it.
-- `seed`: under which the reservations' ids are numbered; chance is dear.
CREATE FUNCTION billing_reserve_3 (
    workspaces uuid[], actions uuid[], scope_places int[], kinds text[], scopes uuid[], kept text[], amounts bigint[],
    whose uuid, lease_s float, seed uuid
) RETURNS boolean LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    moment CONSTANT timestamptz := clock_timestamp();
    places int[]; budgets uuid[]; starts date[]; ns bigint[]; caps bigint[]; soft_ats bigint[]; -- by need
    uptos bigint[]; lasts int[]; -- what is needed of its budget up to here; the last need of each budget
    found uuid[]; windows uuid[]; takens bigint[]; -- by budget: its window, and what had been taken of it
    untold boolean;
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
        WHERE billing_seen_1(kept, amounts, s.place, b.unit, b.currency, b.category) IS NOT NULL AND NOT EXISTS (
            SELECT FROM billing_budget h WHERE h.workspace_id = ANY (workspaces) AND h.ended_at IS NULL AND h.slice > 0)
        ORDER BY b.id, s.place FOR NO KEY UPDATE OF b
    ) n;
    IF budgets IS NULL AND NOT EXISTS (SELECT FROM billing_budget h WHERE h.workspace_id = ANY (workspaces)
            AND h.ended_at IS NULL AND h.slice > 0) THEN
        RETURN false;
    END IF;
    FOR i IN 1 .. coalesce(cardinality(budgets), 0) LOOP
        IF i > 1 AND budgets[i] = budgets[i - 1] THEN
            uptos[i] := uptos[i - 1] + ns[i];
            lasts[cardinality(lasts)] := i;
        ELSE
            uptos[i] := ns[i];
            lasts := lasts || i;
        END IF;
    END LOOP;
    WITH moved AS (
        UPDATE billing_window w SET reserved = w.reserved + uptos[i], crossed_at = coalesce(w.crossed_at,
            CASE WHEN soft_ats[i] > 0 AND w.reserved + w.used + uptos[i] >= soft_ats[i] THEN moment END)
        FROM unnest(lasts) AS i
        WHERE w.budget_id = budgets[i] AND w.starts_on = starts[i] AND w.reserved + w.used + uptos[i] <= caps[i]
            AND NOT EXISTS (SELECT FROM billing_lease l WHERE l.budget_id = w.budget_id)
            AND NOT EXISTS (SELECT FROM billing_reservation r WHERE r.action_id = ANY (actions)
                AND r.state <> 'released' AND (r.workspace_id = ANY (workspaces)) IS TRUE)
        RETURNING w.id, w.budget_id, w.reserved + w.used - uptos[i] AS taken,
            w.crossed_at IS NOT NULL AND w.told_at IS NULL AS untold
    )
    SELECT array_agg(m.budget_id), array_agg(m.id), array_agg(m.taken), bool_or(m.untold)
    INTO found, windows, takens, untold FROM moved m;
    IF found IS NULL THEN -- a budget is hot, or a window not there yet, and nothing is written: the exact way
        RETURN (SELECT coalesce(bool_or(billing_no_room_1(place) = 0), false) FROM billing_reserve_1(workspaces, actions,
            scope_places, kinds, scopes, kept, amounts, '{}', '{}', whose, lease_s));
    END IF;
    IF cardinality(found) < cardinality(lasts) THEN
        RAISE EXCEPTION 'a budget is out of the ordinary' USING ERRCODE = 'CS004';
    END IF;
    INSERT INTO billing_reservation (workspace_id, id, action_id, budget_id, window_id, amount, used, state, cap_then,
        total_after, signed, reserved_at)
    SELECT workspaces[places[k]], encode(overlay(uuid_send(seed) PLACING int4send(k) FROM 13), 'hex')::uuid,
        actions[places[k]], budgets[k], windows[array_position(found, budgets[k])], ns[k], 0, 'held', caps[k],
        takens[array_position(found, budgets[k])] + uptos[k], false, moment
    FROM generate_subscripts(budgets, 1) AS k;
    RETURN untold;
END $$;
