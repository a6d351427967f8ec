-- History has a partition a month, and a statement begins by opening all those that it may need. An array of ids tells it
-- nothing of that; a lowest and a highest id do. So the months of other actions are left alone.

-- Is everything before this action of its proposal done? Asked of the second and later ones alone.
CREATE FUNCTION actions_in_turn_1 (whose uuid, proposal uuid, place int) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM actions_action e WHERE e.workspace_id = whose AND e.proposal_id = proposal
        AND e.position < place AND e.state <> 'done');
END $$;

-- Until when an action is held; never before now.
CREATE FUNCTION actions_due_at_1 (action uuid) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN greatest(clock_timestamp(), (SELECT a.hold_until FROM actions_action a WHERE a.id = action));
END $$;

-- Take the shared locks of pause scopes; then lock these actions and read them, and the flags, as they are now. Each
-- statement here sees what was committed before it began. Where `states` are given, only those whose line of open work is
-- still in that state and nobody else's: it is locked before all else.
CREATE FUNCTION actions_ask_1 (ids uuid[], workspaces uuid[], states text[], scopes bigint[]) RETURNS TABLE (
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
        a.state, a.attempt, p.digest, p.request_id, a.policy_version_id IS NOT DISTINCT FROM f.version_id,
        coalesce(a.hold_until <= clock_timestamp(), true),
        CASE WHEN a.position = 1 THEN true ELSE actions_in_turn_1(a.workspace_id, a.proposal_id, a.position) END
    FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
    LEFT JOIN policies_inforce f ON f.workspace_id = a.workspace_id
    WHERE a.id BETWEEN lowest AND highest AND a.id = ANY (mine) AND a.workspace_id = ANY (workspaces) ORDER BY a.id FOR UPDATE OF a;
END $$;
