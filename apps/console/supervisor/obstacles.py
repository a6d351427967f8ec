"""What keeps the product from starting: each a sentence that tells a person what to do."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from apps.core.postgres.embedded import taken

ROOM_MB = 200


class Obstacle(Exception):
    """The product cannot start; nothing has been changed."""


def port(number: int) -> None:
    if taken(number):
        raise Obstacle(f"Port {number} is taken by another program; choose another one with --port.")


def disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < ROOM_MB:
        raise Obstacle(f"The disk is nearly full: {folder} has {free} MB left, and the database needs {ROOM_MB} MB.")


def database(url: str, variable: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as why:
        where = urlsplit(url)
        said = (str(why).strip().splitlines() or ["no answer"])[0].strip()
        at = f"{where.hostname}:{where.port or 5432}{where.path}"
        raise Obstacle(f"The database that {variable} names ({at}) cannot be reached: {said}") from None


def outside(*, database_url: str, owner_url: str, broker_url: str) -> None:
    """With a database of one's own, all three logins are one's own."""
    database(database_url, "DATABASE_URL")
    if not owner_url:
        raise Obstacle("DATABASE_URL is set, so OWNER_DATABASE_URL must name the login that migrates it.")
    database(owner_url, "OWNER_DATABASE_URL")
    if not broker_url:
        raise Obstacle("DATABASE_URL is set, so BROKER_URL must name the queue: amqp://, redis:// or pgmq://.")
