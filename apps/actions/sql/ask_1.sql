-- Those of these actions that nobody else holds, as they are now. Where a state is given, its line of open work must still
-- be in it, and is locked first. The shared locks of the pause scopes come before any flag is read, and every statement
-- here sees what was committed before it began. Nobody waits for an action whose open work he holds.
CREATE FUNCTION actions_ask_1 (ids uuid[], workspaces uuid[], states text[], scopes bigint[]) RETURNS TABLE (
    id uuid, flags text[], state text, attempt int, digest text, request uuid, policy_stands boolean,
    hold_is_over boolean, in_turn boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    mine int[] := '{}';
    place int;
    asked uuid;
    in_force uuid;
    proposal uuid;
    turn int;
    decided_by uuid;
BEGIN
    FOR place IN 1 .. cardinality(ids) LOOP
        IF states[place] IS NOT NULL THEN
            PERFORM FROM actions_openwork w
            WHERE w.action_id = ids[place] AND w.state = states[place] FOR UPDATE SKIP LOCKED;
            CONTINUE WHEN NOT FOUND;
        END IF;
        mine := mine || place;
    END LOOP;
    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(scopes) AS number;
    FOREACH place IN ARRAY mine LOOP
        IF states[place] IS NOT NULL THEN
            PERFORM FROM actions_action a
            WHERE a.id = ids[place] AND a.workspace_id = workspaces[place] FOR UPDATE SKIP LOCKED;
            CONTINUE WHEN NOT FOUND;
        END IF;
        SELECT a.id, a.state, a.attempt, a.proposal_id, a.position, a.policy_version_id,
            coalesce(a.hold_until <= clock_timestamp(), true)
        INTO id, state, attempt, proposal, turn, decided_by, hold_is_over
        FROM actions_action a WHERE a.id = ids[place] AND a.workspace_id = workspaces[place] FOR UPDATE;
        CONTINUE WHEN NOT FOUND;
        SELECT p.digest, p.request_id INTO digest, request
        FROM actions_proposal p WHERE p.id = proposal AND p.workspace_id = workspaces[place];
        CONTINUE WHEN NOT FOUND;
        IF asked IS DISTINCT FROM workspaces[place] THEN
            asked := workspaces[place];
            flags := countersign_flags(asked);
            in_force := (SELECT f.version_id FROM policies_inforce f WHERE f.workspace_id = asked);
        END IF;
        policy_stands := decided_by IS NOT DISTINCT FROM in_force;
        in_turn := turn = 1 OR NOT EXISTS (SELECT 1 FROM actions_action e WHERE e.workspace_id = workspaces[place]
            AND e.proposal_id = proposal AND e.position < turn AND e.state <> 'done');
        RETURN NEXT;
    END LOOP;
END $$;
