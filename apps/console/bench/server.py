"""A PostgreSQL of the bench's own, thrown away afterwards: safe on disk as in earnest, never the user's database."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apps.console.supervisor import prepare
from apps.core.postgres import embedded, launcher, logins
from apps.core.postgres.embedded import Place
from apps.core.postgres.programs import programs

YARD = "yard"
UNWANTED = ("DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL", "COUNTERSIGN_", "PYTEST_")


@contextmanager
def scratch(folder: Path) -> Iterator[Place]:
    """A new server in this folder while the block lasts; what an interrupted bench left there is removed first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o711)
    place = embedded.place(folder)
    _remove(place)
    try:
        prepare.server(place)
        logins.ensure(place)
        yield place
    finally:
        _remove(place)


def environment(place: Place, *, broker: str = "") -> dict[str, str]:
    """The environment of the processes that work on this server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(UNWANTED)}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "COUNTERSIGN_DATA_DIR": str(place.folder),
        "COUNTERSIGN_DATABASE_POOL": "0",
        "COUNTERSIGN_LOG_LEVEL": "ERROR",
        **({"BROKER_URL": broker} if broker else {}),
    }


def _remove(place: Place) -> None:
    launcher.stop(place)
    shutil.rmtree(programs(place.cluster).cluster, ignore_errors=True)
