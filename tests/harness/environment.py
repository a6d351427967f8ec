"""The environment of a test run, set before Django reads it: a server, keys and databases of its own.

Each worker of a run has databases under its own names, so whatever a test starts finds them in the environment.
"""

import os
import sys
from pathlib import Path

import pytest
from django.conf import settings

from apps.core.postgres import embedded

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".data-test"
WORKER = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
MAIN, QUEUE = f"test_{WORKER}", f"queue_{WORKER}"
UNWANTED = ("COUNTERSIGN_", "DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL")

place = embedded.place(FOLDER)
CHECKPOINTS = FOLDER / f"checkpoints_{WORKER}"


def lay() -> None:
    """Nothing of the caller's own product reaches the tests, least of all its database."""
    if settings.configured:
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE; the tests say themselves what the settings read.")
    for name in [name for name in os.environ if name.startswith(UNWANTED)]:
        del os.environ[name]
    _keep_bytecode()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        HYPOTHESIS_STORAGE_DIRECTORY=str(FOLDER / "hypothesis"),
        COUNTERSIGN_DATA_DIR=str(FOLDER),
        COUNTERSIGN_CHECKPOINT_DIR=str(CHECKPOINTS),
        COUNTERSIGN_SECRET_KEY="only for tests, which keep nothing",
        COUNTERSIGN_KEK=embedded.kept(FOLDER)["kek"],
        COUNTERSIGN_DATABASE_POOL="0",
        COUNTERSIGN_SANDBOX_HOLD_S="0",  # a test of the hold says how long it is
        COUNTERSIGN_ALLOWED_PLACES=f"127.0.0.1:{place.port}",
        COUNTERSIGN_HOSTS="testserver,127.0.0.1,localhost",
        DATABASE_URL=place.url(embedded.APP, MAIN),
        OWNER_DATABASE_URL=place.url(embedded.OWNER, MAIN),
        BROKER_URL=place.url(embedded.BROKER, QUEUE).replace(
            "postgresql:", "pgmq:", 1
        ),  # Celery reads it by itself too
    )


def _keep_bytecode() -> None:
    """Tests start many processes: without bytecode each would compile all packages anew. It stays out of the tree."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(FOLDER / "pycache")
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(FOLDER / "pycache")


lay()


def for_processes() -> dict[str, str]:
    """What a process that a test starts is given."""
    hidden = ("PYTEST_", "COUNTERSIGN_DATABASE_POOL")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
