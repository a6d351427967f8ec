"""The trials themselves, small: a score of deaths at drawn places, and a minute under fire."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from apps.console.faults import oracle
from tests.harness.environment import ROOT

TRIES = int(os.environ.get("FAULTS_TRIES", "10"))


def faults(*words: str) -> tuple[int, dict[str, Any]]:
    """What the command says of it, in an installation of its own."""
    done = subprocess.run(
        [sys.executable, "manage.py", "faults", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )  # fmt: skip
    assert done.stdout, done.stderr[-2000:]
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


def test_whoever_dies_at_a_drawn_place_loses_nothing_and_doubles_nothing() -> None:
    code, report = faults("--failpoints", str(TRIES))
    assert (code, report["lost"], report["doubled"], report["verify"]) == (0, 0, 0, "clean"), report
    assert sum(count for place, count in report["died"].items() if place.endswith(": died")) > TRIES // 4


def test_under_fire_every_promise_is_kept() -> None:
    code, report = faults("--actions", "60", "--workers", "2", "--kill9", "1s", "--patience", "120s")
    assert (code, report["lost"], report["doubled"], report["unknown_late"], report["overspent"]) == (0, 0, 0, 0, 0), (
        report
    )
    assert report["kills"] > 0


@pytest.mark.parametrize(
    ("state", "settled_by", "effects", "wrong"),
    [
        ("done", "answer", 1, ""), ("done", "person", 0, ""), ("unknown", "", 1, ""), ("failed", "", 0, ""),
        ("done", "answer", 0, "lost"), ("done", "record", 0, "lost"), ("failed", "", 1, "lost"),
        ("approved", "", 0, "lost"), ("done", "answer", 2, "doubled"),
    ],
)  # fmt: skip
def test_the_oracle_calls_it_by_its_name(state: str, settled_by: str, effects: int, wrong: str) -> None:
    assert oracle.wrong(state, settled_by, effects) == wrong
