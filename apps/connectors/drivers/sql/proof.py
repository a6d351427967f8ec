"""Exactly once: a marker row in the target's own transaction, or that transaction's status, asked for afterwards."""

import json
from typing import LiteralString

import psycopg
from psycopg import sql

from apps.connectors.contract import Attempt, Found, JsonDict, Looked, NotThere, Opened, Unclear
from apps.connectors.drivers.sql import session
from apps.connectors.drivers.sql.rows import Request
from apps.connectors.drivers.sql.session import Connection
from apps.core.errors import Refused


def marker_sql(role: str) -> str:
    """What a database's owner runs once, so that every action leaves its mark in the transaction of its effect."""
    return MARKER.replace("{role}", '"' + role.replace('"', '""') + '"').strip() + "\n"


def has_marker(connection: Connection) -> bool:
    row = connection.execute(HAS_MARKER).fetchone()
    return bool(row and row[0])


def claim(connection: Connection, key: str) -> bool:
    """Take the key inside this transaction. False: it is taken, so the effect is there. Waits for nobody."""
    return connection.execute(CLAIM, [key]).fetchone() is not None


def keep(connection: Connection, key: str, result: JsonDict) -> None:
    """Store what was done beside the key, in the same transaction."""
    connection.execute(KEEP, [json.dumps(result), key])


def marked(connection: Connection, key: str) -> JsonDict | None:
    row = connection.execute(MARKED, [key]).fetchone()
    return json.loads(row[0] or "{}") if row else None


def of_transaction(connection: Connection, result: JsonDict) -> JsonDict:
    """The number of this transaction, and of the server that gave it."""
    row = connection.execute("SELECT pg_current_xact_id()::text").fetchone()
    return {"kind": "xact", "xid": str(row[0]) if row else "", "server": server(connection), "result": result}


def server(connection: Connection) -> str:
    """Which server this is, and on which timeline: those of another say nothing of our transaction numbers."""
    cluster = ""
    if _asked(connection, "SELECT has_function_privilege('pg_control_system()', 'EXECUTE')"):
        cluster = str(_asked(connection, "SELECT system_identifier::text FROM pg_control_system()"))
    timeline = _asked(connection, "SELECT left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)")
    return f"{cluster}/{timeline}"


def reconcile(request: Request, opened: Opened, attempt: Attempt) -> Looked:
    """Is the effect there? Looks only."""
    try:
        with session.session(opened) as connection:
            session.begin(connection, min(attempt.timeout_s, session.PREVIEW_S))
            if request.proof == "marker":
                return _by_marker(connection, attempt.key)
            return _by_status(connection, attempt.doubts)
    except Refused as why:
        return Unclear(why=f"The database could not be asked: {why}")


def _by_marker(connection: Connection, key: str) -> Looked:
    """Takes the key for a moment, so that a transaction still under way is not mistaken for none; rolled back."""
    if not has_marker(connection):
        return Unclear(why="The table countersign.applied is not there any more.")
    try:
        free = claim(connection, key)
    except psycopg.errors.LockNotAvailable:
        return Unclear(why="An earlier attempt is still under way.")
    if free:
        session.rollback(connection)
        return NotThere()
    return Found(result=marked(connection, key) or {})


def _by_status(connection: Connection, doubts: tuple[JsonDict, ...]) -> Looked:
    """Without a stored number COMMIT was never sent, so an attempt that stored none had no effect."""
    proofs = [proof for proof in doubts if proof.get("kind") == "xact"]
    here = server(connection)
    if any(proof["server"] != here for proof in proofs):
        return Unclear(why="The database was moved to another server since; its transactions cannot be asked for.")
    found = [(proof, _status(connection, str(proof["xid"]))) for proof in proofs]
    for proof, status in found:
        if status == "committed":
            return Found(result=proof["result"])
    open_ones = [status for _, status in found if status != "aborted"]
    if open_ones:
        words = "is still under way" if open_ones[0] == "in progress" else "is too long ago for the database to know"
        return Unclear(why=f"The transaction of an earlier attempt {words}.")
    return NotThere()


def _status(connection: Connection, xid: str) -> str:
    """committed, aborted, in progress, or empty where the database does not know any more."""
    row = connection.execute(sql.SQL("SELECT pg_xact_status(%s::xid8)"), [xid]).fetchone()
    return str(row[0] or "") if row else ""


def _asked(connection: Connection, query: LiteralString) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


MARKER = """
-- Countersign leaves one row here in the transaction of every action, so that no action can have its effect twice.
CREATE SCHEMA IF NOT EXISTS countersign;
CREATE TABLE IF NOT EXISTS countersign.applied (
    key text PRIMARY KEY,
    result text,
    applied_at timestamptz NOT NULL DEFAULT now()
);
REVOKE ALL ON SCHEMA countersign FROM PUBLIC;
REVOKE ALL ON countersign.applied FROM PUBLIC;
GRANT USAGE ON SCHEMA countersign TO {role};
GRANT SELECT, INSERT, UPDATE (result) ON countersign.applied TO {role};
"""

HAS_MARKER = """
SELECT CASE WHEN to_regnamespace('countersign') IS NULL OR NOT has_schema_privilege('countersign', 'USAGE')
              OR to_regclass('countersign.applied') IS NULL THEN false
       ELSE has_table_privilege(to_regclass('countersign.applied'), 'SELECT')
        AND has_table_privilege(to_regclass('countersign.applied'), 'INSERT')
        AND has_column_privilege(to_regclass('countersign.applied'), 'result', 'UPDATE') END
"""
CLAIM = "INSERT INTO countersign.applied (key) VALUES (%s) ON CONFLICT (key) DO NOTHING RETURNING key"
KEEP = "UPDATE countersign.applied SET result = %s WHERE key = %s"
MARKED = "SELECT result FROM countersign.applied WHERE key = %s"
