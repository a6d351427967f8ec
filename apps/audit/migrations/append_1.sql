-- Lines become the next entries of their chains: heads are locked in order, numbers and hashes follow one another, and
-- the bytes are those of body.py. What comes back are the numbers, in the order of the lines.
CREATE FUNCTION audit_append_1 (
    ids uuid[], workspaces uuid[], kinds text[], subjects text[], bys text[], openings text[], endings text[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    genesis bytea := decode(repeat('00', 32), 'hex');
    numbers bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(ids)]);
    whose uuid;
    head record;
    line record;
    body bytea;
BEGIN
    FOR whose IN SELECT DISTINCT workspace FROM unnest(workspaces) AS workspace ORDER BY workspace LOOP
        SELECT seq, hash, greatest(at, clock_timestamp()) AS at INTO head
        FROM audit_head WHERE workspace_id = whose FOR UPDATE;
        IF NOT FOUND THEN
            INSERT INTO audit_head (workspace_id, seq, hash, at) VALUES (whose, 0, genesis, clock_timestamp())
            ON CONFLICT (workspace_id) DO NOTHING;
            SELECT seq, hash, greatest(at, clock_timestamp()) AS at INTO STRICT head
            FROM audit_head WHERE workspace_id = whose FOR UPDATE;
        END IF;
        FOR line IN
            SELECT * FROM unnest(ids, workspaces, kinds, subjects, bys, openings, endings) WITH ORDINALITY
                AS told (id, workspace_id, kind, subject, by_whom, opening, ending, place)
            WHERE told.workspace_id = whose ORDER BY told.place
        LOOP
            body := convert_to(
                '{"at":"' || to_char(head.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || line.opening
                || encode(head.hash, 'hex') || '","seq":' || head.seq + 1 || line.ending, 'UTF8');
            INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
            VALUES (line.id, whose, head.seq + 1, head.at, line.kind, line.subject, line.by_whom, body, head.hash,
                sha256(body));
            head.seq := head.seq + 1;
            head.hash := sha256(body);
            numbers[line.place] := head.seq;
        END LOOP;
        UPDATE audit_head SET seq = head.seq, hash = head.hash, at = head.at WHERE workspace_id = whose;
    END LOOP;
    RETURN numbers;
END $$;
