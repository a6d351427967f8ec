"""The real simulators, each in a process of its own, with a ledger that a test can ask."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from apps.core.postgres.embedded import free_port
from tests.harness.environment import ROOT

PATIENCE_S = 60


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Their addresses while they run."""
    stripe, mail, sent = free_port(), free_port(), free_port()
    orders = (
        ("stripe", "--port", str(stripe), "--ledger", str(folder / "stripe.sqlite")),
        ("mail", "--port", str(mail), "--http-port", str(sent), "--ledger", str(folder / "mail.sqlite")),
    )
    started = [_start(*order) for order in orders]
    addresses = {
        "stripe": f"http://127.0.0.1:{stripe}",
        "mail": f"smtp://127.0.0.1:{mail}",
        "mail_http": f"http://127.0.0.1:{sent}",
    }
    try:
        for port in (stripe, mail, sent):
            _wait_for(port)
        yield addresses
    finally:
        for process in started:
            process.kill()
            process.wait()


def afresh(addresses: dict[str, str], folder: Path) -> None:
    """They know and have done nothing. `sandbox.json` in the folder tells processes started there where they are."""
    for name in ("stripe", "mail_http"):
        httpx.post(f"{addresses[name]}/__reset", trust_env=False).raise_for_status()
    (folder / "sandbox.json").write_text(json.dumps(addresses))


def effects(address: str) -> list[dict[str, Any]]:
    """What a simulator has really done, by key."""
    found: list[dict[str, Any]] = httpx.get(f"{address}/__ledger", trust_env=False).json()["effects"]
    return found


def misbehave(address: str, *orders: dict[str, Any]) -> None:
    httpx.post(f"{address}/__misbehave", json={"next": list(orders)}, trust_env=False).raise_for_status()


def _start(connector: str, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"apps.connectors.catalog.{connector}.simulator", *options], cwd=ROOT
    )  # fmt: skip


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
