"""An action with what is needed to act: its part of the signed document, and its connection opened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.actions import document
from apps.actions.permit import Picked
from apps.connectors import connect, engine
from apps.connectors.contract import Opened, Prepared
from apps.connectors.models import Connection
from apps.core.errors import NotFound, Refused
from apps.core.postgres import plain

OWN = "countersign"  # the built-in connector, which has no connection and acts on our own tables
LOAD = """
SELECT a.id, a.position, a.document, p.document, p.digest, a.connection_id, c.workspace_id, c.connector, c.name,
    c.sandbox, c.enabled, c.address, c.secret, c.fingerprint, k.wrapped
FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
LEFT JOIN connectors_connection c ON c.id = a.connection_id AND c.workspace_id = a.workspace_id
LEFT JOIN connectors_sealingkey k ON k.workspace_id = a.workspace_id
WHERE a.id = ANY(%s) AND a.workspace_id = ANY(%s)
"""


@dataclass(frozen=True)
class Loaded:
    prepared: Prepared
    opened: Opened

    @property
    def own(self) -> bool:
        return self.opened.connector == OWN


def load(picked: Picked) -> Loaded:
    """What was signed and where it goes. Raises Refused when what is stored is not what was signed."""
    found = load_many([picked]).get(picked.action, Refused("This action is gone."))
    if isinstance(found, Refused):
        raise found
    return found


@transaction.atomic(savepoint=False)
def load_many(picked: Sequence[Picked]) -> dict[UUID, Loaded | Refused]:
    """The same for a batch, in one statement: each is loaded, or refused by itself."""
    loaded: dict[UUID, Loaded | Refused] = {}
    for action, *row in plain.rows(LOAD, [[one.action for one in picked], list({one.workspace for one in picked})]):
        try:
            loaded[action] = _loaded(action, *row)
        except Refused as why:
            loaded[action] = why
    return loaded


def _loaded(action: UUID, position: int, part: Any, whole: Any, digest: str, *connection: Any) -> Loaded:
    if part is None:
        raise Refused("A read has no document to execute.")
    if not document.stands(whole, digest, action, part, first=position == 1):
        raise Refused("What is stored is not what was signed.")
    signed = document.read(part)
    if engine.tool(signed.prepared.tool).definition != signed.prepared.definition:
        raise Refused(engine.CHANGED)
    return Loaded(signed.prepared, _opened(signed.fingerprint, *connection))


def _opened(fingerprint: str, connection: UUID | None, workspace: UUID | None, *row: Any) -> Opened:
    """The connection that was signed for, opened with what was read beside the action."""
    if connection is None:
        return opened_own()
    if workspace is None:
        raise NotFound("The connection is gone.")
    connector, name, sandbox, enabled, address, secret, stored, wrapped = row
    if stored != fingerprint:
        raise Refused(f"The credential of {name} is not the one that was signed for.")
    there = Connection(
        id=connection, workspace_id=workspace, connector=connector, name=name, sandbox=sandbox, enabled=enabled,
        address=json.loads(address), secret=secret, fingerprint=stored,
    )  # fmt: skip
    return connect.opened(there, wrapped=wrapped)


def opened_own() -> Opened:
    return Opened(id="", connector=OWN, sandbox=False, address={}, secret={}, fingerprint="")
