"""Programs of the product that the bench starts beside itself, ended with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from apps.console.supervisor.children import end_with_parent
from config.environment import ROOT

PATIENCE_S = 20


@contextmanager
def started(module: str, options: Sequence[str], *, log: Path, **more: str) -> Iterator[None]:
    """`python -m module options` while the block lasts. What it says goes to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *options],
            cwd=ROOT,
            env=os.environ | more,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            preexec_fn=end_with_parent(),  # noqa: PLW1509  the bench has one thread
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
