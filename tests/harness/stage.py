"""A rehearsal: workers that stop at every step until told to go on, a target whose requests arrive when told to.

Each worker is a thread that runs the product's own steps on its own database session. What the model calls a step is
what lies between two places where it is held; dying is being ended there.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections

from apps.actions import claim, execute
from apps.connectors import engine
from apps.console.faults import trial
from apps.console.faults.books import Books, Reply
from apps.console.faults.driver import TrialDriver
from apps.console.faults.wire import Silent
from apps.core import failpoints, ids, scope

PATIENCE_S = 30
WIRE = "wire"  # the request is written, and nobody has answered
HELD = frozenset(
    {"guard.after_read", "claim.after_commit", "start.after_commit", "send.before_write", "send.after_write"}
)
_me: "ContextVar[Puppet | None]" = ContextVar("me", default=None)


class Dies(BaseException):
    """The process ends here: what was committed stays, nothing else does."""


@dataclass(eq=False)
class Request:
    body: dict[str, Any]
    by: "Puppet"
    reply: Reply | None = None
    arrived: bool = False

    @property
    def key(self) -> str:
        return str(self.body["key"])


@dataclass(eq=False)
class Puppet:
    """One worker. `at`: idle, or the place where it is held."""

    stage: "Stage"
    at: str = "idle"
    broke: BaseException | None = None
    held: frozenset[str] = HELD
    request: Request | None = None
    _dies: bool = False

    def __post_init__(self) -> None:
        self._here, self._on = threading.Event(), threading.Event()

    def begin(self, deed: Callable[[], object]) -> str:
        """Do this, up to the first place."""
        self.broke, self._dies = None, False
        threading.Thread(target=self._run, args=[deed], daemon=True).start()
        return self._wait()

    def take(self, action: UUID) -> str:
        return self.begin(lambda: execute.run(action, self.stage.workspace))

    def go(self) -> str:
        """On to the next place, or to the end."""
        self._on.set()
        return self._wait()

    def to(self, place: str) -> None:
        """On until it is held at this place."""
        while self.at not in (place, "idle"):
            self.go()
        assert self.at == place, f"It never came to {place}."

    def die(self) -> None:
        self._dies = True
        self.go()

    def end(self) -> None:
        """On to the end."""
        while self.at != "idle":
            self.go()

    def hold(self, place: str) -> None:
        self.at = place
        self._here.set()
        self._on.wait()
        self._on.clear()
        if self._dies:
            raise Dies

    def _tell(self, place: str) -> None:
        if place in self.held:
            self.hold(place)

    def _wait(self) -> str:
        assert self._here.wait(PATIENCE_S), f"It neither stopped nor ended after {self.at}."
        self._here.clear()
        return self.at

    def _run(self, deed: Callable[[], object]) -> None:
        _me.set(self)
        try:
            with scope.workspace(self.stage.workspace), failpoints.rehearsed(self._tell):
                deed()
        except Dies:
            pass
        except BaseException as why:  # noqa: BLE001  the test asks for it
            self.broke = why
        finally:
            connections.close_all()
            self.at = "idle"
            self._here.set()


@dataclass(eq=False)
class Stage:
    workspace: UUID
    books: Books = field(default_factory=Books)
    wire: list[Request] = field(default_factory=list)
    everything: list[Request] = field(default_factory=list)  # that was ever sent
    signed: dict[str, str] = field(default_factory=dict)  # by key: what the record held when people saw it
    late_s: float = 0
    watch: Callable[[Request], None] = lambda _request: None  # is told of each request when it is written

    # --- the target ---

    def ask(self, port: int, method: str, path: str, body: Any = None, *, timeout_s: float) -> tuple[int, Any]:
        """What the trial's driver asks, answered from the books; a write waits on the wire until it is told to arrive."""
        if method == "POST":
            return self._send(body)
        _, where, what = path.split("/")
        if where == "record":
            value, version = self.books.read(what)
            return 200, {"value": value, "version": str(version)}
        return 200, {"lines": self.books.search(what)}

    def _send(self, body: dict[str, Any]) -> tuple[int, Any]:
        me = _me.get()
        assert me is not None, "Only workers send."
        me.request = Request(body, me)
        self.wire.append(me.request)
        self.everything.append(me.request)
        self.watch(me.request)
        me.hold(WIRE)
        if me.request.reply is None:
            raise Silent("Nobody answered in time.")
        return me.request.reply

    def arrive(self, request: Request, *, heard: bool = True, refused: bool = False) -> None:
        """A request arrives and has its effect, or is refused; its sender hears of it, if it still listens."""
        self.wire.remove(request)
        request.arrived = not refused
        reply: Reply = (409, {"why": "No."}) if refused else self.books.do(request.body)
        if heard and self.waits(request):
            request.reply = reply
            request.by.go()

    def lose(self, request: Request) -> None:
        self.wire.remove(request)

    def waits(self, request: Request) -> bool:
        return request.by.at == WIRE and request.by.request is request

    # --- the clocks ---

    def too_late(self) -> None:
        """Whoever has claimed something has less of its lease left than one request takes."""
        self.late_s += settings.COUNTERSIGN_LEASE_S - settings.COUNTERSIGN_CALL_TIMEOUT_S + 1

    def lease_over(self, action: UUID, *, by_s: float = 0.001) -> None:
        self.too_late()
        past = "clock_timestamp() - make_interval(secs => %s)"
        for sql in (
            f"UPDATE actions_attempt SET lease_until = least(lease_until, {past}) WHERE ended_at IS NULL AND action_id = %s",
            f"UPDATE actions_action SET lease_until = least(lease_until, {past}) WHERE state = 'executing' AND id = %s",
            f"UPDATE actions_openwork SET due_at = least(due_at, {past}) WHERE action_id = %s",
        ):
            self._run(sql, by_s, action)

    def hold_over(self, action: UUID) -> None:
        self._run("UPDATE actions_action SET hold_until = NULL WHERE id = %s", action)

    def quiet(self, action: UUID) -> None:
        """Lease and grace are over: nothing of it can arrive any more."""
        self.lease_over(action, by_s=settings.COUNTERSIGN_GRACE_S + 1)

    def key_grows_old(self, action: UUID) -> None:
        self._run(
            "UPDATE actions_attempt SET started_at = started_at - interval '20 hours' WHERE action_id = %s", action
        )

    def key_is_forgotten(self, action: UUID) -> None:
        self.books.keys.discard(ids.say("action", action))

    def _run(self, sql: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)


@contextmanager
def set_up(workspace: UUID) -> Iterator[Stage]:
    """The trial's connector speaks to this stage, and claims read its clock."""
    stage = Stage(workspace)
    before, real = engine._drivers.get("trial"), vars(claim)["time"]
    trial.join()
    engine.register_driver("trial", TrialDriver(stage.ask))
    vars(claim)["time"] = SimpleNamespace(monotonic=lambda: time.monotonic() + stage.late_s)
    try:
        yield stage
    finally:
        vars(claim)["time"] = real
        if before:
            engine.register_driver("trial", before)
