"""Which processes belong to this data folder: one supervisor, and the children that it wrote down.

A process is known by its id and its start time, so that a number that was given to another one is left alone.
"""

import fcntl
import json
import os
import signal
import time
from pathlib import Path
from typing import IO

from apps.console.supervisor.obstacles import Obstacle

PATIENCE_S = 6.0


def only_one(folder: Path, port: int) -> IO[str]:
    """The lock of the one supervisor, held until the file is closed."""
    file = (folder / "up.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise Obstacle(f"Countersign runs here already: {file.read().strip()}") from None
    file.truncate(0)
    file.write(f"process {os.getpid()}, http://127.0.0.1:{port}/\n")
    file.flush()
    return file


def write(folder: Path, pids: dict[str, int]) -> None:
    known = {name: [pid, _started(pid)] for name, pid in pids.items()}
    draft = folder / "processes.json.new"
    draft.write_text(json.dumps(known))
    draft.replace(folder / "processes.json")


def end_leftovers(folder: Path) -> list[str]:
    """End what a killed supervisor left behind: their names."""
    left = _left(folder)
    for pid in left.values():
        _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_S
    while any(alive(pid) for pid in left.values()) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left.values():
        _signal(pid, signal.SIGKILL)  # the whole group: a pool's children do not outlive their parent
    (folder / "processes.json").unlink(missing_ok=True)
    return sorted(left)


def alive(pid: int) -> bool:
    """Whether it runs; one that has ended and is not collected yet does not."""
    state = _stat(pid)
    return bool(state) and state[0] not in {"Z", "X"}


def _left(folder: Path) -> dict[str, int]:
    try:
        known = json.loads((folder / "processes.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: pid for name, (pid, started) in known.items() if started and started == _started(pid)}


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _started(pid: int) -> str:
    state = _stat(pid)
    return state[19] if state else ""


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
