"""Message brokers of a trial's own: started, killed and emptied at will. pgmq needs nothing installed."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import kombu
import psycopg
from kombu.exceptions import OperationalError

from apps.core.postgres import embedded, launcher, logins

QUEUE = "work"  # as config/celery.py names it; this module is imported before there are settings

PATIENCE_S = 60
RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # the program itself: the one in PATH changes user first


class NotInstalled(RuntimeError):
    """The broker's program is not here."""


class Broker(Protocol):
    url: str

    def start(self) -> None:
        """It runs and answers."""

    def kill(self) -> None:
        """It is gone at once, as after a power cut."""

    def empty(self) -> None:
        """Every message is lost."""

    def end(self) -> None:
        """It is gone, and so is what it started."""


class Pgmq:
    """The queue's tables on a PostgreSQL of its own."""

    def __init__(self, folder: Path) -> None:
        self._place = embedded.place(folder)
        self.url = self._place.url(embedded.BROKER, embedded.QUEUE).replace("postgresql:", "pgmq:", 1)

    def start(self) -> None:
        launcher.start(self._place)
        logins.ensure(self._place)

    def kill(self) -> None:
        crash(self._place)

    def empty(self) -> None:
        with psycopg.connect(self._place.url(embedded.BROKER, embedded.QUEUE), autocommit=True) as queue:
            queue.execute("SELECT pgmq.purge_queue(queue_name) FROM pgmq.list_queues()")

    def end(self) -> None:
        launcher.stop(self._place)


class Served:
    """A broker that is one server process."""

    def __init__(self, folder: Path, scheme: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port = folder, kept_port(folder / "port")
        self.url = f"{scheme}://127.0.0.1:{self.port}//" if scheme == "amqp" else f"{scheme}://127.0.0.1:{self.port}/0"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "said.log").open("ab") as said:
            self._server = subprocess.Popen(
                self.command(), env={**os.environ, **self.environment()}, stdout=said, stderr=said, cwd=self.folder,
                start_new_session=True,
            )  # fmt: skip
        (self.folder / "server.pid").write_text(str(self._server.pid))
        wait(self.answers, f"{type(self).__name__} did not start: see {self.folder}/said.log")

    def kill(self) -> None:
        with suppress(FileNotFoundError, ProcessLookupError):
            os.killpg(int((self.folder / "server.pid").read_text()), signal.SIGKILL)
        if self._server is not None:
            self._server.wait()
            self._server = None

    def end(self) -> None:
        self.kill()

    def answers(self) -> bool:
        try:
            with kombu.Connection(self.url, connect_timeout=2) as line:
                line.ensure_connection(max_retries=1, timeout=2)
        except (OperationalError, OSError):
            return False
        return True

    def empty(self) -> None:
        with kombu.Connection(self.url, connect_timeout=2) as line:
            kombu.Queue(QUEUE, channel=line.channel()).purge()

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        return {}


class Redis(Served):
    """Redis or Valkey, keeping nothing on disk: a restart loses every message."""

    def __init__(self, folder: Path) -> None:
        self._program = program("valkey-server", "redis-server")
        super().__init__(folder, "redis")

    def command(self) -> list[str]:
        plain = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder))
        return [self._program, "--port", str(self.port), *plain]


class Rabbitmq(Served):
    """RabbitMQ, whose queue of work is a quorum queue: a restart keeps what was confirmed."""

    def __init__(self, folder: Path) -> None:
        if not RABBIT.exists():
            raise NotInstalled("rabbitmq-server is not installed.")
        super().__init__(folder, "amqp")
        self._names, self._between = kept_port(folder / "names"), kept_port(folder / "between")

    def command(self) -> list[str]:
        return [str(RABBIT)]

    def environment(self) -> Mapping[str, str]:
        here = str(self.folder)
        return {
            "HOME": here, "ERL_EPMD_PORT": str(self._names), "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_RELAXED_COMMAND_CHECK": "1",
            "RABBITMQ_NODENAME": "trial@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port), "RABBITMQ_DIST_PORT": str(self._between),
            "RABBITMQ_MNESIA_BASE": f"{here}/db", "RABBITMQ_LOG_BASE": f"{here}/log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{here}/plugins", "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_GENERATED_CONFIG_DIR": f"{here}/conf", "RABBITMQ_PID_FILE": f"{here}/pid",
        }  # fmt: skip

    def end(self) -> None:
        super().end()
        names = {**os.environ, "ERL_EPMD_PORT": str(self._names)}
        relaxed = {**names, "ERL_EPMD_RELAXED_COMMAND_CHECK": "1"}  # it may still know the node that we have killed
        subprocess.run([program("epmd"), "-kill"], env=relaxed, check=False, capture_output=True)


KINDS: dict[str, Callable[[Path], Broker]] = {"pgmq": Pgmq, "rabbitmq": Rabbitmq, "redis": Redis}


def program(*names: str) -> str:
    """The path of the first of these that is installed. Raises NotInstalled."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise NotInstalled(f"{names[0]} is not installed.")
    return found


def kept_port(file: Path) -> int:
    """A free port, the same for every process that asks for this file's."""
    if not file.exists():
        file.write_text(str(embedded.free_port()))
    return int(file.read_text())


def crash(place: embedded.Place) -> None:
    """A PostgreSQL is stopped in the middle of everything; it recovers from its log at the next start."""
    pid = launcher.running(place)
    if pid is not None:
        os.kill(pid, signal.SIGQUIT)
        wait(lambda: launcher.running(place) != pid, "PostgreSQL did not stop.")


def wait(so: Callable[[], bool], otherwise: str, *, within_s: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + within_s
    while not so():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.05)
