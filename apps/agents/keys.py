"""Keys of agents that live outside: `csk_<workspace>_<secret>`, shown once, kept as a hash."""

import hashlib
import hmac
import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.agents.models import Agent, AgentKey
from apps.audit import log
from apps.core import ids, scope
from apps.core.errors import Refused

PREFIX = "csk"


class UnknownKey(Refused):
    """No key, a malformed one, one that ended, one nobody made: the answer is the same."""

    code = "unknown_key"

    def __init__(self) -> None:
        super().__init__("This key is not known here. Ask an admin of the workspace for a new one.")


def make(agent: Agent, name: str, by: str) -> tuple[AgentKey, str]:
    """A new key and its clear text, which nobody can see again."""
    clear = f"{PREFIX}_{agent.workspace_id.hex}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        key = AgentKey.objects.create(
            workspace_id=agent.workspace_id, agent=agent, name=name, hash=_hash(clear), made_by=by
        )
        _enter("agent.key_made", key, by)
    return key, clear


def end(key: AgentKey, by: str) -> None:
    """The key opens nothing from now on. Ending it twice changes nothing."""
    with transaction.atomic():
        standing = AgentKey.objects.filter(pk=key.pk, ended_at=None)
        if standing.update(ended_at=timezone.now()):
            _enter("agent.key_ended", key, by)


def agent_of(clear: str) -> tuple[UUID, Agent]:
    """The workspace and the agent that a key speaks for. Raises UnknownKey."""
    workspace, hashed = _workspace(clear), _hash(clear)
    with scope.workspace(workspace):
        key = AgentKey.objects.select_related("agent__owner").filter(hash=hashed, ended_at=None).first()
    if key is None or not hmac.compare_digest(key.hash, hashed):
        raise UnknownKey
    return workspace, key.agent


def _workspace(clear: str) -> UUID:
    prefix, _, rest = clear.partition("_")
    named, _, secret = rest.partition("_")
    if prefix != PREFIX or len(named) != 32 or not secret:
        raise UnknownKey
    try:
        return UUID(hex=named)
    except ValueError:
        raise UnknownKey from None


def _hash(clear: str) -> str:
    # The secret has 256 random bits, so a plain hash cannot be searched and needs no salt.
    return hashlib.sha256(clear.encode()).hexdigest()


def _enter(kind: str, key: AgentKey, by: str) -> None:
    facts = {"key": f"key:{key.pk.hex}", "name": key.name}
    subject = ids.say("agent", key.agent_id)
    log.append(kind, workspace=key.workspace_id, subject=subject, by=by, facts=facts)
