"""The embedded server: made once, adopted when it runs, whole again after a kill, closed to whoever has no password."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from apps.core.postgres import embedded, launcher, logins, programs
from apps.core.postgres.embedded import APP, BROKER, MAIN, OWNER, QUEUE, Place


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """In a folder that only its owner may enter, as a home is."""
    folder = tmp_path_factory.mktemp("home")
    folder.chmod(0o700)
    place = embedded.place(folder / "data")
    launcher.start(place)
    logins.ensure(place)
    yield place
    launcher.stop(place)
    shutil.rmtree(programs.programs(place.cluster).cluster.parent, ignore_errors=True)


def test_a_second_start_adopts_the_server_that_runs(server: Place) -> None:
    assert launcher.start(server) == launcher.running(server)


def test_setting_the_logins_up_again_changes_nothing(server: Place) -> None:
    logins.ensure(server)
    with psycopg.connect(server.url(OWNER, MAIN)) as main:
        assert main.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [MAIN]
        ).fetchone() == (OWNER,)


@pytest.mark.parametrize("user", embedded.LOGINS)
def test_no_login_of_ours_is_a_superuser(server: Place, user: str) -> None:
    with psycopg.connect(server.superuser) as main:
        rights = main.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %s", [user]
        )
        assert rights.fetchone() == (False, False, False, False)


@pytest.mark.parametrize(("user", "database"), [(APP, QUEUE), (BROKER, MAIN)])
def test_a_login_cannot_enter_the_other_database(server: Place, user: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(server.url(user, database))


def test_nobody_is_let_in_on_trust(server: Place) -> None:
    rules = (programs.programs(server.cluster).cluster / "pg_hba.conf").read_text().splitlines()
    methods = {line.split()[-1] for line in rules if line and not line.startswith("#")}
    assert methods == {"scram-sha-256"}
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://postgres:wrong@127.0.0.1:{server.port}/postgres")


def test_there_is_no_socket_to_come_in_by(server: Place) -> None:
    with psycopg.connect(server.superuser) as main:
        assert main.execute("SHOW unix_socket_directories").fetchone() == ("",)


def test_killed_it_is_started_again_with_all_that_was_committed(server: Place) -> None:
    with psycopg.connect(server.url(OWNER, MAIN)) as main:
        main.execute("CREATE TABLE kept AS SELECT 1 AS one")
    before = launcher.start(server)
    os.kill(before, signal.SIGKILL)
    after = launcher.start(server)
    assert after != before
    with psycopg.connect(server.url(OWNER, MAIN)) as main:
        assert main.execute("SELECT one FROM kept").fetchone() == (1,)


def test_stopped_it_is_gone_and_its_port_free(server: Place) -> None:
    launcher.stop(server)
    assert launcher.running(server) is None
    assert not embedded.taken(server.port)
    launcher.start(server)


def test_a_port_that_somebody_else_took_is_said(tmp_path: Path, server: Place) -> None:
    other = Place(tmp_path, server.port, server.passwords | {"postgres": "another"})
    with pytest.raises(launcher.NotStarted, match=f"Port {server.port}, the embedded PostgreSQL's, is taken"):
        launcher.start(other)
    shutil.rmtree(programs.programs(other.cluster).cluster, ignore_errors=True)


def test_secrets_are_made_once_and_are_for_their_owner_alone(tmp_path: Path) -> None:
    first, second = embedded.place(tmp_path), embedded.place(tmp_path)
    assert first == second
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert len(set(first.passwords.values())) == len(first.passwords)
