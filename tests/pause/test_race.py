"""The race in small: what `manage.py pause_race` shows with a hundred pauses and sixteen workers."""

import json
import os
from pathlib import Path

from pytest_django.fixtures import Settings

from apps.console.race.run import Place, Race, run
from apps.core.postgres.embedded import free_port

FIGURES = {"pauses", "sent", "late_start_marks", "unlisted_sends", "sends_after_quiet", "p50_ms", "p99_ms", "max_ms"}


def test_five_pauses_under_four_busy_workers_let_nothing_through(
    test_env: dict[str, str], tmp_path: Path, settings: Settings
) -> None:
    settings.COUNTERSIGN_LEASE_S, settings.COUNTERSIGN_CALL_TIMEOUT_S, settings.COUNTERSIGN_GRACE_S = 3, 1, 1
    settings.COUNTERSIGN_RESUME_PER_S = 1000
    port = free_port()
    (tmp_path / "sandbox.json").write_text(json.dumps({"mail": f"smtp://127.0.0.1:{port}"}))
    quick = {"COUNTERSIGN_LEASE_S": "3", "COUNTERSIGN_CALL_TIMEOUT_S": "1", "COUNTERSIGN_GRACE_S": "1"}
    environment = {**test_env, **quick, "COUNTERSIGN_DATA_DIR": str(tmp_path), "BROKER_URL": "memory://"}
    found = run(Race(pauses=5, workers=4, seed=int(os.environ.get("SEED", "1"))), Place(tmp_path, port, environment))
    assert found.keys() == FIGURES
    assert (found["late_start_marks"], found["unlisted_sends"], found["sends_after_quiet"]) == (0, 0, 0)
    assert found["pauses"] == 5
    assert found["sent"] > 20
    assert found["max_ms"] < 2000
