"""The Celery worker that the bench starts: the product's tasks, the bench's connector, and a task that does nothing."""

import os
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init

from config.celery import app

MARKS = "COUNTERSIGN_BENCH_MARKS"  # a file that grows by one byte for each empty task done
NOTHING = "console.nothing"


@worker_process_init.connect
def know_the_connector(**_: Any) -> None:
    """Only now: its modules have models, and Celery's command sets Django up after it has read this file."""
    app.loader.import_from_cwd("apps.console.bench.connector").register()


@app.task(name=NOTHING)
def nothing() -> None:
    with Path(os.environ[MARKS]).open("ab") as marks:
        marks.write(b".")
