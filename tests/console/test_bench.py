"""The bench: figures as one JSON line each, and one small part of it run for real, on a server of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.connectors import shelf
from apps.console.bench import catalog
from apps.console.bench.figures import Figure, at_least, at_most, percentile
from tests.harness.environment import ROOT

FIELDS = {"name", "figure", "unit", "yardstick", "ratio", "goal", "must", "holds", "runs"}


def test_a_figure_says_whether_it_is_what_it_must_be() -> None:
    good = Figure("action", 900, "actions/s", 9_000, 0.1, at_least(0.15), at_least(0.08), [900])
    poor = Figure("pages", 90, "ms", ratio=1.5, must=at_most(1.3))
    assert json.loads(good.line())["holds"] is True
    assert json.loads(poor.line())["holds"] is False
    assert set(json.loads(good.line())) == FIELDS
    assert json.loads(good.line())["must"] == "ratio >= 0.08"


def test_a_figure_without_a_bound_holds_nothing() -> None:
    assert Figure("floor", 9_000, "transactions/s").holds is None


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile(list(range(100)), 0.99) == 99
    assert percentile([5], 0.5) == 5


def test_a_part_that_does_not_exist_is_named() -> None:
    with pytest.raises(CommandError, match="There is no part called everything"):
        call_command("bench", only="everything")


def test_every_part_that_is_promised_is_there() -> None:
    promised = "floor action batch celery policy gateway steps audit budgets pause pages flat backtest"
    assert set(catalog.PARTS) == set(promised.split())


def test_a_product_that_runs_does_not_know_the_benchs_connector() -> None:
    assert "bench" not in shelf.manifests()


def test_one_part_runs_on_a_server_of_its_own(tmp_path: Path) -> None:
    hidden = ("PYTEST_", "DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    command = [sys.executable, str(ROOT / "manage.py"), "bench", "--only", "batch", "--seconds", "0.5"]
    done = subprocess.run(command, env=kept, capture_output=True, text=True, check=False, timeout=280)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["name"] for line in lines} == {"batch.1_process", "batch.2_processes", "batch", "batch.p99"}, (
        done.stderr
    )
    assert all(set(line) == FIELDS and line["figure"] > 0 for line in lines)
    assert not (Path(kept["COUNTERSIGN_DATA_DIR"]) / "bench" / "postgres").exists()
