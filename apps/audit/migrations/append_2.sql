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
-- comes back are the numbers, in the order of the lines. Of several, each round writes the next of every log.
CREATE OR REPLACE FUNCTION audit_append_1 (
    ids uuid[], workspaces uuid[], kinds text[], subjects text[], bys text[], openings text[], endings text[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    numbers bigint[];
    left_over int := cardinality(ids);
    places int[];
    seqs bigint[];
BEGIN
    IF left_over = 1 THEN
        numbers[1] := audit_append_one_1(
            ids[1], workspaces[1], kinds[1], subjects[1], bys[1], openings[1], endings[1]);
        IF numbers[1] IS NOT NULL THEN RETURN numbers; END IF;
    END IF;
    numbers := array_fill(NULL::bigint, ARRAY[left_over]);
    WHILE left_over > 0 LOOP
        WITH head AS MATERIALIZED (
            SELECT l.*, h.seq + 1 AS seq, h.hash AS prev, greatest(h.at, clock_timestamp()) AS at
            FROM (
                SELECT DISTINCT ON (l.whose) l.*
                FROM unnest(ids, workspaces, kinds, subjects, bys, openings, endings) WITH ORDINALITY
                    AS l (id, whose, kind, subject, said_by, opening, ending, place)
                WHERE numbers[l.place] IS NULL ORDER BY l.whose, l.place
            ) l JOIN audit_head h ON h.workspace_id = l.whose
            ORDER BY l.whose FOR UPDATE OF h
        ), line AS MATERIALIZED (
            SELECT *, audit_body_1(at, opening, prev, seq, ending) AS body FROM head
        ), written AS (
            INSERT INTO audit_entry (id, workspace_id, seq, at, kind, subject, "by", body, prev, hash)
            SELECT id, whose, seq, at, kind, subject, said_by, body, prev, sha256(body) FROM line
        ), moved AS (
            UPDATE audit_head h SET seq = line.seq, hash = sha256(line.body), at = line.at FROM line
            WHERE h.workspace_id = line.whose
        )
        SELECT array_agg(place), array_agg(seq) INTO places, seqs FROM line;
        IF places IS NULL THEN  -- the first lines of their logs
            INSERT INTO audit_head (workspace_id, seq, hash, at)
            SELECT DISTINCT l.whose, 0, decode(repeat('00', 32), 'hex'), clock_timestamp()
            FROM unnest(workspaces) AS l (whose) ORDER BY l.whose ON CONFLICT (workspace_id) DO NOTHING;
            CONTINUE;
        END IF;
        FOR i IN 1 .. cardinality(places) LOOP
            numbers[places[i]] := seqs[i];
        END LOOP;
        left_over := left_over - cardinality(places);
    END LOOP;
    RETURN numbers;
END $$;
