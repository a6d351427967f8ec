"""The embedded PostgreSQL: make the cluster once, start it or adopt the one that runs, stop it. TCP on loopback, scram.

There is no Unix socket and no trust line anywhere: whoever connects, our own code included, shows a password.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from apps.core.postgres.embedded import HOST, SUPERUSER, Place, taken
from apps.core.postgres.programs import NOBODY, Programs, programs

PATIENCE_S = 30
TRIES = 6
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # our statements are short: compiling them costs more than it saves
}
UNSAFE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # for tests, whose data may be lost


class NotStarted(RuntimeError):
    """The server does not run; the message says why."""


def start(place: Place, *, unsafe: bool = False, prepare: Callable[[], None] | None = None) -> int:
    """A server that answers, ours or adopted: its process id. `prepare` runs first in a new server's process."""
    found = programs(place.cluster)
    if not (found.cluster / "PG_VERSION").exists():
        _make(found, place)
    deadline = time.monotonic() + PATIENCE_S
    tries = 0
    while not _answers(place):
        if time.monotonic() > deadline or tries > TRIES:
            raise NotStarted(f"PostgreSQL did not start: {_last_words(place)}")
        if running(place) is None:
            if taken(place.port):
                raise NotStarted(f"Port {place.port}, the embedded PostgreSQL's, is taken by another program.")
            server = _spawn(found, place, SETTINGS | (UNSAFE if unsafe else {}), prepare)
            tries += _ended_at_once(server, place)
        time.sleep(0.05)
    pid = running(place)
    if pid is None:
        raise NotStarted(f"Port {place.port} is answered by a PostgreSQL that is not ours.")
    return pid


def running(place: Place) -> int | None:
    """The process id of the server on this cluster, or None."""
    file = programs(place.cluster).cluster / "postmaster.pid"
    try:
        pid = int(file.read_text().split("\n", 1)[0])
        _reap(pid)
        command = Path(f"/proc/{pid}/cmdline")
        os.kill(pid, 0)
        foreign = command.parent.parent.is_dir() and b"postgres" not in command.read_bytes()
    except (OSError, ValueError):
        return None
    return None if foreign else pid


def stop(place: Place, *, within: float = 8) -> None:
    """End it in order; if that takes too long, at once (it recovers at the next start)."""
    for order, patience in ((signal.SIGINT, within), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 1.0)):
        pid = running(place)
        if pid is None:
            return
        os.kill(pid, order)
        _wait_for_end(place, pid, patience)


def _ended_at_once(server: subprocess.Popen[bytes], place: Place) -> bool:
    """Whether it ends before it answers: what a killed server left in memory may not be gone yet, so we try again."""
    while server.poll() is None:
        if _answers(place):
            return False
        time.sleep(0.05)
    time.sleep(0.5)
    return True


def _wait_for_end(place: Place, pid: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while running(place) == pid and time.monotonic() < deadline:
        time.sleep(0.03)


def _reap(pid: int) -> None:
    """Collect the server if it is our child, so that it does not stay behind as a zombie."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _make(found: Programs, place: Place) -> None:
    """A new cluster, complete or not there at all: it is made under another name and renamed."""
    draft = found.cluster.with_name(f"{found.cluster.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=draft.parent) as password:
        password.write(place.passwords[SUPERUSER])
        password.flush()
        if found.as_nobody:
            os.chown(draft, NOBODY, NOBODY)
            os.chown(password.name, NOBODY, NOBODY)
        _initdb(found, draft, Path(password.name))
    draft.rename(found.cluster)


def _initdb(found: Programs, draft: Path, password: Path) -> None:
    command = [
        *(str(found.bin / "initdb"), "--pgdata", str(draft), "--username", SUPERUSER, "--pwfile", str(password)),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync"),
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **found.as_user)
    if done.returncode != 0:
        raise NotStarted(f"PostgreSQL could not make its data folder: {_reason(done.stderr)}")


def _spawn(
    found: Programs, place: Place, settings: dict[str, str], prepare: Callable[[], None] | None
) -> subprocess.Popen[bytes]:
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = [str(found.bin / "postgres"), "-D", str(found.cluster), "-p", str(place.port), *options]
    with _log(place).open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509  whoever gives one has one thread
            **found.as_user,
        )


def _answers(place: Place) -> bool:
    try:
        with psycopg.connect(place.superuser, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _log(place: Place) -> Path:
    folder = place.folder / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "postgres.log"


def _last_words(place: Place) -> str:
    return _reason(_log(place).read_text(errors="replace"))


def _reason(said: str) -> str:
    """The line that says why, out of many that say what happened then."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reasons = [line for line in lines if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    return (reasons or lines or ["it said nothing"])[-1]
