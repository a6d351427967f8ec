-- Lines become the next entries of their chains: heads are locked in order, numbers and hashes follow one another, and
-- the bytes are those of body.py. What comes back are the numbers, in the order of the lines.
CREATE FUNCTION audit_append_1 (
    ids uuid[], workspaces uuid[], kinds text[], subjects text[], bys text[], openings text[], endings text[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    numbers bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(ids)]);
    whose uuid;
    place int;
    number bigint;
    last bytea;
    moment timestamptz;
    body bytea;
BEGIN
    FOR place IN SELECT n FROM generate_subscripts(ids, 1) AS n ORDER BY workspaces[n], n LOOP
        IF whose IS DISTINCT FROM workspaces[place] THEN
            IF whose IS NOT NULL THEN
                UPDATE audit_head h SET seq = number, hash = last, at = moment WHERE h.workspace_id = whose;
            END IF;
            whose := workspaces[place];
            SELECT h.seq, h.hash, greatest(h.at, clock_timestamp()) INTO number, last, moment
            FROM audit_head h WHERE h.workspace_id = whose FOR UPDATE;
            IF NOT FOUND THEN
                INSERT INTO audit_head (workspace_id, seq, hash, at)
                VALUES (whose, 0, decode(repeat('00', 32), 'hex'), clock_timestamp())
                ON CONFLICT (workspace_id) DO NOTHING;
                SELECT h.seq, h.hash, greatest(h.at, clock_timestamp()) INTO STRICT number, last, moment
                FROM audit_head h WHERE h.workspace_id = whose FOR UPDATE;
            END IF;
        END IF;
        number := number + 1;
        body := convert_to(
            '{"at":"' || to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || openings[place]
            || encode(last, 'hex') || '","seq":' || number || endings[place], 'UTF8');
        INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
        VALUES (ids[place], whose, number, moment, kinds[place], subjects[place], bys[place], body, last, sha256(body));
        last := sha256(body);
        numbers[place] := number;
    END LOOP;
    UPDATE audit_head h SET seq = number, hash = last, at = moment WHERE h.workspace_id = whose;
    RETURN numbers;
END $$;
