"""What must hold before the product's processes start: a database that answers, with its tables and partitions."""

import shutil
import signal
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from apps.console.supervisor import obstacles
from apps.console.supervisor.children import end_with_parent
from apps.core.postgres import embedded, launcher, logins, partitions
from apps.core.postgres.programs import programs

KEPT = {"secrets.json", "up.lock"}  # a reset keeps the keys: they are in use by the time it runs


def reset(folder: Path) -> None:
    """Forget everything but the keys."""
    if not settings.EMBEDDED:
        raise obstacles.Obstacle("--reset empties the embedded database alone, and DATABASE_URL names another one.")
    place = embedded.place(folder)
    launcher.stop(place)
    shutil.rmtree(programs(place.cluster).cluster, ignore_errors=True)
    for entry in folder.iterdir():
        if entry.name in KEPT:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def database(folder: Path) -> str:
    """Our own server started or adopted, or the one named in the environment reached: what there is to say of it."""
    if not settings.EMBEDDED:
        found = settings.ENVIRONMENT
        obstacles.outside(
            database_url=found.database_url, owner_url=found.owner_database_url, broker_url=found.broker_url
        )
        return "the one that DATABASE_URL names"
    place = embedded.place(folder)
    server(place)
    logins.ensure(place)
    return f"PostgreSQL of our own on {embedded.HOST}:{place.port}"


def server(place: embedded.Place) -> int:
    """The embedded server; it shuts down in order, should its supervisor be killed."""
    try:
        return launcher.start(place, prepare=end_with_parent(signal.SIGINT))
    except launcher.NotStarted as why:
        raise obstacles.Obstacle(str(why)) from why


def tables() -> int:
    """Every migration applied and every partition made: how many migrations were new."""
    owner = connections["owner"]
    try:
        executor = MigrationExecutor(owner)
        new = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if new:
            call_command("migrate", database="owner", interactive=False, verbosity=0)
        partitions.make_ahead(owner, now=timezone.now())
    finally:
        connections.close_all()
    return new
