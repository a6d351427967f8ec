"""Nonces that a person's session holds for a few minutes: each is answered once, for what it was made for."""

import secrets
import time
from collections.abc import MutableMapping
from typing import Any

from apps.core.errors import Refused

LASTS_S = 300
HELD = "nonces"
Session = MutableMapping[str, Any]


def fresh(session: Session, about: str) -> bytes:
    """A new one; the one before about the same counts no more."""
    nonce = secrets.token_bytes(32)
    session[HELD] = {**_standing(session), about: [nonce.hex(), time.time()]}
    return nonce


def taken(session: Session, about: str) -> bytes:
    """The one that was made about this, which is gone then. Raises Refused where there is none, or it is too old."""
    held = _standing(session)
    found = held.pop(about, None)
    session[HELD] = held
    if found is None:
        raise Refused("That took too long, or was answered already. Try again.")
    return bytes.fromhex(found[0])


def _standing(session: Session) -> dict[str, Any]:
    oldest = time.time() - LASTS_S
    return {about: one for about, one in session.get(HELD, {}).items() if one[1] > oldest}
