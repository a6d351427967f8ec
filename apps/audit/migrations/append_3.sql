-- Lines of one kind by one writer become the next entries of their chains, as audit_append_1 writes them, in the bytes of
-- body.py. `seed`: under which their ids are numbered; `facts`: canonical JSON.
CREATE FUNCTION audit_append_2 (
    seed uuid, workspaces uuid[], kind text, subjects text[], said_by text, facts text[]
) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    before CONSTANT text := '","by":' || to_json(said_by) || ',"facts":';
    between CONSTANT text := ',"kind":' || to_json(kind) || ',"personal":null,"previous":"';
    whose uuid[]; seqs bigint[]; lasts bytea[]; moments timestamptz[]; -- by log: its last entry
    ids uuid[]; numbers bigint[]; prevs bytea[]; bodies bytea[]; hashes bytea[]; ats timestamptz[]; -- by line
    log int := 1; number bigint; last bytea; moment timestamptz;
BEGIN
    LOOP
        IF cardinality(workspaces) = 1 THEN
            SELECT h.seq, h.hash, greatest(h.at, clock_timestamp()) INTO number, last, moment
            FROM audit_head h WHERE h.workspace_id = workspaces[1] FOR UPDATE;
            IF FOUND THEN
                seqs[1] := number; lasts[1] := last; moments[1] := moment;
                EXIT;
            END IF;
        ELSE
            SELECT array_agg(h.workspace_id), array_agg(h.seq), array_agg(h.hash),
                array_agg(greatest(h.at, clock_timestamp()))
            INTO whose, seqs, lasts, moments FROM (
                SELECT * FROM audit_head WHERE workspace_id = ANY (workspaces) ORDER BY workspace_id FOR UPDATE
            ) h;
            EXIT WHEN workspaces <@ whose;
        END IF;
        INSERT INTO audit_head (workspace_id, seq, hash, at)
        SELECT DISTINCT l.whose, 0, decode(repeat('00', 32), 'hex'), clock_timestamp()
        FROM unnest(workspaces) AS l (whose) ORDER BY l.whose ON CONFLICT (workspace_id) DO NOTHING;
    END LOOP;
    FOR line IN 1 .. cardinality(workspaces) LOOP
        IF whose IS NOT NULL THEN
            log := array_position(whose, workspaces[line]);
        END IF;
        ids[line] := encode(overlay(uuid_send(seed) PLACING int4send(line) FROM 13), 'hex');
        seqs[log] := seqs[log] + 1;
        bodies[line] := audit_body_1(moments[log],
            before || facts[line] || ',"id":"' || replace(ids[line]::text, '-', '') || '"' || between, lasts[log], seqs[log],
            ',"subject":' || to_json(subjects[line]) || ',"v":1,"workspace":"' || replace(workspaces[line]::text, '-', '')
            || '"}');
        prevs[line] := lasts[log];
        hashes[line] := sha256(bodies[line]);
        numbers[line] := seqs[log];
        ats[line] := moments[log];
        lasts[log] := hashes[line];
    END LOOP;
    IF whose IS NULL THEN
        INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
        VALUES (ids[1], workspaces[1], numbers[1], ats[1], kind, subjects[1], said_by, bodies[1], prevs[1], hashes[1]);
        UPDATE audit_head h SET seq = numbers[1], hash = hashes[1], at = ats[1] WHERE h.workspace_id = workspaces[1];
        RETURN;
    END IF;
    INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
    SELECT unnest(ids), unnest(workspaces), unnest(numbers), unnest(ats), kind, unnest(subjects), said_by,
        unnest(bodies), unnest(prevs), unnest(hashes);
    UPDATE audit_head h SET seq = seqs[array_position(whose, h.workspace_id)],
        hash = lasts[array_position(whose, h.workspace_id)], at = moments[array_position(whose, h.workspace_id)]
    WHERE h.workspace_id = ANY (whose);
END $$;
