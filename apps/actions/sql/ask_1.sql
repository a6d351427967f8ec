-- Take the shared locks of pause scopes; then lock these actions and read them, and the flags, as they are now. Each
-- statement here sees what was committed before it began. Where `states` are given, only those whose line of open work is
-- still in that state and nobody else's: it is locked before all else.
CREATE FUNCTION actions_ask_1 (ids uuid[], workspaces uuid[], states text[], scopes bigint[]) RETURNS TABLE (
    id uuid, flags text[], state varchar, attempt int, digest varchar, request_id uuid, policy_stands boolean,
    hold_is_over boolean, in_turn boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    mine uuid[] := ids;
BEGIN
    IF states IS NOT NULL THEN
        mine := ARRAY(SELECT w.action_id FROM actions_openwork w
            JOIN unnest(ids, states) AS picked (action_id, state) USING (action_id)
            WHERE w.state = picked.state ORDER BY w.action_id FOR UPDATE OF w SKIP LOCKED);
    END IF;
    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(scopes) AS number;
    RETURN QUERY SELECT a.id, countersign_flags(a.workspace_id),
        a.state, a.attempt, p.digest, p.request_id, a.policy_version_id IS NOT DISTINCT FROM f.version_id,
        coalesce(a.hold_until <= clock_timestamp(), true), NOT EXISTS (
            SELECT 1 FROM actions_action e WHERE e.workspace_id = a.workspace_id AND e.proposal_id = a.proposal_id
            AND e.position < a.position AND e.state <> 'done')
    FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
    LEFT JOIN policies_inforce f ON f.workspace_id = a.workspace_id
    WHERE a.id = ANY (mine) AND a.workspace_id = ANY (workspaces) ORDER BY a.id FOR UPDATE OF a;
END $$;
