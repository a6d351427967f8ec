-- Set aside all that is needed, where nothing is out of the ordinary: no budget is hot, every window is there, all of it
-- has room, and no action holds already. Null: not so, and nothing is changed; the budgets stay locked.
--
-- Needs come in order of budget, then place. A few statements of one kind each: to start one costs more than to run it.
-- What a statement reads is locked by the one before it, so that what stands here is what is written.
CREATE FUNCTION billing_cold_1 (
    workspaces uuid[], actions uuid[], places int[], budgets uuid[], starts date[], ns bigint[],
    OUT untold billing_short_1[]
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    moment timestamptz;
    keys uuid[]; days date[]; totals bigint[]; -- by budget
    caps bigint[]; soft_ats bigint[]; crossings timestamptz[];
    windows uuid[]; takens bigint[]; crossed boolean[]; quiet boolean[];
    ats int[]; uptos bigint[]; -- by need: where its budget stands above, and what is needed of that up to here
    seed bytea := uuid_send(countersign_uuid7()); -- of the reservations' ids, numbered under it: chance is dear
    k int := 0;
    out_of_the_ordinary boolean;
BEGIN
    FOR i IN 1 .. cardinality(budgets) LOOP
        IF i = 1 OR budgets[i] <> budgets[i - 1] THEN
            k := k + 1;
            keys[k] := budgets[i];
            days[k] := starts[i];
            totals[k] := 0;
        END IF;
        totals[k] := totals[k] + ns[i];
        uptos[i] := totals[k];
        ats[i] := k;
    END LOOP;

    SELECT array_agg(b.cap), array_agg(b.soft * b.cap / 100) INTO caps, soft_ats FROM (
        SELECT b.cap, b.soft FROM billing_budget b WHERE b.id = ANY (keys) AND b.ended_at IS NULL
        ORDER BY b.id FOR NO KEY UPDATE
    ) b;
    SELECT array_agg(w.id), array_agg(w.reserved + w.used), array_agg(w.crossed_at IS NOT NULL),
        array_agg(w.told_at IS NULL),
        EXISTS (SELECT FROM billing_lease l WHERE l.budget_id = ANY (keys))
        OR EXISTS (SELECT FROM billing_reservation r WHERE r.action_id = ANY (actions) AND r.state <> 'released'
            AND (r.workspace_id = ANY (workspaces)) IS TRUE)
    INTO windows, takens, crossed, quiet, out_of_the_ordinary FROM (
        SELECT w.* FROM billing_window w WHERE w.budget_id = ANY (keys) AND w.starts_on = ANY (days)
            AND w.starts_on = days[array_position(keys, w.budget_id)] ORDER BY w.budget_id
    ) w;
    IF out_of_the_ordinary OR cardinality(caps) IS DISTINCT FROM k OR cardinality(windows) IS DISTINCT FROM k THEN
        RETURN;
    END IF;
    untold := '{}';
    moment := clock_timestamp();
    FOR i IN 1 .. k LOOP
        IF takens[i] + totals[i] > caps[i] THEN
            untold := NULL;
            RETURN;
        END IF;
        IF soft_ats[i] > 0 AND takens[i] + totals[i] >= soft_ats[i] THEN
            crossings[i] := moment;
        END IF;
        IF quiet[i] AND (crossings[i] IS NOT NULL OR crossed[i]) THEN
            untold := untold || ROW(0, keys[i], takens[i] + totals[i], 0)::billing_short_1;
        END IF;
    END LOOP;

    UPDATE billing_window w SET reserved = w.reserved + totals[array_position(windows, w.id)],
        crossed_at = coalesce(w.crossed_at, crossings[array_position(windows, w.id)])
    WHERE w.id = ANY (windows);
    INSERT INTO billing_reservation (workspace_id, id, action_id, budget_id, window_id, amount, used, state,
        cap_then, total_after, signed, reserved_at)
    SELECT workspaces[n.place], encode(overlay(seed PLACING int4send(n.number::int) FROM 13), 'hex')::uuid,
        actions[n.place], keys[n.at], windows[n.at], n.n, 0, 'held', caps[n.at], takens[n.at] + n.upto, false, moment
    FROM unnest(places, ats, ns, uptos) WITH ORDINALITY AS n (place, at, n, upto, number);
END $$;
