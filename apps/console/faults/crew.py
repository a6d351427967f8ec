"""The workers and reapers of a trial, each a process that may be killed, frozen, and put in its place again."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from apps.console.faults import brokers
from apps.console.faults.nursery import SKEW
from apps.console.faults.place import ROOT
from apps.console.supervisor.children import end_with_parent

READY_S = 60
REST_S = 60  # whoever has not ended what he is at by then is killed


@dataclass
class Hand:
    """One process of the crew, and how it is started again."""

    name: str
    role: str  # worker, reaper
    env: dict[str, str] = field(default_factory=dict)
    pid: int = 0
    frozen: bool = False
    ours: bool = False  # we ended it; any other end is its own doing


class Crew:
    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder, self.hands, self.fell = folder, list[Hand](), 0
        self._lock = threading.Lock()
        self._log: IO[bytes] = (folder / "workers.log").open("ab")
        self._nursery = subprocess.Popen(
            [sys.executable, "manage.py", "faults_workers"], cwd=ROOT, env=dict(environment), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            preexec_fn=end_with_parent(signal.SIGKILL),  # noqa: PLW1509  nothing of it needs a lock
        )  # fmt: skip
        self._answer()

    def hire(self, role: str, count: int, *, skew_s: float = 0, **env: str) -> None:
        """So many more. `skew_s`: the clock of the last one is wrong by so much."""
        for number in range(count):
            wrong = {SKEW: str(skew_s)} if skew_s and number == count - 1 else {}
            hand = Hand(f"{role}-{len(self.hands)}", role, {**env, **wrong})
            self.hands.append(hand)
            self.start(hand)

    def start(self, hand: Hand) -> None:
        """It is forked, with everything in memory."""
        ready = self._ready(hand)
        ready.unlink(missing_ok=True)
        order = {"name": hand.name, "role": hand.role, "env": hand.env, "ready": str(ready)}
        with self._lock:
            hand.pid = int(self._ask(order)["pid"])
        hand.frozen = hand.ours = False

    def wait(self, hand: Hand) -> bool:
        """Until it is at work. False where it has fallen before it was."""
        deadline = time.monotonic() + READY_S
        while not self._ready(hand).exists():
            if time.monotonic() > deadline or not self.alive(hand):
                return False
            time.sleep(0.02)
        return True

    def kill(self, hand: Hand) -> None:
        hand.ours = True
        _signal(hand.pid, signal.SIGKILL)
        brokers.wait(lambda: not self.alive(hand), f"{hand.name} did not end.")

    def freeze(self, hand: Hand) -> None:
        hand.frozen = True
        _signal(hand.pid, signal.SIGSTOP)

    def thaw(self, hand: Hand) -> None:
        hand.frozen = False
        _signal(hand.pid, signal.SIGCONT)

    def alive(self, hand: Hand) -> bool:
        try:
            state = Path(f"/proc/{hand.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        return state not in "ZX"

    def replace_fallen(self) -> int:
        """Whoever fell by itself is started again, as a supervisor would. Returns how many had."""
        fallen = [hand for hand in self.hands if not hand.ours and not self.alive(hand)]
        for hand in fallen:
            self.start(hand)
        self.fell += len(fallen)
        return len(fallen)

    def rest(self) -> None:
        """Everybody ends: a worker when it has done what it is at."""
        for hand in self.hands:
            hand.ours = True
            _signal(hand.pid, signal.SIGTERM if hand.role == "worker" else signal.SIGKILL)
        with suppress(TimeoutError):
            brokers.wait(lambda: not any(map(self.alive, self.hands)), "Not all have ended.", within_s=REST_S)
        for hand in self.hands:
            if self.alive(hand):
                self.kill(hand)
            hand.pid = 0  # the number may soon be somebody else's

    def resume(self) -> None:
        """The same hands are at work again."""
        for hand in self.hands:
            self.start(hand)
        for hand in self.hands:
            self.wait(hand)

    def dismiss(self) -> None:
        """All of them end; others may be hired."""
        for hand in self.hands:
            self.kill(hand)
        self.hands.clear()

    def end(self) -> None:
        for hand in self.hands:
            _signal(hand.pid, signal.SIGKILL)
        self._nursery.kill()
        self._nursery.wait()
        self._log.close()

    def _ready(self, hand: Hand) -> Path:
        return self.folder / f"{hand.name}.ready"

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(order) + "\n")
        self._nursery.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._nursery.stdout is not None
        line = self._nursery.stdout.readline()
        if not line:
            raise RuntimeError(f"The workers could not be started: see {self.folder / 'workers.log'}")
        return dict(json.loads(line))


def _signal(pid: int, number: signal.Signals) -> None:
    if not pid:
        return
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
