"""The scratch installation of one trial: folder, PostgreSQL, broker and targets, all gone afterwards."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from apps.console.faults import brokers
from apps.console.faults.brokers import Broker
from apps.console.faults.wire import Silent, Unreached, ask
from apps.console.supervisor.children import end_with_parent
from apps.core.postgres import embedded, launcher, logins
from apps.core.postgres.programs import programs

ROOT = Path(__file__).resolve().parents[3]
TIERS = "ABCD"
LAG_S = 0.5  # of the search of tier C
PORTS = 5  # how many are tried: a free one may be taken before it is ours
FOREIGN = ("DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL", "COUNTERSIGN_")
# A trial waits for little: whoever looks after a lost worker comes soon.
QUICK = {"COUNTERSIGN_LEASE_S": "6", "COUNTERSIGN_CALL_TIMEOUT_S": "2", "COUNTERSIGN_GRACE_S": "3"}


@dataclass
class Scratch:
    folder: Path
    broker: Broker
    targets: dict[str, int] = field(default_factory=dict)  # port of each tier's target

    @property
    def postgres(self) -> embedded.Place:
        return embedded.place(self.folder)

    def environment(self, outside: Mapping[str, str]) -> dict[str, str]:
        """For processes that belong to this trial: nothing of the caller's own installation reaches them."""
        ours = {name: value for name, value in outside.items() if not name.startswith(FOREIGN)}
        here = {
            "COUNTERSIGN_DATA_DIR": str(self.folder),
            "BROKER_URL": self.broker.url,
            "COUNTERSIGN_LOG_LEVEL": "ERROR",
        }
        return {**ours, **QUICK, **here, "COUNTERSIGN_DATABASE_POOL": "0"}

    def start_postgres(self) -> None:
        launcher.start(self.postgres)

    def crash_postgres(self) -> None:
        brokers.crash(self.postgres)


@contextmanager
def laid_out(kind: str, *, keep: bool = False) -> Iterator[Scratch]:
    """A folder and its addresses. Whatever runs there in the end is ended, and the folder is gone."""
    folder = Path(tempfile.mkdtemp(prefix="countersign-faults-"))
    folder.chmod(0o711)
    made = within(folder, kind)
    try:
        yield made
    finally:
        made.broker.end()
        launcher.stop(made.postgres)
        if not keep:
            clear(folder, kind)


def clear(folder: Path, kind: str) -> None:
    """The folder is gone, and whatever its servers kept elsewhere."""
    for place in (folder, folder / kind):
        if (place / "secrets.json").exists():
            shutil.rmtree(programs(embedded.place(place).cluster).cluster, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def within(folder: Path, kind: str) -> Scratch:
    """The same installation, for another process that works in it."""
    return Scratch(folder, brokers.KINDS[kind](folder / kind))


@contextmanager
def running(made: Scratch, *, seed: int, mix: str, lag_s: float) -> Iterator[None]:
    """While this lasts, database, broker and targets run."""
    with ExitStack() as after:
        made.start_postgres()
        logins.ensure(made.postgres)
        made.broker.start()
        for number, tier in enumerate(TIERS):
            made.targets[tier] = after.enter_context(target(made.folder, tier, seed + number, mix, lag_s))
        yield


@contextmanager
def target(folder: Path, tier: str, seed: int, mix: str, lag_s: float) -> Iterator[int]:
    """The target of one tier, with books of its own; its port."""
    words = ("--seed", str(seed), "--mix", mix, "--lag", str(lag_s))
    with (folder / f"target-{tier}.log").open("ab") as said:
        process, port = listening(lambda port: spawned(port, words, said), tier)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether that process answers there: a free port may be taken by somebody else's trial before it is ours."""
    with suppress(Silent, Unreached):
        status, said = ask(port, "GET", "/__who", timeout_s=2)
        return status == 200 and said == {"pid": process.pid}
    return False


def listening(spawn: Callable[[int], subprocess.Popen[bytes]], tier: str) -> tuple[subprocess.Popen[bytes], int]:
    """A target that holds its port."""
    for _ in range(PORTS):
        port = embedded.free_port()
        process = spawn(port)
        if holds(process, port, tier):
            return process, port
    raise RuntimeError(f"The target of tier {tier} found no port.")


def holds(process: subprocess.Popen[bytes], port: int, tier: str) -> bool:
    """Whether it answers there; else it has ended, for the port was somebody else's."""
    brokers.wait(lambda: process.poll() is not None or answers(port, process), f"No target of tier {tier} answers.")
    return process.poll() is None


def spawned(port: int, words: Sequence[str], said: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "apps.console.faults.target", "--port", str(port), *words]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=said, stderr=said,
        preexec_fn=end_with_parent(signal.SIGKILL),  # noqa: PLW1509  one thread so far
    )  # fmt: skip
