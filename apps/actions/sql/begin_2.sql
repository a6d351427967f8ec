-- First attempts are taken and marked as started, as in begin_1.sql, what they use is set aside and their lines are
-- entered: all of them in one statement, or CS004 (CS002 where a budget has no room) and none. True: a soft line of a
-- budget was crossed. Whoever hears CS004 asks ask_2.sql, which tells what hinders each; so does who would wait long.
--
-- The order is the protocol's: lines of open work, then the shared locks of pause scopes as statements of their own, then
-- statements that see what was committed before them: the workspaces' terms, and the actions as they are now; then
-- budgets, then the heads of the logs. All columns are in the order of the actions' ids. `seed`: their ids are numbered
-- under it.
CREATE FUNCTION actions_begin_2 (
    actions uuid[], workspaces uuid[], digests text[], versions text[], pauses uuid[], locks bigint[], worker text,
    subjects text[], facts text, lease_s float, seed uuid,
    scope_places int[], kinds text[], scopes uuid[], kept text[], amounts bigint[], holder uuid, slice_s float
) RETURNS boolean LANGUAGE plpgsql
SET lock_timeout = '300ms' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
    until CONSTANT timestamptz := clock_timestamp() + make_interval(secs => lease_s);
    lowest CONSTANT uuid := actions[1];
    highest CONSTANT uuid := actions[cardinality(actions)];
    held int;
    begun int;
    whose uuid[]; policies uuid[]; charters uuid[]; -- what is in force, by workspace
    paused boolean;
    patience text;
    untold boolean := false;
BEGIN
    UPDATE actions_openwork w SET state = 'executing', due_at = until
    WHERE w.action_id = ANY (actions) AND w.state = 'approved';
    GET DIAGNOSTICS held = ROW_COUNT;
    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(locks) AS number;
    SELECT array_agg(o.id), array_agg(f.version_id), array_agg(c.version_id),
        EXISTS (SELECT FROM workspaces_pause z WHERE z.workspace_id = ANY (workspaces) AND z.resumed_at IS NULL
            AND z.scope_id = ANY (pauses))
        OR EXISTS (SELECT FROM workspaces_installationpause z WHERE z.resumed_at IS NULL)
    INTO whose, policies, charters, paused
    FROM workspaces_workspace o LEFT JOIN policies_inforce f ON f.workspace_id = o.id
    LEFT JOIN policies_charter c ON c.organisation_id = o.organisation_id AND NOT o.governs
    WHERE o.id = ANY (workspaces);
    UPDATE actions_action a SET state = 'executing', why = '', attempt = 1, lease_until = until
    FROM actions_proposal p
    WHERE a.id = ANY (actions) AND a.id BETWEEN lowest AND highest
        AND a.workspace_id = workspaces[array_position(actions, a.id)]
        AND a.state = 'approved' AND a.attempt = 0 AND a.past IS NULL
        AND coalesce(a.hold_until <= clock_timestamp(), true)
        AND (a.position = 1 OR actions_in_turn_1(a.workspace_id, a.proposal_id, a.position))
        AND a.policy_version_id IS NOT DISTINCT FROM policies[array_position(whose, a.workspace_id)]
        AND a.above_version_id IS NOT DISTINCT FROM charters[array_position(whose, a.workspace_id)]
        AND p.id = a.proposal_id AND p.workspace_id = a.workspace_id
        AND p.digest = digests[array_position(actions, a.id)] AND p.request_id IS NULL;
    GET DIAGNOSTICS begun = ROW_COUNT;
    IF paused OR least(held, begun) < cardinality(actions) THEN
        RAISE EXCEPTION 'an action is not to be begun at once' USING ERRCODE = 'CS004';
    END IF;
    patience := set_config('lock_timeout', '0', true); -- budgets and heads are worth waiting for
    INSERT INTO actions_attempt (id, workspace_id, action_id, number, claimed_at, lease_until, started_at, ended_as,
        version, worker)
    SELECT encode(overlay(uuid_send(seed) PLACING int4send(n) FROM 13), 'hex')::uuid, workspaces[n], actions[n], 1,
        clock_timestamp(), until, clock_timestamp(), '', versions[n], worker
    FROM generate_subscripts(actions, 1) AS n;
    IF kept <> '{}' THEN
        untold := billing_reserve_3(
            workspaces, actions, scope_places, kinds, scopes, kept, amounts, holder, slice_s, seed);
    END IF;
    PERFORM audit_append_2(
        seed, workspaces, 'action.executing', subjects, worker, array_fill(facts, ARRAY[cardinality(actions)]));
    RETURN untold;
END $$;
