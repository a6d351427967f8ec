"""The simulators that sandbox connections talk to: their ports, kept from start to start, and how they are run."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from apps.console.supervisor.obstacles import Obstacle
from apps.core.postgres.embedded import HOST, free_port, taken

PATIENCE_S = 20


@dataclass(frozen=True)
class Ports:
    stripe: int
    mail: int
    mail_http: int

    def addresses(self) -> dict[str, str]:
        return {
            "stripe": f"http://{HOST}:{self.stripe}",
            "mail": f"smtp://{HOST}:{self.mail}",
            "mail_http": f"http://{HOST}:{self.mail_http}",
        }


def ports(folder: Path, *, busy: Callable[[int], bool] = taken) -> Ports:
    """The ports of last time, but another one for each that somebody else has taken meanwhile. Written down."""
    file = folder / "sandbox.json"
    known = {name: int(url.rpartition(":")[2]) for name, url in _read(file).items()}
    kept = {name: port for name, port in known.items() if not busy(port)}
    found = Ports(*(kept.get(name) or free_port() for name in ("stripe", "mail", "mail_http")))
    file.write_text(json.dumps(found.addresses(), indent=1))
    return found


def wait(found: Ports) -> None:
    """Until all of them listen."""
    deadline = time.monotonic() + PATIENCE_S
    while not all(map(taken, (found.stripe, found.mail, found.mail_http))):
        if time.monotonic() > deadline:
            raise Obstacle("The sandbox systems did not start; they said: .data/logs/sandbox-*.log")
        time.sleep(0.05)


def _read(file: Path) -> dict[str, str]:
    return dict(json.loads(file.read_text())) if file.exists() else {}
