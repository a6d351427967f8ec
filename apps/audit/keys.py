"""The keys that sign the log's checkpoints: the environment's, else one kept in the data folder since the first start.

`COUNTERSIGN_LOG_KEY` holds one or more Ed25519 seeds (32 bytes in base64), separated by commas, newest first. All of
them sign and all are trusted, so a key is changed by putting a new one in front and taking the old one out later.
With more than one machine, give it to each.
"""

import base64
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from apps.audit import note
from apps.core import secretfile

FILE = "log-key.json"


def origin(workspace: UUID) -> str:
    """The name of a workspace's log in its checkpoints, and of the key that signs them."""
    return f"countersign/{workspace.hex}"


def signing() -> list[Ed25519PrivateKey]:
    given: str = settings.COUNTERSIGN_LOG_KEY or _kept(settings.DATA_DIR)
    return [Ed25519PrivateKey.from_private_bytes(base64.b64decode(one, validate=True)) for one in given.split(",")]


def trusted() -> list[Ed25519PublicKey]:
    return [key.public_key() for key in signing()]


def vkeys(workspace: UUID) -> list[str]:
    """The public keys as whoever checks this workspace's log is given them, newest first."""
    return [note.vkey(origin(workspace), key) for key in trusted()]


def seed() -> str:
    """A new key, as the environment takes it."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


@cache
def _kept(folder: Path) -> str:
    return secretfile.kept(folder / FILE, lambda: {"seed": seed()})["seed"]
