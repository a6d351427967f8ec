"""Where the embedded server is and who may log in: three logins, two databases, passwords made once. No Django.

owner migrates, app works, broker owns the queue's database; none is a superuser. `postgres` is the launcher's alone.
"""

import secrets
import socket
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

from apps.core import secretfile

HOST = "127.0.0.1"
OWNER, APP, BROKER, SUPERUSER = "cs_owner", "cs_app", "cs_broker", "postgres"
MAIN, QUEUE = "countersign", "broker"
LOGINS = (OWNER, APP, BROKER)


@dataclass(frozen=True)
class Place:
    """One embedded server: the folder it lives in, its port and its passwords."""

    folder: Path
    port: int
    passwords: dict[str, str]

    @property
    def cluster(self) -> Path:
        return self.folder / "postgres"

    def url(self, user: str, database: str) -> str:
        return f"postgresql://{user}:{self.passwords[user]}@{HOST}:{self.port}/{database}"

    @property
    def superuser(self) -> str:
        return self.url(SUPERUSER, "postgres")


def place(folder: Path) -> Place:
    """The embedded server of this data folder, running or not; its port and passwords are chosen the first time."""
    facts = kept(folder)
    passwords = {user: facts[f"{user}_password"] for user in (*LOGINS, SUPERUSER)}
    return Place(folder=folder, port=int(facts["postgres_port"]), passwords=passwords)


def kept(folder: Path) -> dict[str, str]:
    """All secrets of this data folder, the application's keys among them."""
    return secretfile.kept(folder / "secrets.json", _make)


def _make() -> dict[str, str]:
    passwords = {f"{user}_password": secrets.token_urlsafe(24) for user in (*LOGINS, SUPERUSER)}
    return {
        "secret_key": secrets.token_urlsafe(48),
        "kek": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "postgres_port": str(free_port()),
        **passwords,
    }


def free_port() -> int:
    """A port that nobody listens on just now, below those that systems lend to outgoing connections."""
    while True:
        port = 29_000 + secrets.randbelow(3_500)
        if not taken(port):
            return port


def taken(port: int) -> bool:
    """Whether somebody on this machine listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has just closed does not count
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False
