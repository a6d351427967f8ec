"""Workers and reapers as processes of their own, each forked from one that has all code loaded, so that many can die.

{"name": "worker-1", "role": "worker", "env": {…}}   on its input: one more; its process id comes back
"""

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery.signals import worker_ready
from django.core.management import call_command
from django.utils import timezone

from apps.console.faults import trial
from apps.console.supervisor.children import end_with_parent
from apps.core import failpoints
from config.celery import app

SKEW = "COUNTERSIGN_TRIAL_SKEW_S"
SOLO = ("--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "CRITICAL")


def run() -> None:
    """Fork as ordered until the input ends. Whatever was forked ends with this process."""
    _load()
    end_too = end_with_parent(signal.SIGKILL)
    _say({"ready": os.getpid()})
    while True:
        for order in _orders():
            _say({"name": order["name"], "pid": _fork(order, end_too)})
        _reap()


def _load() -> None:
    """Everything that a worker would load by itself is in memory before the first fork."""
    trial.join()
    app.loader.import_default_modules()
    app.finalize()


def _orders() -> list[dict[str, Any]]:
    if not select.select([sys.stdin], [], [], 0.05)[0]:
        return []
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    return [json.loads(line)]


def _fork(order: dict[str, Any], end_too: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    end_too()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    os.environ.update(order["env"])
    failpoints.arm(os.environ.get(failpoints.VARIABLE, ""), seed=order.get("seed", 0))
    _shift(float(os.environ.get(SKEW, "0")))
    try:
        _work(order)
    finally:
        os._exit(3)


def _work(order: dict[str, Any]) -> None:
    if order["role"] == "reaper":
        Path(order["ready"]).touch()
        call_command("reaper")
        return
    worker_ready.connect(lambda **_: Path(order["ready"]).touch(), weak=False)
    app.worker_main(["worker", *SOLO, "--hostname", f"{order['name']}@trial"])


def _shift(seconds: float) -> None:
    """The clock of this process is wrong by so much."""
    if not seconds:
        return
    plain, plain_ns, now = time.time, time.time_ns, timezone.now
    time.time = lambda: plain() + seconds
    time.time_ns = lambda: plain_ns() + int(seconds * 1e9)
    timezone.now = lambda: now() + timedelta(seconds=seconds)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
