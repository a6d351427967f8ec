-- The bytes of an entry, around what only the database knows when it writes: those of body.py.
CREATE FUNCTION audit_body_1 (at timestamptz, opening text, prev bytea, seq bigint, ending text) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT convert_to('{"at":"' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || opening
        || encode(prev, 'hex') || '","seq":' || seq || ending, 'UTF8')
$$;

-- One line becomes the next entry of its chain. Its number, or null where the log has no head yet.
CREATE FUNCTION audit_append_one_1 (
    id uuid, whose uuid, kind text, subject text, said_by text, opening text, ending text
) RETURNS bigint LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    number bigint;
    last bytea;
    moment timestamptz;
    body bytea;
    hashed bytea;
BEGIN
    SELECT h.seq + 1, h.hash, greatest(h.at, clock_timestamp()) INTO number, last, moment
    FROM audit_head h WHERE h.workspace_id = whose FOR UPDATE;
    IF number IS NOT NULL THEN
        body := audit_body_1(moment, opening, last, number, ending);
        hashed := sha256(body);
        INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
        VALUES (id, whose, number, moment, kind, subject, said_by, body, last, hashed);
        UPDATE audit_head h SET seq = number, hash = hashed, at = moment WHERE h.workspace_id = whose;
    END IF;
    RETURN number;
END $$;

-- Lines become the next entries of their chains: heads are locked in order, numbers and hashes follow one another. What
-- comes back are the numbers, in the order of the lines. What is written is worked out first, then written at once, for
-- to start a statement costs more than to run it. Heads are looked up by their key, never all of them.
CREATE OR REPLACE FUNCTION audit_append_1 (
    ids uuid[], workspaces uuid[], kinds text[], subjects text[], bys text[], openings text[], endings text[]
) RETURNS bigint[] LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
    whose uuid[]; seqs bigint[]; lasts bytea[]; moments timestamptz[]; -- by log: its last entry
    numbers bigint[]; prevs bytea[]; bodies bytea[]; hashes bytea[]; ats timestamptz[]; -- by line
    log int;
BEGIN
    IF cardinality(ids) = 1 THEN
        numbers[1] := audit_append_one_1(
            ids[1], workspaces[1], kinds[1], subjects[1], bys[1], openings[1], endings[1]);
        IF numbers[1] IS NOT NULL THEN RETURN numbers; END IF;
    END IF;
    LOOP
        SELECT array_agg(h.workspace_id), array_agg(h.seq), array_agg(h.hash), array_agg(greatest(h.at, clock_timestamp()))
        INTO whose, seqs, lasts, moments FROM (
            SELECT * FROM audit_head WHERE workspace_id = ANY (workspaces) ORDER BY workspace_id FOR UPDATE
        ) h;
        EXIT WHEN workspaces <@ whose;
        INSERT INTO audit_head (workspace_id, seq, hash, at)
        SELECT DISTINCT l.whose, 0, decode(repeat('00', 32), 'hex'), clock_timestamp()
        FROM unnest(workspaces) AS l (whose) ORDER BY l.whose ON CONFLICT (workspace_id) DO NOTHING;
    END LOOP;
    FOR line IN 1 .. cardinality(ids) LOOP
        log := array_position(whose, workspaces[line]);
        seqs[log] := seqs[log] + 1;
        bodies[line] := audit_body_1(moments[log], openings[line], lasts[log], seqs[log], endings[line]);
        hashes[line] := sha256(bodies[line]);
        prevs[line] := lasts[log];
        numbers[line] := seqs[log];
        ats[line] := moments[log];
        lasts[log] := hashes[line];
    END LOOP;
    INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
    SELECT unnest(ids), unnest(workspaces), unnest(numbers), unnest(ats), unnest(kinds), unnest(subjects), unnest(bys),
        unnest(bodies), unnest(prevs), unnest(hashes);
    UPDATE audit_head h SET seq = seqs[array_position(whose, h.workspace_id)],
        hash = lasts[array_position(whose, h.workspace_id)], at = moments[array_position(whose, h.workspace_id)]
    WHERE h.workspace_id = ANY (whose);
    RETURN numbers;
END $$;
