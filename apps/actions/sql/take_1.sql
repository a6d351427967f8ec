-- One more attempt at each of these actions, which the caller has locked and asked about; in tier B with the version of
-- the record that its request will name. `started`: it is marked as started too.
CREATE FUNCTION actions_take_1 (
    attempts uuid[], ids uuid[], workspaces uuid[], numbers int[], versions text[], lease_s float, started boolean,
    worker text
) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    at timestamptz;
    until timestamptz;
BEGIN
    FOR place IN 1 .. cardinality(ids) LOOP
        at := clock_timestamp();
        until := at + make_interval(secs => lease_s);
        INSERT INTO actions_attempt (id, workspace_id, action_id, number, claimed_at, lease_until, started_at, ended_as,
            version, worker)
        VALUES (attempts[place], workspaces[place], ids[place], numbers[place], at, until,
            CASE WHEN started THEN at END, '', versions[place], worker);
        UPDATE actions_action a SET state = 'executing', why = '', attempt = numbers[place], lease_until = until
        WHERE a.id = ids[place] AND a.workspace_id = workspaces[place];
        UPDATE actions_openwork w SET state = 'executing', due_at = until WHERE w.action_id = ids[place];
    END LOOP;
END $$;
