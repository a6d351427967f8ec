"""The scratch installation of one trial: folder, PostgreSQL, broker and targets, all gone afterwards."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from apps.console.faults import brokers
from apps.console.faults.brokers import Broker
from apps.console.faults.wire import Silent, Unreached, ask
from apps.console.supervisor.children import end_with_parent
from apps.core.postgres import embedded, launcher, logins
from apps.core.postgres.programs import programs

ROOT = Path(__file__).resolve().parents[3]
TIERS = "ABCD"
LAG_S = 0.5  # of the search of tier C
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
        for place in (folder, folder / kind):
            if (place / "secrets.json").exists() and not keep:
                shutil.rmtree(programs(embedded.place(place).cluster).cluster, ignore_errors=True)
        if not keep:
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
            made.targets[tier] = after.enter_context(_target(made.folder, tier, seed + number, mix, lag_s))
        yield


@contextmanager
def _target(folder: Path, tier: str, seed: int, mix: str, lag_s: float) -> Iterator[int]:
    """The target of one tier, with books of its own; its port."""
    port = embedded.free_port()
    command = [sys.executable, "-m", "apps.console.faults.target", "--port", str(port), "--seed", str(seed)]
    with (folder / f"target-{tier}.log").open("ab") as said:
        process = subprocess.Popen(
            [*command, "--mix", mix, "--lag", str(lag_s)], cwd=ROOT, stdout=said, stderr=said,
            preexec_fn=end_with_parent(signal.SIGKILL),  # noqa: PLW1509  one thread so far
        )  # fmt: skip
    try:
        brokers.wait(lambda: answers(port), f"The target of tier {tier} did not start.")
        yield port
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    with suppress(Silent, Unreached):
        return ask(port, "GET", "/record/none", timeout_s=2)[0] == 200
    return False
