"""Pauses at random moments under busy workers, some of them frozen, and what came of it."""

import json
import math
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from apps.actions import park, pause, reaper
from apps.console.race import count, scene
from apps.console.race.scene import Scene, Template
from apps.core import scope as scopes
from apps.workspaces import installation
from apps.workspaces import pause as flags
from apps.workspaces.models import Pause
from apps.workspaces.pause import Scope

ROOT = Path(__file__).resolve().parents[3]
FROZEN = 4  # in one pause of so many a worker is frozen
WATCH_S = 0.2  # how long is looked on after all is quiet
BUSY_S = 60  # within which the workers must have sent something


@dataclass(frozen=True)
class Place:
    """Where the race's processes run. `folder` holds their `sandbox.json`, which names the target's port."""

    folder: Path
    port: int
    environment: Mapping[str, str]

    @property
    def ledger(self) -> Path:
        return self.folder / "sent.jsonl"


@dataclass(frozen=True)
class Race:
    pauses: int
    workers: int
    seed: int
    name: str = "race"


def run(race: Race, place: Place) -> dict[str, float]:
    """The figures: every count must be 0."""
    chance = random.Random(race.seed)  # noqa: S311  the seed makes it repeatable, nothing is secret
    laid = scene.lay(race.name)
    with scopes.workspace(laid.workspace):
        work = scene.templates(laid)
    with scopes.workspace(laid.workspace), _target(place), _crew(place, race.workers) as workers:
        took = [_trial(laid, work, chance, workers, number, place) for number in range(race.pauses)]
    with scopes.workspace(laid.workspace):
        sent = count.ledger(place.ledger)
        found = [count.found(one, sent) for one in Pause.objects.order_by("id")]
    return {
        "pauses": len(found), "sent": len(sent), "late_start_marks": sum(one.late_start_marks for one in found),
        "unlisted_sends": sum(one.unlisted_sends for one in found),
        "sends_after_quiet": sum(one.sends_after_quiet for one in found), **_spread(took),
    }  # fmt: skip


def _trial(
    laid: Scene, work: list[Template], chance: random.Random, workers: list[int], number: int, place: Place
) -> float:
    """One pause and its lifting. Returns the milliseconds until it was committed."""
    before = count.sends(place.ledger)
    scene.feed(work)
    scope = chance.choice(laid.scopes())
    frozen = chance.choice(workers) if number % FROZEN == FROZEN - 1 else 0
    _until_busy(place.ledger, before + len(workers))
    time.sleep(chance.uniform(0, 0.35))
    if frozen:
        os.kill(frozen, signal.SIGSTOP)
    try:
        took = _pull(scope, laid)
        if chance.random() < 0.8:  # else it is lifted while attempts are on the wire
            _until_quiet()
            time.sleep(WATCH_S)
    finally:
        if frozen:
            os.kill(frozen, signal.SIGCONT)
    time.sleep(WATCH_S if frozen else 0)
    _lift(scope, laid)
    if frozen:
        reaper.sweep()
    return took


def _until_busy(ledger: Path, sends: int) -> None:
    """A pause tells something only while the workers send, however slow the machine is."""
    deadline = time.monotonic() + BUSY_S
    while count.sends(ledger) < sends:
        if time.monotonic() > deadline:
            raise RuntimeError("The workers sent nothing.")
        time.sleep(0.005)


def _pull(scope: Scope, laid: Scene) -> float:
    began = time.monotonic()
    flag = flags.set_flag(scope, workspace=laid.workspace, by="operator", reason="race", named="the race")
    if flag is None:
        raise RuntimeError("The scope was paused already.")
    return (time.monotonic() - began) * 1000


def _until_quiet() -> None:
    """An attempt of a frozen worker can arrive until lease and grace are over."""
    [standing] = pause.standing()
    deadline = time.monotonic() + settings.COUNTERSIGN_LEASE_S + settings.COUNTERSIGN_GRACE_S + 5
    while not pause.report_quiet(standing.pk):
        if time.monotonic() > deadline:
            raise RuntimeError("It never fell quiet.")
        time.sleep(0.01)


def _lift(scope: Scope, laid: Scene) -> None:
    """As the operator, without a signature: a hundred of those are no part of the race."""
    if scope == flags.INSTALLATION:
        installation.lift(by="operator", why="race")
    else:
        with transaction.atomic():
            flags.clear_flag(scope, workspace=laid.workspace, by="operator")
    park.wake_all()


@contextmanager
def _target(place: Place) -> Iterator[None]:
    command = ["-m", "apps.console.race.target", "--port", str(place.port), "--ledger", str(place.ledger)]
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(place.environment))
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def _crew(place: Place, workers: int) -> Iterator[list[int]]:
    """The worker processes, by id; the last of what they send has come in when the block is left."""
    command = [sys.executable, "manage.py", "pause_race", "--crew", str(workers)]
    with (place.folder / "crew.log").open("ab") as said:
        crew = subprocess.Popen(
            command, cwd=ROOT, env=dict(place.environment), stdout=subprocess.PIPE, stderr=said, text=True
        )  # fmt: skip
    try:
        yield json.loads(crew.stdout.readline() if crew.stdout else "[]")
        time.sleep(WATCH_S)
    finally:
        crew.terminate()
        crew.wait(timeout=30)


def _spread(took: list[float]) -> dict[str, float]:
    """Percentiles by nearest rank: of a hundred, p99 is the slowest but one, and `max_ms` is told beside it."""
    ordered = sorted(took)
    return {
        "p50_ms": round(ordered[math.ceil(len(ordered) * 0.5) - 1], 1),
        "p99_ms": round(ordered[math.ceil(len(ordered) * 0.99) - 1], 1),
        "max_ms": round(ordered[-1], 1),
    }
