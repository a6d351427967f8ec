"""Which processes make up the product, and how each is started."""

import sys
from pathlib import Path

from apps.console.supervisor.children import Child
from apps.console.supervisor.sandbox import Ports

LOOPBACK = "127.0.0.1"
# The queue in PostgreSQL has no topics for these
WITHOUT = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def product(folder: Path, *, port: int) -> list[Child]:
    """web, worker, beat and reaper."""
    celery = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet"]
    web = (
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        "8",
        "--graceful-timeout",
        "5",
        "--no-control-socket",
    )
    commands = {
        "web": [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={LOOPBACK}:{port}", *web],
        "worker": [*celery, "worker", "--pool", "prefork", "--concurrency", "2", *WITHOUT, "--loglevel", "INFO"],
        "beat": [*celery, "beat", "--schedule", str(folder / "beat-schedule"), "--pidfile="],
        "reaper": [sys.executable, "manage.py", "reaper"],
    }
    return [Child(name, command, folder / "logs" / f"{name}.log") for name, command in commands.items()]


def sandbox(folder: Path, ports: Ports) -> list[Child]:
    """The simulators; what they have done stays in a ledger on disk."""
    catalog = [sys.executable, "-m"]
    commands = {
        "stripe": [*catalog, "apps.connectors.catalog.stripe.simulator", "--port", str(ports.stripe)],
        "mail": [
            *(*catalog, "apps.connectors.catalog.mail.simulator"),
            *("--port", str(ports.mail), "--http-port", str(ports.mail_http)),
        ],
    }
    return [
        Child(
            f"sandbox-{name}",
            [*command, "--ledger", str(folder / f"{name}.ledger")],
            folder / "logs" / f"sandbox-{name}.log",
        )
        for name, command in commands.items()
    ]
