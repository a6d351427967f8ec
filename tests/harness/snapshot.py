"""What all tables of a database hold, taken once and put back: rows by rows, where a clone copies a thousand files."""

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg import sql

from tests.harness.environment import place

TABLES = (
    "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
)
SEQUENCES = "SELECT schemaname, sequencename FROM pg_sequences ORDER BY 1, 2"
CATALOGS = "class attribute attrdef constraint trigger proc policy type namespace index".split()
PATIENCE_MS = 30_000
END_OTHERS = (
    "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)

Name = tuple[str, str]


@dataclass(frozen=True)
class Snapshot:
    shape: list[tuple[str, int]]  # how many lines each catalog has, and the last transaction that wrote one
    rows: dict[Name, bytes]  # as COPY writes them; tables without rows are absent
    sequences: dict[Name, tuple[int, bool]]


def take(database: str) -> Snapshot:
    with _superuser(database) as server:
        filled = _filled(server, _names(server, TABLES))
        return Snapshot(_shape(server), {name: _read(server, name) for name in filled}, _sequences(server))


def restore(database: str, wanted: Snapshot) -> bool:
    """The rows are again what they were; whoever was connected is not. False: tables have changed, so clone instead."""
    with _superuser(database) as server:
        server.execute(END_OTHERS, [PATIENCE_MS])
        if _shape(server) != wanted.shape:
            return False
        server.execute("SET session_replication_role = replica")  # no trigger refuses, no foreign key asks
        with server.transaction():
            _put_back(server, wanted)
        return True


def empty(database: str) -> None:
    """Nothing is in it, as when it was made."""
    with _superuser(database) as server:
        server.execute(END_OTHERS, [PATIENCE_MS])
        schemas = server.execute("SELECT nspname FROM pg_namespace WHERE oid >= 16384 OR nspname = 'public'").fetchall()
        for (name,) in schemas:
            server.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        server.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
        server.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def _put_back(server: psycopg.Connection, wanted: Snapshot) -> None:
    for name in _filled(server, _names(server, TABLES)) | wanted.rows.keys():
        before = wanted.rows.get(name)
        if before is None or _read(server, name) != before:
            server.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(*name)))
            _write(server, name, before or b"")
    for name, now in _sequences(server).items():
        if now != wanted.sequences[name]:
            server.execute(sql.SQL("SELECT setval({}, %s, %s)").format(_quoted(name)), wanted.sequences[name])


def _shape(server: psycopg.Connection) -> list[tuple[str, int]]:
    each = "SELECT '{0}', count(*) || ' ' || max(xmin::text::bigint) FROM pg_{0}"
    return server.execute(" UNION ALL ".join(map(each.format, CATALOGS))).fetchall()


def _names(server: psycopg.Connection, statement: str) -> list[Name]:
    return [(schema, name) for schema, name in server.execute(statement).fetchall()]


def _filled(server: psycopg.Connection, names: Iterable[Name]) -> set[Name]:
    """Which of these tables have a row."""
    each = [
        sql.SQL("SELECT {}, {} WHERE EXISTS (SELECT FROM ONLY {})").format(*name, sql.Identifier(*name))
        for name in names
    ]
    return set(server.execute(sql.SQL(" UNION ALL ").join(each)).fetchall()) if each else set()


def _sequences(server: psycopg.Connection) -> dict[Name, tuple[int, bool]]:
    each = [
        sql.SQL("SELECT {}, {}, last_value, is_called FROM {}").format(*name, sql.Identifier(*name))
        for name in _names(server, SEQUENCES)
    ]
    rows = server.execute(sql.SQL(" UNION ALL ").join(each)).fetchall() if each else []
    return {(schema, name): (last, called) for schema, name, last, called in rows}


def _read(server: psycopg.Connection, name: Name) -> bytes:
    with server.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(*name))) as rows:
        return b"".join(map(bytes, rows))


def _write(server: psycopg.Connection, name: Name, rows: bytes) -> None:
    with server.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(*name))) as copy:
        copy.write(rows)


def _quoted(name: Name) -> sql.Literal:
    return sql.Literal(".".join('"{}"'.format(part.replace('"', '""')) for part in name))


def _superuser(database: str) -> psycopg.Connection:
    return psycopg.connect(place.superuser, dbname=database, autocommit=True)
