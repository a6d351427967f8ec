"""The three logins and two databases on a server of ours, and the queue's tables. Done again, it changes nothing."""

import psycopg
from pgmq.install import install_pgmq_from_sql
from psycopg import sql

from apps.core.postgres.embedded import APP, BROKER, LOGINS, MAIN, OWNER, QUEUE, Place


def ensure(place: Place) -> None:
    """Logins that are no superusers, `countersign` for owner and app, `broker` for the queue."""
    with psycopg.connect(place.superuser, autocommit=True) as server:
        for user in LOGINS:
            login(server, user, place.passwords[user])
        database(server, MAIN, OWNER)
        database(server, QUEUE, BROKER)
        server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(MAIN), sql.Identifier(APP)))
    with psycopg.connect(place.url(BROKER, QUEUE)) as queue:
        queue_tables(queue)


def login(server: psycopg.Connection, name: str, password: str) -> None:
    """A login with this password; an existing one is given it."""
    known = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    server.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
            verb, sql.Identifier(name), sql.Literal(password)
        )
    )


def database(server: psycopg.Connection, name: str, owner: str, template: str = "template0") -> None:
    """A database of this owner's into which nobody else may connect until they are let in."""
    if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    called = sql.Identifier(name)
    server.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            called, sql.Identifier(owner), sql.Identifier(template)
        )
    )
    server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(called))


def queue_tables(queue: psycopg.Connection) -> None:
    if queue.execute("SELECT to_regclass('pgmq.meta')").fetchone() == (None,):
        install_pgmq_from_sql(conn=queue)
        queue.commit()
