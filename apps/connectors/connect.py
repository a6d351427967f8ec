"""Connecting a system, and opening a connection for one call."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.audit import log
from apps.connectors import engine, secrets
from apps.connectors.contract import JsonDict, Opened
from apps.connectors.models import Connection
from apps.core import ids
from apps.core.errors import Refused


def connect(
    workspace: UUID, *, connector: str, name: str, address: JsonDict, secret: JsonDict, sandbox: bool, by: str
) -> Connection:
    """Store a connection, its secret sealed, with its entry. Raises Invalid for what its form does not take."""
    engine.validate_connection(connector, address=address, secret=secret)
    with transaction.atomic():
        made = Connection.objects.create(
            workspace_id=workspace, connector=connector, name=name, sandbox=sandbox, address=address,
            secret=secrets.seal(workspace, secret), fingerprint=secrets.fingerprint(secret), created_by=by,
        )  # fmt: skip
        facts = {"connector": connector, "name": name, "sandbox": sandbox, "fingerprint": made.fingerprint}
        subject = ids.say("connection", made.pk)
        log.append("connection.made", workspace=workspace, subject=subject, by=by, facts=facts)
    return made


@dataclass(frozen=True)
class Stored:
    """A connection's row, for whoever reads it beside others: to make the model of it costs as much as to open it."""

    id: UUID
    workspace_id: UUID
    connector: str
    name: str
    sandbox: bool
    enabled: bool
    address: JsonDict
    secret: bytes
    fingerprint: str


def opened(connection: Connection | Stored, *, wrapped: bytes | None = None) -> Opened:
    """The connection with its secret, for the length of one call. Raises Refused for one that is switched off.

    `wrapped`: the workspace's sealing key, where the caller has read it already.
    """
    if not connection.enabled:
        raise Refused(f"The connection {connection.name} is switched off.")
    return Opened(
        id=ids.say("connection", connection.id),
        connector=connection.connector,
        sandbox=connection.sandbox,
        address=connection.address,
        secret=secrets.unseal(connection.workspace_id, bytes(connection.secret), wrapped=wrapped),
        fingerprint=connection.fingerprint,
        allowed=tuple(settings.COUNTERSIGN_ALLOWED_PLACES),
    )
