-- Actions in one of these states become done, as in done_1.sql, what they used is settled and their lines are entered:
-- all of them in one statement, or CS003 and none. All columns are in the order of the actions' ids; of what was used,
-- `places` says which action used it. Does one of their proposals have a next action? It is due now, but never before
-- its hold is over.
--
-- IS TRUE keeps the planner from looking through all attempts of a workspace while it has no statistics.
CREATE FUNCTION actions_done_2 (
    actions uuid[], workspaces uuid[], proposals uuid[], attempts int[], whys text[], settled text[], results text[],
    states text[], said_by text, subjects text[], facts text[], seed uuid, agents uuid[], connections uuid[],
    kept text[], sums bigint[], places int[], units text[], currencies text[], categories text[], ns bigint[]
) RETURNS boolean LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
    lowest CONSTANT uuid := actions[1];
    highest CONSTANT uuid := actions[cardinality(actions)];
    held int;
    moved int;
    waits boolean;
BEGIN
    DELETE FROM actions_openwork w WHERE w.action_id = ANY (actions) AND w.state = ANY (states);
    GET DIAGNOSTICS held = ROW_COUNT;
    UPDATE actions_action a SET state = 'done', why = whys[array_position(actions, a.id)],
        settled_by = settled[array_position(actions, a.id)], result = results[array_position(actions, a.id)]::jsonb,
        lease_until = NULL, ended_at = clock_timestamp()
    WHERE a.id = ANY (actions) AND a.id BETWEEN lowest AND highest
        AND a.workspace_id = workspaces[array_position(actions, a.id)] AND a.state = ANY (states);
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF least(held, moved) < cardinality(actions) THEN
        RAISE EXCEPTION 'an action is not executing any more' USING ERRCODE = 'CS003';
    END IF;
    UPDATE actions_attempt t SET ended_at = clock_timestamp(), ended_as = 'done'
    WHERE t.action_id = ANY (actions) AND t.number = attempts[array_position(actions, t.action_id)]
        AND t.ended_at IS NULL AND (t.workspace_id = ANY (workspaces)) IS TRUE;
    UPDATE actions_openwork w SET due_at = actions_due_at_1(w.action_id)
    FROM unnest(workspaces, proposals) AS d (workspace, proposal)
    WHERE w.workspace_id = d.workspace AND w.proposal_id = d.proposal AND w.state = 'approved';
    waits := FOUND;
    PERFORM billing_settle_3(
        workspaces, actions, agents, connections, kept, sums, places, units, currencies, categories, ns, seed);
    PERFORM audit_append_2(seed, workspaces, 'action.done', subjects, said_by, facts);
    RETURN waits;
END $$;
