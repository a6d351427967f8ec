"""What befalls an installation in a trial: deaths, frozen processes, restarts, lost and senseless messages.

Each kind runs in a thread of its own until it is told that it is over. An interval counts from the moment when what
was hit answers again.
"""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from celery import current_app
from kombu.exceptions import OperationalError

from apps.console.faults.crew import Crew
from apps.console.faults.place import Scratch
from apps.core.doorbell import TASK
from apps.core.ids import uuid7
from config.celery import QUEUE

YEAR_MS = 365 * 24 * 3600 * 1000
FROZEN_S = 9.0  # longer than a lease, so that others have taken over when it wakes
HUGE = 5_000_000


@dataclass(frozen=True)
class Plan:
    """Seconds between two of a kind; 0: never."""

    kill_s: float = 0
    postgres_s: float = 0
    broker_s: float = 0
    empty_s: float = 0
    noise_s: float = 0
    freeze: float = 0  # share of all workers' time that they are frozen


@dataclass
class Trouble:
    plan: Plan
    place: Scratch
    crew: Crew
    bells: Sequence[tuple[UUID, UUID]]  # actions and their workspaces, to ring for again and again
    seed: int
    counted: Counter[str] = field(default_factory=Counter)
    broke: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        plan = self.plan
        kinds: tuple[tuple[float, Callable[[random.Random], None]], ...] = (
            (plan.kill_s, self._kill), (plan.postgres_s, self._postgres), (plan.broker_s, self._broker),
            (plan.empty_s, self._empty), (plan.noise_s, self._noise), (0.5, self._watch),
            (self._freeze_s(), self._freeze),
        )  # fmt: skip
        self.threads = [threading.Thread(target=self._each, args=kind, daemon=True) for kind in kinds if kind[0]]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """No more of it; what was hit last works again."""
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _each(self, every_s: float, deed: Callable[[random.Random], None]) -> None:
        dice = random.Random(f"{self.seed}:{deed.__name__}")  # noqa: S311  a plan, no secret
        while not self.over.wait(every_s):
            try:
                deed(dice)
            except Exception as why:  # noqa: BLE001  a trial whose faults fail says so
                self.broke.append(f"{deed.__name__}: {type(why).__name__}: {why}")

    def _kill(self, dice: random.Random) -> None:
        hand = dice.choice([hand for hand in self.crew.hands if not hand.frozen])
        self.crew.kill(hand)
        self.counted["kills"] += 1
        self.crew.start(hand)
        self.crew.wait(hand)

    def _freeze_s(self) -> float:
        return FROZEN_S / self.plan.freeze / max(1, len(self.crew.hands)) if self.plan.freeze else 0

    def _freeze(self, dice: random.Random) -> None:
        hand = dice.choice([hand for hand in self.crew.hands if hand.role == "worker"])
        self.crew.freeze(hand)
        self.counted["frozen"] += 1
        self.over.wait(FROZEN_S)
        self.crew.thaw(hand)

    def _postgres(self, _dice: random.Random) -> None:
        self.place.crash_postgres()
        self.place.start_postgres()
        self.counted["postgres"] += 1

    def _broker(self, _dice: random.Random) -> None:
        self.place.broker.kill()
        self.place.broker.start()
        self.counted["broker"] += 1

    def _empty(self, _dice: random.Random) -> None:
        try:
            self.place.broker.empty()
        except Exception:  # noqa: BLE001  it is down just now: another kind of trouble has come first
            return
        self.counted["emptied"] += 1

    def _noise(self, dice: random.Random) -> None:
        try:
            with current_app.producer_or_acquire() as producer:
                for body in noise(dice, self.bells):
                    producer.publish(body, routing_key=QUEUE, retry=False, content_type="application/json",
                                     content_encoding="utf-8", **_as_task(body))  # fmt: skip
                    self.counted["senseless messages"] += 1
        except (OperationalError, OSError, *current_app.connection_for_write().connection_errors):
            return  # it is down just now

    def _watch(self, _dice: random.Random) -> None:
        self.crew.replace_fallen()


def noise(dice: random.Random, bells: Sequence[tuple[UUID, UUID]]) -> list[bytes]:
    """Messages that must change nothing: doubled, out of order, a year old, for nobody, of the wrong shape, huge."""
    known = [dice.choice(bells) for _ in range(4)] if bells else []
    old = uuid7(int(time.time() * 1000) - YEAR_MS)
    rung = [("action", str(action), str(workspace)) for action, workspace in known] * 3
    rung += [("action", str(old), str(uuid4())), ("run", str(uuid4()), str(uuid4())), ("run", str(old), str(uuid4()))]
    dice.shuffle(rung)
    senseless: list[list[object]] = [
        ["nothing", "x", "y"],
        [1, None, {}],
        [],
        ["action", "x" * dice.choice((9, HUGE)), ""],
    ]
    return [_body(list(args)) for args in (*rung, *senseless)] + [b'{"this is": not JSON', b"\xff\xfe", b"[]"]


def _body(args: list[object]) -> bytes:
    embed = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
    return json.dumps([args, {}, embed]).encode()


def _as_task(body: bytes) -> dict[str, object]:
    number = str(uuid4())
    task = TASK if len(body) % 5 else "doorbell.nobody"
    return {"headers": {"lang": "py", "task": task, "id": number, "root_id": number, "argsrepr": "", "retries": 0},
            "correlation_id": number}  # fmt: skip
