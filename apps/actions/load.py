"""An action with what is needed to act: its part of the signed document, and its connection opened."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple
from uuid import UUID

from apps.actions import document, permit
from apps.actions.permit import Picked
from apps.connectors import bulkhead, connect, engine
from apps.connectors.bulkhead import Places
from apps.connectors.connect import Stored
from apps.connectors.contract import Opened, Prepared
from apps.core import ids
from apps.core.errors import NotFound, Refused
from apps.core.postgres import plain
from apps.workspaces import pause

PICKED = len(fields(Picked))
OWN = "countersign"  # the built-in connector, which has no connection and acts on our own tables
LOAD = f"""
SELECT {permit.COLUMNS}, {pause.FLAGS.format("a.workspace_id")},
    EXISTS (SELECT 1 FROM connectors_breaker b WHERE b.connection_id = a.connection_id), a.document, p.document,
    c.workspace_id, c.connector, c.name, c.sandbox, c.enabled, c.address, c.secret, c.fingerprint, k.wrapped
FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id AND p.workspace_id = a.workspace_id
LEFT JOIN connectors_connection c ON c.id = a.connection_id AND c.workspace_id = a.workspace_id
LEFT JOIN connectors_sealingkey k ON k.workspace_id = a.workspace_id
WHERE a.id = ANY(%s) AND a.workspace_id = ANY(%s) AND a.id BETWEEN %s AND %s
"""
CALLED = """
SELECT connection_id AS id, count(*) AS wanted FROM actions_action
WHERE id = ANY(%s) AND workspace_id = ANY(%s) AND id BETWEEN %s AND %s AND connection_id IS NOT NULL GROUP BY 1
"""


@dataclass(frozen=True)
class Loaded:
    prepared: Prepared
    opened: Opened

    @property
    def own(self) -> bool:
        return self.opened.connector == OWN


class TakenUp(NamedTuple):
    picked: Picked
    loaded: Loaded | Refused
    is_paused: bool
    in_trouble: bool  # its connection was: the breaker knows more


def load(picked: Picked) -> Loaded:
    """What was signed and where it goes. Raises Refused when what is stored is not what was signed."""
    (rows,) = plain.at_once((LOAD, _which([picked.action], [picked.workspace])))
    for found in _all_taken_up(rows):
        if isinstance(found.loaded, Loaded):
            return found.loaded
        raise found.loaded
    raise Refused("This action is gone.")


def take_up(actions: Collection[UUID], workspaces: Collection[UUID]) -> tuple[list[TakenUp], Places]:
    """Pick a batch without locks and load it: each is loaded, or refused by itself.

    Beside them places on their connections, as far as any are free, which have to be given back. One round trip.
    """
    which = _which(actions, workspaces)
    found, places = plain.at_once((LOAD, which), bulkhead.taking(CALLED, which))
    return _all_taken_up(found), Places(places)


def _which(actions: Collection[UUID], workspaces: Collection[UUID]) -> list[Any]:
    return [list(actions), list(workspaces), *ids.span(actions)]


def _all_taken_up(rows: Sequence[plain.Row]) -> list[TakenUp]:
    opened: dict[Any, Opened] = {}  # each connection once, for this batch alone
    return [_taken_up(row, opened) for row in rows]


def _taken_up(row: Sequence[Any], opened: dict[Any, Opened]) -> TakenUp:
    picked, (flags, in_trouble, *rest) = permit.picked_of(row[:PICKED]), row[PICKED:]
    return TakenUp(picked, _try(picked, opened, *rest), permit.held_back(picked, frozenset(flags)), in_trouble)


def _try(picked: Picked, opened: dict[Any, Opened], *row: Any) -> Loaded | Refused:
    try:
        return _loaded(picked, opened, *row)
    except Refused as why:
        return why


def _loaded(picked: Picked, opened: dict[Any, Opened], part: Any, whole: Any, *connection: Any) -> Loaded:
    if part is None:
        raise Refused("A read has no document to execute.")
    if not document.stands(whole, picked.digest, picked.action, part, first=picked.position == 1):
        raise Refused("What is stored is not what was signed.")
    signed = document.read(part)
    if engine.tool(signed.prepared.tool).definition != signed.prepared.definition:
        raise Refused(engine.CHANGED)
    which = (picked.connection, signed.fingerprint)
    if which not in opened:
        opened[which] = _opened(signed.fingerprint, picked.connection, *connection)
    return Loaded(signed.prepared, opened[which])


def _opened(fingerprint: str, connection: UUID | None, workspace: UUID | None, *row: Any) -> Opened:
    """The connection that was signed for, opened with what was read beside the action."""
    if connection is None:
        return opened_own()
    if workspace is None:
        raise NotFound("The connection is gone.")
    connector, name, sandbox, enabled, address, secret, stored, wrapped = row
    if stored != fingerprint:
        raise Refused(f"The credential of {name} is not the one that was signed for.")
    there = Stored(connection, workspace, connector, name, sandbox, enabled, json.loads(address), secret, stored)
    return connect.opened(there, wrapped=wrapped)


def opened_own() -> Opened:
    return Opened(id="", connector=OWN, sandbox=False, address={}, secret={}, fingerprint="")
