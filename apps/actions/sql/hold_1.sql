-- Lock these actions for their settlement, open work first, in the order of their ids. CS003 unless each is executing:
-- who settles a doubt takes his time.
CREATE FUNCTION actions_hold_1 (ids uuid[], workspaces uuid[], lowest uuid, highest uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held int;
BEGIN
    PERFORM FROM actions_openwork w JOIN actions_action a ON a.id = w.action_id AND a.workspace_id = w.workspace_id
    WHERE w.action_id = ANY (ids) AND a.id = ANY (ids) AND a.id BETWEEN lowest AND highest AND a.workspace_id = ANY (workspaces) AND a.state = 'executing'
    ORDER BY w.action_id FOR UPDATE OF w, a;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < cardinality(ids) THEN
        RAISE EXCEPTION 'an action is not executing any more' USING ERRCODE = 'CS003';
    END IF;
END $$;
