"""The agents' door: what a proposal takes over REST, from the request to the durable answer."""

import http.client
import json
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from apps.agents import keys
from apps.console.bench import connector
from apps.console.bench.figures import Figure, at_most, percentile
from apps.console.bench.room import Room
from apps.console.bench.started import started
from apps.console.bench.world import Home
from apps.core import ids, scope
from apps.core.ids import uuid7
from apps.core.postgres.embedded import HOST, free_port

CONNECTIONS = (1, 8)
WAIT_S = 60


def run(room: Room) -> Iterator[Figure]:
    """One gunicorn worker with eight threads; the target answers in no time, so that all of it is ours."""
    home = room.homes[0]
    with scope.workspace(home.workspace):
        _, key = keys.make(home.agent, f"bench {uuid7().hex[-6:]}", by="operator")
    with _served(room) as port:
        for many in CONNECTIONS:
            began = time.monotonic()
            with ThreadPoolExecutor(many) as crew:
                each = crew.map(lambda _: _asked(port, key, home, room.seconds), range(many))
                took = [one for share in each for one in share]
            name = f"gateway.{many}_connection{'s' if many > 1 else ''}"
            first = many == 1
            yield Figure(f"{name}.p50", statistics.median(took), "ms", goal=at_most(5, "figure") if first else None)
            yield Figure(f"{name}.p99", percentile(took, 0.99), "ms", goal=at_most(25, "figure") if first else None)
            yield Figure(f"{name}.rate", len(took) / (time.monotonic() - began), "proposals/s")


@contextmanager
def _served(room: Room) -> Iterator[int]:
    port = free_port()
    options = ["apps.console.bench.door:application", "--bind", f"{HOST}:{port}", "--worker-class", "gthread",
               "--threads", "8", "--keep-alive", "30"]  # fmt: skip
    with started("gunicorn", options, log=room.place.folder / "logs" / "bench-web.log"):
        deadline = time.monotonic() + WAIT_S
        while not _answers(port):
            if time.monotonic() > deadline:
                raise RuntimeError("The web server did not answer; it said: logs/bench-web.log")
            time.sleep(0.1)
        yield port


def _answers(port: int) -> bool:
    try:
        door = http.client.HTTPConnection(HOST, port, timeout=5)
        door.request("GET", "/api/v1/openapi.json")
        return door.getresponse().status < 500
    except OSError:
        return False


def _asked(port: int, key: str, home: Home, seconds: float) -> list[float]:
    """How long each proposal took, in milliseconds, one after the other over one connection."""
    door = http.client.HTTPConnection(HOST, port, timeout=30)
    call = {"connection": ids.say("connection", home.connection), "tool": connector.TOOL,
            "arguments": {"charge": "ch_3PqX0bench", "amount": 4200}}  # fmt: skip
    body, took, until = json.dumps({"actions": [call]}), list[float](), time.monotonic() + seconds
    while time.monotonic() < until:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": uuid7().hex}
        began = time.perf_counter()
        door.request("POST", "/api/v1/proposals", body, headers)
        answer = door.getresponse()
        said = answer.read()
        took.append((time.perf_counter() - began) * 1000)
        if answer.status != 201:
            raise RuntimeError(f"The gateway answered {answer.status}: {said[:300]!r}")
    return took
