"""One supervised process: started in a session of its own, ended with its supervisor, started again when it dies."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
BACKOFF_S, LONGEST_S, SETTLED_S = 1.0, 30.0, 60.0
LARGEST_LOG = 5 * 2**20
_libc = ctypes.CDLL(None) if os.uname().sysname == "Linux" else None


@dataclass
class Child:
    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0
    due_at: float = 0
    wait: float = BACKOFF_S

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(),  # noqa: PLW1509  the supervisor has one thread
            )
        self.started_at = time.monotonic()

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process and self.process.poll() is None else None

    def fell(self) -> int | None:
        """Its exit code, once, when it has died; it is due again after a pause that doubles from fall to fall."""
        if self.process is None or self.process.poll() is None:
            return None
        code, self.process = self.process.returncode, None
        now = time.monotonic()
        if now - self.started_at > SETTLED_S:
            self.wait = BACKOFF_S
        self.due_at, self.wait = now + self.wait, min(self.wait * 2, LONGEST_S)
        return code

    def due(self) -> bool:
        return self.process is None and time.monotonic() >= self.due_at


def stop(children: Sequence[Child], *, within: float) -> None:
    """Ask all of them to end, then end the groups of those that did not, and what they left."""
    for child in children:
        if child.process and child.pid:
            child.process.terminate()
    deadline = time.monotonic() + within
    while any(child.pid for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        if child.process:
            _end_group(child.process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # nobody of that group is left
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_with_parent(order: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """What a new process does before it starts, so that the system ends it should its supervisor be killed."""
    parent = os.getpid()

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, order)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before we asked

    return prepare
