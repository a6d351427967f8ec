"""Other engines beside ours, in processes of their own: each measured where it is installed (group `peers`)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import psycopg

from apps.console.bench.figures import Figure
from apps.console.bench.figures import measured as beside_the_yardstick
from apps.console.bench.room import Room
from apps.core.postgres.embedded import SUPERUSER

PEERS = {"dbos": "dbos", "langgraph": "langgraph"}


def measured(room: Room) -> Iterator[Figure]:
    """Durable steps a second of those that are installed."""
    for name, package in PEERS.items():
        if find_spec(package) is None:
            sys.stderr.write(f"{name} is not installed; the group `peers` brings it.\n")
            continue
        address = _database(room, f"peer_{name}")
        yield beside_the_yardstick(
            f"steps.{name}", "steps/s", partial(_run, name, address), yard=room.yard,
            rounds=room.rounds,
        )  # fmt: skip


def _run(name: str, address: str) -> float:
    script = [sys.executable, str(Path(__file__).with_name(f"{name}_steps.py")), address]
    return float(subprocess.run(script, env=os.environ, capture_output=True, text=True, check=True).stdout.split()[-1])


def _database(room: Room, name: str) -> str:
    with psycopg.connect(room.place.superuser, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return room.place.url(SUPERUSER, name)
