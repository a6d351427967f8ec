"""Envelope encryption of connection secrets: a data key per workspace, wrapped by the installation's key.

`COUNTERSIGN_KEK` holds one or more Fernet keys, comma separated; the first one wraps, all of them open.
"""

import hashlib
import json
from functools import lru_cache
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from apps.connectors.contract import JsonDict
from apps.connectors.models import SealingKey
from apps.core.errors import Refused


def seal(workspace: UUID, secret: JsonDict) -> bytes:
    """The secret as it may be stored."""
    return _data_key(workspace).encrypt(json.dumps(secret, sort_keys=True).encode())


def unseal(workspace: UUID, sealed: bytes, *, wrapped: bytes | None = None) -> JsonDict:
    """The secret in the clear; `wrapped`: the workspace's key, where the caller has read it already.

    Raises Refused when it was sealed with a key that is not here.
    """
    if not sealed:
        return {}
    try:
        key = _data_key(workspace) if wrapped is None else _unwrapped(wrapped, settings.COUNTERSIGN_KEK)
        opened: JsonDict = json.loads(key.decrypt(sealed))
    except InvalidToken:
        raise Refused("The secret of this connection cannot be opened with the key in use. Enter it again.") from None
    return opened


def fingerprint(secret: JsonDict) -> str:
    """The first 8 hex digits of the secret's SHA-256: which credential acted, told without telling it."""
    return hashlib.sha256(json.dumps(secret, sort_keys=True).encode()).hexdigest()[:8] if secret else ""


def _data_key(workspace: UUID) -> Fernet:
    kept = SealingKey.objects.filter(workspace_id=workspace).first()
    if kept is None:
        wrapped = _installation().encrypt(Fernet.generate_key())
        SealingKey.objects.bulk_create([SealingKey(workspace_id=workspace, wrapped=wrapped)], ignore_conflicts=True)
        kept = SealingKey.objects.get(workspace_id=workspace)
    return _unwrapped(bytes(kept.wrapped), settings.COUNTERSIGN_KEK)


@lru_cache(maxsize=1024)
def _unwrapped(wrapped: bytes, keks: str) -> Fernet:
    return Fernet(MultiFernet([Fernet(key.strip()) for key in keks.split(",")]).decrypt(wrapped))


def _installation() -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in settings.COUNTERSIGN_KEK.split(",")])
