-- Pausing, whole, inside the database: `psql` alone can pause, with its list and its entry.
-- All of it runs with the rights of whoever calls it. The app's login may do all of it; it may end its own sessions.

CREATE OR REPLACE FUNCTION countersign_lock_number(scope_kind text, scope_id uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT ('x' || left(encode(sha256(convert_to(scope_kind || ':' || scope_id, 'UTF8')), 'hex'), 16))::bit(64)::bigint
$$;

CREATE OR REPLACE FUNCTION countersign_tool_id(workspace uuid, tool text) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
    SELECT left(encode(sha256(convert_to(workspace || ':' || tool, 'UTF8')), 'hex'), 32)::uuid
$$;

-- A UUIDv7 whose first twelve bits of chance are the part of its millisecond (RFC 9562, section 6.2, method 3): ids that
-- are made one after the other sort so, however fast.
CREATE OR REPLACE FUNCTION countersign_uuid7() RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    us CONSTANT bigint := floor(extract(epoch FROM clock_timestamp()) * 1000000);
    part CONSTANT int := us % 1000 * 4096 / 1000;
BEGIN
    RETURN encode(overlay(uuid_send(gen_random_uuid()) PLACING
        substring(int8send(us / 1000) FROM 3) || int2send((28672 + part)::smallint) FROM 1 FOR 8), 'hex')::uuid;
END $$;

-- A string in canonical JSON (RFC 8785): PostgreSQL escapes the same characters in the same way.
CREATE OR REPLACE FUNCTION countersign_quoted(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT to_json(said)::text
$$;

CREATE OR REPLACE FUNCTION countersign_end_sessions(pids integer[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one integer;
BEGIN
    FOREACH one IN ARRAY pids LOOP
        BEGIN
            PERFORM pg_terminate_backend(one);
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE 'Session % belongs to somebody else and was left alone.', one;
        END;
    END LOOP;
END $$;

-- Sessions whose program has said nothing for a tenth of a second while they hold the head of a log.
CREATE OR REPLACE FUNCTION countersign_stuck_at_the_log() RETURNS integer[] LANGUAGE sql VOLATILE AS $$
    SELECT pg_stat_clear_snapshot();  -- else a transaction sees what sessions did when it first asked
    SELECT coalesce(array_agg(DISTINCT l.pid), '{}') FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'relation' AND l.relation = 'audit_head'::regclass AND l.granted AND l.pid <> pg_backend_pid()
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.mode IN ('RowShareLock', 'RowExclusiveLock')
      AND a.state LIKE 'idle in transaction%' AND a.state_change < clock_timestamp() - interval '100 milliseconds'
$$;

-- Take a scope from everybody. Whoever holds it for longer than a tenth of a second loses their session.
CREATE OR REPLACE FUNCTION countersign_take(number bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE before text := current_setting('lock_timeout');
BEGIN
    FOR tries IN 1..50 LOOP
        BEGIN
            PERFORM set_config('lock_timeout', '100ms', true);
            PERFORM pg_advisory_xact_lock(number);
            PERFORM set_config('lock_timeout', before, true);
            RETURN;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            PERFORM countersign_end_sessions(countersign_stuck_at_the_log() || (
                SELECT coalesce(array_agg(pid), '{}') FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid()
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (classid::bigint << 32 | objid::bigint) = number));
        END;
    END LOOP;
    RAISE EXCEPTION 'The pause could not take hold. Try again, or stop the workers.' USING ERRCODE = 'lock_not_available';
END $$;

-- One line of a workspace's log, in the bytes and the order in which the application writes them.
-- `facts`: canonical JSON already.
CREATE OR REPLACE FUNCTION countersign_enter(workspace uuid, kind text, subject text, said_by text, facts text)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('lock_timeout');
    line uuid := countersign_uuid7();
BEGIN
    PERFORM countersign_end_sessions(countersign_stuck_at_the_log());
    FOR tries IN 1..50 LOOP
        BEGIN
            -- Who gives up loses the place in the row's queue, so only the first try is short.
            PERFORM set_config('lock_timeout', CASE tries WHEN 1 THEN '200ms' ELSE '3s' END, true);
            PERFORM 1 FROM audit_head WHERE workspace_id = workspace FOR UPDATE;
            PERFORM set_config('lock_timeout', before, true);
            EXIT;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            IF tries = 50 THEN RAISE; END IF;
            PERFORM countersign_end_sessions(countersign_stuck_at_the_log());
        END;
    END LOOP;
    RETURN (audit_append_1(
        ARRAY[line], ARRAY[workspace], ARRAY[kind], ARRAY[subject], ARRAY[said_by],
        ARRAY[format('","by":%s,"facts":%s,"id":"%s","kind":%s,"personal":null,"previous":"',
            countersign_quoted(said_by), facts, replace(line::text, '-', ''), countersign_quoted(kind))],
        ARRAY[format(',"subject":%s,"v":1,"workspace":"%s"}',
            countersign_quoted(subject), replace(workspace::text, '-', ''))]))[1];
END $$;

-- The attempts of a scope that have a start mark and no end: they alone may still reach their targets.
-- OFFSET 0: found first, by the index of open attempts; else a tool's hash is asked of every action there ever was.
CREATE OR REPLACE FUNCTION countersign_on_the_wire(workspace uuid, of_kind text, of_id uuid) RETURNS jsonb
LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'action', t.action_id, 'attempt', t.number, 'lease_until', t.lease_until) ORDER BY t.action_id, t.number), '[]')
    FROM (
        SELECT t.action_id, t.number, t.lease_until, a.agent_id, a.connection_id, a.tool
        FROM actions_attempt t JOIN actions_action a ON a.id = t.action_id AND a.workspace_id = t.workspace_id
        WHERE t.workspace_id = workspace AND t.started_at IS NOT NULL AND t.ended_at IS NULL OFFSET 0
    ) t
    WHERE CASE of_kind WHEN 'agent' THEN t.agent_id = of_id WHEN 'connection' THEN t.connection_id = of_id
          WHEN 'tool' THEN countersign_tool_id(workspace, t.tool) = of_id ELSE true END
$$;

-- The pauses that stand in a workspace, each as "kind:id", as the asking statement sees them.
CREATE OR REPLACE FUNCTION countersign_flags(workspace uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT scope_kind || ':' || scope_id FROM workspaces_pause WHERE workspace_id = workspace AND resumed_at IS NULL
        UNION ALL SELECT 'installation:00000000-0000-0000-0000-000000000000' FROM workspaces_installationpause
        WHERE resumed_at IS NULL)
$$;

-- One workspace's row of a pause, with its list and its entry; NULL where that scope is paused already.
CREATE OR REPLACE FUNCTION countersign_flag(
    workspace uuid, of_kind text, of_id uuid, called text, reason text, said_by text
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    flag uuid;
    wire jsonb := countersign_on_the_wire(workspace, of_kind, of_id);
    wire_said text;
    said text := of_kind || ':' || replace(of_id::text, '-', '');
BEGIN
    INSERT INTO workspaces_pause (id, workspace_id, scope_kind, scope_id, named, reason, paused_by, paused_at, listed, resumed_by)
    VALUES (countersign_uuid7(), workspace, of_kind, of_id, called, reason, said_by, clock_timestamp(), wire, '')
    ON CONFLICT (workspace_id, scope_kind, scope_id) WHERE resumed_at IS NULL DO NOTHING RETURNING id INTO flag;
    IF flag IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(string_agg(countersign_quoted(
        'act_' || replace(one ->> 'action', '-', '') || '#' || (one ->> 'attempt')), ',' ORDER BY place), '')
    INTO wire_said FROM jsonb_array_elements(wire) WITH ORDINALITY AS listed (one, place);
    PERFORM countersign_enter(workspace, 'pause.set', said, said_by, format(
        '{"named":%s,"on the wire":[%s],"reason":%s,"scope":%s}',
        countersign_quoted(called), wire_said, countersign_quoted(reason), countersign_quoted(said)));
    RETURN flag;
END $$;

-- The pause itself: the lock from everybody, the list, the flag, the entry. NULL where the scope is paused already.
CREATE OR REPLACE FUNCTION countersign_pause_scope(
    workspace uuid, of_kind text, of_id uuid, called text, reason text, said_by text
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    before text := coalesce(current_setting('countersign.workspaces', true), '');
    flag uuid;
    one uuid;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'A pause is made under READ COMMITTED: elsewhere it would not see what has just been started.';
    END IF;
    PERFORM countersign_take(countersign_lock_number(of_kind, of_id));
    IF of_kind <> 'installation' THEN
        PERFORM set_config('countersign.workspaces', workspace::text, true);
        flag := countersign_flag(workspace, of_kind, of_id, called, reason, said_by);
        PERFORM set_config('countersign.workspaces', before, true);
        RETURN flag;
    END IF;
    INSERT INTO workspaces_installationpause (id, whole, reason, paused_by, paused_at, resumed_by)
    VALUES (countersign_uuid7(), true, reason, said_by, clock_timestamp(), '')
    ON CONFLICT (whole) WHERE resumed_at IS NULL DO NOTHING RETURNING id INTO flag;
    FOR one IN SELECT workspace_id FROM workspaces_address WHERE flag IS NOT NULL ORDER BY workspace_id LOOP
        PERFORM set_config('countersign.workspaces', one::text, true);
        PERFORM countersign_flag(one, of_kind, of_id, 'The whole installation', reason, said_by);
    END LOOP;
    PERFORM set_config('countersign.workspaces', before, true);
    RETURN flag;
END $$;

-- For whoever has nothing but `psql`: SELECT countersign_pause('workspace', 'harbour-pine', 'why');
--   ('agent', 'agt_…', 'why', 'harbour-pine')   ('connection', 'con_…', …)   ('tool', 'stripe.refund', …)
--   ('installation', '', 'why')
CREATE OR REPLACE FUNCTION countersign_pause(
    scope_kind text, what text, reason text, in_workspace text DEFAULT '', said_by text DEFAULT 'operator'
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    place text := CASE scope_kind WHEN 'workspace' THEN what ELSE in_workspace END;
    before text := coalesce(current_setting('countersign.workspaces', true), '');
    workspace uuid;
    found uuid;
    called text := what;
BEGIN
    IF scope_kind = 'installation' THEN
        RETURN countersign_pause_scope(NULL, scope_kind, '00000000-0000-0000-0000-000000000000', 'The whole installation', reason, said_by);
    END IF;
    SELECT workspace_id INTO workspace FROM workspaces_address WHERE slug = place OR workspace_id::text = place;
    PERFORM set_config('countersign.workspaces', coalesce(workspace::text, ''), true);
    CASE scope_kind
    WHEN 'workspace' THEN SELECT id, name INTO found, called FROM workspaces_workspace WHERE id = workspace;
    WHEN 'agent' THEN SELECT id, name INTO found, called FROM agents_agent
        WHERE workspace_id = workspace AND id = replace(what, 'agt_', '')::uuid;
    WHEN 'connection' THEN SELECT id, name INTO found, called FROM connectors_connection
        WHERE workspace_id = workspace AND id = replace(what, 'con_', '')::uuid;
    WHEN 'tool' THEN found := countersign_tool_id(workspace, what);
    ELSE RAISE EXCEPTION 'A pause is of a workspace, an agent, a connection, a tool or the installation, not of "%".', scope_kind;
    END CASE;
    IF found IS NULL THEN
        RAISE EXCEPTION 'There is no % "%" here. Name the workspace by its address as the fourth value.', scope_kind, what;
    END IF;
    PERFORM set_config('countersign.workspaces', before, true);
    RETURN countersign_pause_scope(workspace, scope_kind, found, called, reason, said_by);
END $$;
