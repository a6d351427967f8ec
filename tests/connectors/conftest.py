"""Simulators as processes of their own, one of each for a test worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.test import override_settings

from tests.connectors.peers import Peer

ROOT = Path(__file__).parents[2]

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    settings.configure(SANDBOXES={})  # these tests need no database, so they also run without the project's settings


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def start(connector: str, *options: str, port: int) -> subprocess.Popen[bytes]:
    """A running simulator, ready to answer over HTTP on this port."""
    module = f"apps.connectors.catalog.{connector}.simulator"
    process = subprocess.Popen([sys.executable, "-m", module, *options], cwd=ROOT)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{port}/__health", trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return process
    process.kill()
    raise RuntimeError(f"The simulator of {connector} did not start.")


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("simulators")
    web, smtp, sent = free_port(), free_port(), free_port()
    stripe = start("stripe", "--port", str(web), "--ledger", str(folder / "stripe.sqlite"), port=web)
    mail_options = ("--port", str(smtp), "--http-port", str(sent), "--ledger", str(folder / "mail.sqlite"))
    mail = start("mail", *mail_options, port=sent)
    yield {
        "stripe": f"http://127.0.0.1:{web}",
        "mail": f"smtp://127.0.0.1:{smtp}",
        "mail_http": f"http://127.0.0.1:{sent}",
    }
    end(stripe)
    end(mail)


@pytest.fixture
def running(sandboxes: dict[str, str]) -> Iterator[dict[str, Peer]]:
    """The simulators by connector, registered as the sandboxes of this installation."""
    with override_settings(SANDBOXES=sandboxes):
        yield {"stripe": Peer(sandboxes["stripe"]), "mail": Peer(sandboxes["mail_http"])}


@pytest.fixture
def stripe(running: dict[str, Peer]) -> Peer:
    return running["stripe"]


@pytest.fixture
def mail(running: dict[str, Peer]) -> Peer:
    return running["mail"]
