-- What ask_1 asked, and whether the organisation's policy is still the one that decided. A seat has none above it.
-- Take the shared locks of pause scopes; then lock these actions and read them, and the flags, as they are now. Each
-- statement here sees what was committed before it began. Where `states` are given, only those whose line of open work is
-- still in that state and nobody else's: it is locked before all else.
CREATE FUNCTION actions_ask_2 (ids uuid[], workspaces uuid[], states text[], scopes bigint[]) RETURNS TABLE (
    id uuid, flags text[], state varchar, attempt int, digest varchar, request_id uuid, policy_stands boolean,
    hold_is_over boolean, in_turn boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    mine uuid[];
    lowest uuid;
    highest uuid;
BEGIN
    IF states IS NULL THEN
        mine := ARRAY(SELECT id FROM unnest(ids) AS id ORDER BY id);
    ELSE
        mine := ARRAY(SELECT w.action_id FROM actions_openwork w
            JOIN unnest(ids, states) AS picked (action_id, state) USING (action_id)
            WHERE w.state = picked.state ORDER BY w.action_id FOR UPDATE OF w SKIP LOCKED);
    END IF;
    lowest := mine[1];
    highest := mine[cardinality(mine)];
    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(scopes) AS number;
    RETURN QUERY SELECT a.id, countersign_flags(a.workspace_id),
        a.state, a.attempt, p.digest, p.request_id, a.policy_version_id IS NOT DISTINCT FROM f.version_id
            AND a.above_version_id IS NOT DISTINCT FROM c.version_id,
        coalesce(a.hold_until <= clock_timestamp(), true),
        CASE WHEN a.position = 1 THEN true ELSE actions_in_turn_1(a.workspace_id, a.proposal_id, a.position) END
    FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
    LEFT JOIN policies_inforce f ON f.workspace_id = a.workspace_id
    LEFT JOIN workspaces_workspace w ON w.id = a.workspace_id AND NOT w.governs
    LEFT JOIN policies_charter c ON c.organisation_id = w.organisation_id
    WHERE a.id BETWEEN lowest AND highest AND a.id = ANY (mine) AND a.workspace_id = ANY (workspaces) ORDER BY a.id FOR UPDATE OF a;
END $$;
