-- First attempts are taken and marked as started, where nothing is out of the ordinary: all of them, or CS004 and none.
-- Whoever hears CS004 asks ask_2.sql, which tells what hinders each; so does who would wait long for somebody's lock.
--
-- The order is the protocol's: lines of open work, then the shared locks of pause scopes as a statement of their own,
-- then one that sees what was committed before it: flags, policy, turn and the actions as they are now. All columns are
-- in the order of the actions' ids. What is looked up by array_position need not be joined, which costs more.
CREATE FUNCTION actions_begin_1 (
    actions uuid[], workspaces uuid[], digests text[], attempts uuid[], versions text[], scopes uuid[], locks bigint[],
    worker text, lease_s float
) RETURNS void LANGUAGE plpgsql
SET lock_timeout = '300ms' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
    until CONSTANT timestamptz := clock_timestamp() + make_interval(secs => lease_s);
    lowest CONSTANT uuid := actions[1];
    highest CONSTANT uuid := actions[cardinality(actions)];
    held int;
    begun int;
BEGIN
    UPDATE actions_openwork w SET state = 'executing', due_at = until
    WHERE w.action_id = ANY (actions) AND w.state = 'approved';
    GET DIAGNOSTICS held = ROW_COUNT;
    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(locks) AS number;
    UPDATE actions_action a SET state = 'executing', why = '', attempt = 1, lease_until = until
    WHERE a.id = ANY (actions) AND a.id BETWEEN lowest AND highest
        AND a.workspace_id = workspaces[array_position(actions, a.id)]
        AND a.state = 'approved' AND a.attempt = 0 AND a.past IS NULL
        AND coalesce(a.hold_until <= clock_timestamp(), true)
        AND (a.position = 1 OR actions_in_turn_1(a.workspace_id, a.proposal_id, a.position))
        AND a.policy_version_id IS NOT DISTINCT FROM (
            SELECT f.version_id FROM policies_inforce f WHERE f.workspace_id = a.workspace_id)
        AND a.above_version_id IS NOT DISTINCT FROM (SELECT c.version_id FROM workspaces_workspace o
            JOIN policies_charter c ON c.organisation_id = o.organisation_id
            WHERE o.id = a.workspace_id AND NOT o.governs)
        AND EXISTS (SELECT FROM actions_proposal p WHERE p.id = a.proposal_id AND p.workspace_id = a.workspace_id
            AND p.digest = digests[array_position(actions, a.id)] AND p.request_id IS NULL)
        AND NOT EXISTS (SELECT FROM workspaces_pause z WHERE z.workspace_id = ANY (workspaces)
            AND z.resumed_at IS NULL AND z.scope_id = ANY (scopes))
        AND NOT EXISTS (SELECT FROM workspaces_installationpause z WHERE z.resumed_at IS NULL);
    GET DIAGNOSTICS begun = ROW_COUNT;
    IF least(held, begun) < cardinality(actions) THEN
        RAISE EXCEPTION 'an action is not to be begun at once' USING ERRCODE = 'CS004';
    END IF;
    INSERT INTO actions_attempt (id, workspace_id, action_id, number, claimed_at, lease_until, started_at, ended_as,
        version, worker)
    SELECT unnest(attempts), unnest(workspaces), unnest(actions), 1, clock_timestamp(), until, clock_timestamp(), '',
        unnest(versions), worker;
END $$;
