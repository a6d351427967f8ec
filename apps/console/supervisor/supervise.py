"""Start the processes in order, watch them, start again what dies, and stop them in order."""

import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from apps.console.supervisor import children, record
from apps.console.supervisor.children import Child
from apps.core.postgres import launcher
from apps.core.postgres.embedded import Place

PULSE_S = 0.25
WEB_PATIENCE_S = 60


class Ended(SystemExit):
    """Somebody asked us to stop."""


@dataclass
class Supervisor:
    folder: Path
    say: Callable[[str], None]
    place: Place | None  # the embedded server, if it is ours
    start_server: Callable[[Place], int]
    children: list[Child] = field(default_factory=list)

    def start(self, some: Sequence[Child]) -> None:
        for child in some:
            child.start()
            self.children.append(child)
        self._write_down()

    def watch(self) -> None:
        """Until somebody asks us to stop."""
        while True:
            time.sleep(PULSE_S)
            if self.place and launcher.running(self.place) is None:
                self.say("The database ended; it is started again.")
                self.start_server(self.place)
            started = [child for child in self.children if self._look_after(child)]
            if started:
                self._write_down()

    def _look_after(self, child: Child) -> bool:
        """Tell of its fall, start it when it is due again: whether it was started."""
        code = child.fell()
        if code is not None:
            wait = child.due_at - time.monotonic()
            self.say(f"{child.name} ended with {code}; it is started again in {wait:.0f} s. It said: {child.log}")
        if child.due():
            child.start()
            return True
        return False

    def stop(self) -> None:
        """The product first, the systems that it works on next, the database last. At most 18 s in all."""
        if self.children:
            self.say("Stopping.")
        outside = [child for child in self.children if child.name.startswith("sandbox")]
        children.stop([child for child in self.children if child not in outside], within=10)
        children.stop(outside, within=2)
        if self.place:
            launcher.stop(self.place, within=4)
        (self.folder / "processes.json").unlink(missing_ok=True)

    def _write_down(self) -> None:
        record.write(self.folder, {child.name: child.pid for child in self.children if child.pid})


def end_on_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _end)


def ignore_signals() -> None:
    """While stopping: a second Ctrl-C must not leave half of it running."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def answers(address: str, *, within: float = WEB_PATIENCE_S) -> bool:
    """Whether a page comes within this time, whatever it says."""
    direct = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        with suppress(URLError, OSError):
            try:
                direct.open(address, timeout=5).close()
            except HTTPError as page:
                page.close()
            return True
        time.sleep(0.1)
    return False


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Ended(0)
