-- Lock these actions for their settlement, open work first, in the order given. CS003 unless each is executing: who
-- settles a doubt takes his time.
CREATE FUNCTION actions_hold_1 (ids uuid[], workspaces uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR place IN 1 .. cardinality(ids) LOOP
        PERFORM FROM actions_openwork w WHERE w.action_id = ids[place] FOR UPDATE;
        PERFORM FROM actions_action a
        WHERE a.id = ids[place] AND a.workspace_id = workspaces[place] AND a.state = 'executing' FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'an action is not executing any more' USING ERRCODE = 'CS003';
        END IF;
    END LOOP;
END $$;

-- Actions that are executing or unknown, locked by the caller, become done. `numbers`: the attempts that this answers.
-- What comes back are the proposals that have a next action: it is due now, but never before its own hold is over.
CREATE FUNCTION actions_done_1 (
    ids uuid[], workspaces uuid[], numbers int[], whys text[], settled_bys text[], results text[]
) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
    proposal uuid;
BEGIN
    FOR place IN 1 .. cardinality(ids) LOOP
        UPDATE actions_action a SET state = 'done', why = whys[place], settled_by = settled_bys[place],
            result = results[place]::jsonb, lease_until = NULL, ended_at = clock_timestamp()
        WHERE a.id = ids[place] AND a.workspace_id = workspaces[place] RETURNING a.proposal_id INTO proposal;
        CONTINUE WHEN NOT FOUND;
        UPDATE actions_attempt t SET ended_at = clock_timestamp(), ended_as = 'done'
        WHERE t.action_id = ids[place] AND t.number = numbers[place] AND t.workspace_id = workspaces[place]
            AND t.ended_at IS NULL;
        DELETE FROM actions_openwork w WHERE w.action_id = ids[place];
        UPDATE actions_openwork w SET due_at = greatest(clock_timestamp(), coalesce((
            SELECT a.hold_until FROM actions_action a WHERE a.id = w.action_id AND a.workspace_id = w.workspace_id),
            '-infinity'))
        WHERE w.workspace_id = workspaces[place] AND w.proposal_id = proposal AND w.state = 'approved';
        IF FOUND THEN
            RETURN NEXT proposal;
        END IF;
    END LOOP;
END $$;
