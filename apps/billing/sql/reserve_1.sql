-- Of several actions, in their order, those that fit beside the ones before; the rest come back as short. Changes nothing.
CREATE FUNCTION billing_fitting_1 (needs billing_need_1[], OUT fitting int[], OUT short billing_short_1[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    keys uuid[];
    taken bigint[];
    caps bigint[];
    one record;
    lacks boolean;
BEGIN
    fitting := '{}';
    short := '{}';
    SELECT array_agg(budget_id), array_agg(taken), array_agg(cap) INTO keys, taken, caps FROM billing_rooms_1(needs);
    FOR one IN
        SELECT need.place, array_agg(array_position(keys, need.budget_id)) AS at, array_agg(need.n) AS ns,
            array_agg(need.signed AND b.hard_line = 'ask') AS passes
        FROM unnest(needs) AS need JOIN billing_budget b ON b.id = need.budget_id AND need.budget_id = ANY (keys)
        WHERE NOT billing_holds_1(need.workspace_id, need.action_id)
        GROUP BY need.place ORDER BY need.place
    LOOP
        lacks := false;
        FOR i IN 1 .. cardinality(one.at) LOOP
            IF taken[one.at[i]] + one.ns[i] > caps[one.at[i]] AND NOT one.passes[i] THEN
                short := short || ROW(one.place, keys[one.at[i]], taken[one.at[i]], one.ns[i])::billing_short_1;
                lacks := true;
            END IF;
        END LOOP;
        CONTINUE WHEN lacks;
        fitting := fitting || one.place;
        FOR i IN 1 .. cardinality(one.at) LOOP
            taken[one.at[i]] := taken[one.at[i]] + one.ns[i];
        END LOOP;
    END LOOP;
END $$;

-- All of it if it fits; else, of several actions, those that do. What comes back has no room. Windows are made here,
-- under the locks of their budgets.
CREATE FUNCTION billing_admit_1 (needs billing_need_1[], exact boolean) RETURNS SETOF billing_short_1
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    lacking billing_short_1[];
    found record;
BEGIN
    INSERT INTO billing_window (workspace_id, id, budget_id, starts_on, reserved, used)
    SELECT DISTINCT ON (n.budget_id, n.starts_on) n.workspace_id, countersign_uuid7(), n.budget_id, n.starts_on, 0, 0
    FROM unnest(needs) AS n
    LEFT JOIN billing_window w ON w.budget_id = n.budget_id AND w.starts_on = n.starts_on
    WHERE w.id IS NULL AND n.lease_id IS NULL
    ON CONFLICT (budget_id, starts_on) DO NOTHING;
    lacking := ARRAY(SELECT t FROM billing_take_1(needs) AS t);
    IF lacking = '{}' THEN RETURN; END IF;
    IF exact AND EXISTS (SELECT FROM billing_lease l WHERE l.budget_id IN (SELECT budget_id FROM unnest(lacking))) THEN
        PERFORM billing_gather_1(ARRAY(SELECT budget_id FROM unnest(needs)), NULL);
        lacking := ARRAY(SELECT t FROM billing_take_1(needs) AS t);
    END IF;
    IF lacking <> '{}' AND EXISTS (SELECT FROM unnest(needs) WHERE place > needs[1].place) THEN
        SELECT f.fitting, f.short INTO found FROM billing_fitting_1(needs) AS f;
        lacking := found.short || ARRAY(SELECT t FROM billing_take_1(
            ARRAY(SELECT need FROM unnest(needs) AS need WHERE need.place = ANY (found.fitting))) AS t);
    END IF;
    RETURN QUERY SELECT * FROM unnest(lacking);
END $$;

-- Out of the holder's leases where the budget is hot. No lock of a hot budget is taken; CS001 where a lease falls short.
CREATE FUNCTION billing_lean_1 (needs billing_need_1[]) RETURNS SETOF billing_short_1 LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    locked int;
BEGIN
    PERFORM 1 FROM billing_budget b
    WHERE b.id IN (SELECT n.budget_id FROM unnest(needs) AS n WHERE n.lease_id IS NULL) ORDER BY b.id FOR NO KEY UPDATE;
    PERFORM 1 FROM billing_lease l
    JOIN (SELECT n.lease_id, sum(n.n) AS n FROM unnest(needs) AS n WHERE n.lease_id IS NOT NULL GROUP BY n.lease_id) t
        ON t.lease_id = l.id
    WHERE l.granted - l.reserved - l.used >= t.n AND l.expires_at > clock_timestamp() ORDER BY l.id FOR UPDATE OF l;
    GET DIAGNOSTICS locked = ROW_COUNT;
    IF locked < (SELECT count(DISTINCT n.lease_id) FROM unnest(needs) AS n) THEN
        RAISE EXCEPTION 'a lease falls short' USING ERRCODE = 'CS001';
    END IF;
    RETURN QUERY SELECT * FROM billing_admit_1(needs, false);
END $$;

-- Under the locks of all budgets, in order of id; leases are filled up afterwards.
CREATE FUNCTION billing_exact_1 (needs billing_need_1[], whose uuid, lease_s float) RETURNS SETOF billing_short_1
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    hot boolean;
BEGIN
    PERFORM 1 FROM billing_budget b WHERE b.id IN (SELECT n.budget_id FROM unnest(needs) AS n)
    ORDER BY b.id FOR NO KEY UPDATE;
    RETURN QUERY SELECT * FROM billing_admit_1(needs, true);
    hot := whose IS NOT NULL AND EXISTS (
        SELECT FROM billing_budget b JOIN unnest(needs) AS n ON n.budget_id = b.id WHERE b.slice > 0
    );
    IF hot THEN PERFORM billing_top_up_1(needs, whose, lease_s); END IF;
END $$;

-- Set aside what actions may use, each in every budget of its scopes or in none. Rows: the budgets that had no room,
-- and at place 0 the windows whose soft line was crossed and of which nobody has been told. A scope is named once a
-- place; what is needed of a unit and currency comes once in all, under no category, and once under each.
CREATE FUNCTION billing_reserve_1 (
    workspaces uuid[], actions uuid[],
    scope_places int[], kinds text[], scopes uuid[],
    kept text[], amounts bigint[],
    signed_places int[], signed_budgets uuid[], whose uuid, lease_s float
) RETURNS SETOF billing_short_1 LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
#variable_conflict use_column
DECLARE
    moment timestamptz := clock_timestamp();
    places int[];
    budgets uuid[];
    starts date[];
    ns bigint[];
    hot boolean;
    untold billing_short_1[];
    needs billing_need_1[];
    lean boolean;
BEGIN
    SELECT array_agg(need.place), array_agg(need.id), array_agg(need.starts_on), array_agg(need.n),
        bool_or(need.slice > 0)
    INTO places, budgets, starts, ns, hot
    FROM (
        SELECT s.place, b.id, b.slice,
            billing_seen_1(kept, amounts, s.place, b.unit, b.currency, b.category) AS n,
            billing_starts_on_1(b.period, o.time_zone, moment) AS starts_on
        FROM unnest(scope_places, kinds, scopes) AS s (place, kind, id)
        JOIN billing_budget b ON b.workspace_id = workspaces[s.place] AND b.scope_kind = s.kind AND b.scope_id = s.id
            AND b.ended_at IS NULL
        JOIN workspaces_workspace o ON o.id = b.workspace_id
        WHERE billing_seen_1(kept, amounts, s.place, b.unit, b.currency, b.category) IS NOT NULL
        ORDER BY b.id, s.place
    ) need;
    IF budgets IS NULL THEN RETURN; END IF;
    IF NOT hot AND signed_places = '{}' THEN
        untold := billing_cold_1(workspaces, actions, places, budgets, starts, ns);
        IF untold IS NOT NULL THEN
            IF untold <> '{}' THEN RETURN QUERY SELECT * FROM unnest(untold); END IF;
            RETURN;
        END IF;
    END IF;
    SELECT array_agg(ROW(n.place, workspaces[n.place], actions[n.place], n.budget_id, n.starts_on, n.n,
            EXISTS (SELECT FROM unnest(signed_places, signed_budgets) AS s (place, budget_id)
                WHERE s.place = n.place AND s.budget_id = n.budget_id), l.id)::billing_need_1
            ORDER BY n.place, n.budget_id),
        hot AND bool_and(b.slice = 0 OR l.id IS NOT NULL)
    INTO needs, lean
    FROM unnest(places, budgets, starts, ns) AS n (place, budget_id, starts_on, n)
    JOIN billing_budget b ON b.id = n.budget_id
    LEFT JOIN billing_lease l ON b.slice > 0 AND l.budget_id = n.budget_id AND l.starts_on = n.starts_on
        AND l.holder = whose AND n.n > 0 AND l.expires_at > clock_timestamp()
        AND l.granted - l.reserved - l.used >= n.n;
    IF lean THEN
        BEGIN
            RETURN QUERY SELECT * FROM billing_lean_1(needs);
            RETURN;
        EXCEPTION WHEN SQLSTATE 'CS001' OR unique_violation THEN NULL;
        END;
    END IF;
    needs := ARRAY(SELECT ROW(n.place, n.workspace_id, n.action_id, n.budget_id, n.starts_on, n.n, n.signed, NULL)
        ::billing_need_1 FROM unnest(needs) AS n);
    RETURN QUERY SELECT * FROM billing_exact_1(needs, whose, lease_s);
    RETURN QUERY SELECT 0, w.budget_id, w.reserved + w.used, 0::bigint FROM billing_window w
    JOIN unnest(needs) AS n ON n.budget_id = w.budget_id AND n.starts_on = w.starts_on
    WHERE w.crossed_at IS NOT NULL AND w.told_at IS NULL;
END $$;
