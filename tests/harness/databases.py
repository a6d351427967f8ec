"""The test server's databases: a template that the owner has migrated, and clones of it.

The template is kept from run to run under the hash of all migrations. The app's login may not flush, so after a test
that commits, the superuser puts the rows back as they were; where a test has changed tables, a fresh clone comes.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import IO

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from apps.core.postgres import launcher, logins
from apps.core.postgres.embedded import BROKER, HOST, OWNER, QUEUE
from tests.harness import environment, snapshot
from tests.harness.environment import FOLDER, ROOT, place
from tests.harness.snapshot import Snapshot

FOREIGNER = "foreigner"
numbers = count()
spare: list[str] = []
empty: list[Snapshot] = []  # this worker's database as the migrations left it
SHAPES = (
    "apps/*/migrations/*.py",
    "apps/*/sql/*.sql",
    "apps/core/postgres/operations.py",
    "apps/core/postgres/partitions.py",
    "config/requirements.txt",  # the packages' own migrations
)


@contextmanager
def session() -> Iterator[None]:
    """While this lasts the server runs, and this worker has its databases."""
    users = _users()
    fcntl.flock(users, fcntl.LOCK_SH)
    with alone("start.lock"):
        launcher.start(place, unsafe=True)
        logins.ensure(place)
        with psycopg.connect(place.superuser, autocommit=True) as server:
            logins.login(server, FOREIGNER, FOREIGNER)
        _drop_leftovers()
        _make_template()
    clone(environment.MAIN, template(), OWNER)
    empty.append(snapshot.take(environment.MAIN))
    clone(environment.QUEUE, QUEUE, BROKER)
    try:
        yield
    finally:
        connections.close_all()
        for name in (environment.MAIN, environment.QUEUE, *spare):
            drop(name)
        shutil.rmtree(environment.CHECKPOINTS, ignore_errors=True)
        users.close()


def stop() -> None:
    """End the server, unless another run still uses it."""
    with _users() as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        launcher.stop(place)


def renew(rows: Snapshot | None = None) -> None:
    """This worker's database as it was after the migrations, or when the snapshot was taken."""
    connections.close_all()
    shutil.rmtree(environment.CHECKPOINTS, ignore_errors=True)  # copies of checkpoints that are not there any more
    if not snapshot.restore(environment.MAIN, rows or empty[0]):
        drop(environment.MAIN)
        clone(environment.MAIN, template(), OWNER)
        assert rows is None or snapshot.restore(environment.MAIN, rows)


def clone(name: str, source: str, owner: str) -> None:
    _as_superuser("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY", name, source, owner)


def foreign() -> tuple[str, str]:
    """An empty database that is not ours, owned by the login `foreigner`: its name and its address."""
    name = spare.pop() if spare else f"foreign_{next(numbers)}_{environment.WORKER}"
    with psycopg.connect(place.superuser, autocommit=True) as server:
        logins.database(server, name, FOREIGNER)
    return name, f"postgresql://{FOREIGNER}:{FOREIGNER}@{HOST}:{place.port}/{name}"


def give_back(name: str) -> None:
    """The next who asks for a foreign database gets this one, empty again."""
    snapshot.empty(name)
    spare.append(name)


def drop(name: str) -> None:
    _as_superuser("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def template() -> str:
    """The template's name: a hash of whatever shapes the tables. Partitions are made ahead, so the month counts too."""
    shape = hashlib.sha256(f"{datetime.now(UTC):%Y-%m}".encode())
    for file in sorted(path for pattern in SHAPES for path in ROOT.glob(pattern)):
        shape.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return f"template_{shape.hexdigest()[:16]}"


def _make_template() -> None:
    name = template()
    if name in _names("template_%"):
        return
    for old in _names("template_%"):
        drop(old)
    clone(f"making_{name}", "template0", OWNER)
    owner = connections["owner"]
    mine, owner.settings_dict["NAME"] = owner.settings_dict["NAME"], f"making_{name}"
    try:
        call_command("migrate", database="owner", verbosity=0)
        call_command("partitions", verbosity=0)
    finally:
        owner.close()
        owner.settings_dict["NAME"] = mine
    _as_superuser("ALTER DATABASE {} RENAME TO {}", f"making_{name}", name)


def _drop_leftovers() -> None:
    """Databases of workers that were killed, and a template that was never finished."""
    for pattern in ("test_%", "queue_%", "foreign_%"):
        for name in _names(pattern):
            if not Path(f"/proc/{name.rsplit('_', 1)[1]}").exists():
                drop(name)
    for name in _names("making_%"):
        drop(name)


def _names(pattern: str) -> list[str]:
    with psycopg.connect(place.superuser) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern.replace("_", r"\_")])
        return [name for (name,) in rows]


def _as_superuser(statement: str, *names: str) -> None:
    with psycopg.connect(place.superuser, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _users() -> IO[str]:
    FOLDER.mkdir(exist_ok=True)
    return (FOLDER / "users.lock").open("w")


@contextmanager
def alone(name: str) -> Iterator[None]:
    with (FOLDER / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
