"""An action with what is needed to act: its part of the signed document, and its connection opened."""

from dataclasses import dataclass

from apps.actions import document
from apps.actions.models import Action, Proposal
from apps.actions.permit import Picked
from apps.connectors import connect, engine
from apps.connectors.contract import Opened, Prepared
from apps.connectors.models import Connection
from apps.core.errors import Refused

OWN = "countersign"  # the built-in connector, which has no connection and acts on our own tables


@dataclass(frozen=True)
class Loaded:
    prepared: Prepared
    opened: Opened

    @property
    def own(self) -> bool:
        return self.opened.connector == OWN


def load(picked: Picked) -> Loaded:
    """What was signed and where it goes. Raises Refused when what is stored is not what was signed."""
    action = Action.objects.get(pk=picked.action)
    if action.document is None:
        raise Refused("A read has no document to execute.")
    proposal = Proposal.objects.get(pk=action.proposal_id)
    if not document.stands(proposal.document, proposal.digest, action.pk, action.document):
        raise Refused("What is stored is not what was signed.")
    signed = document.read(action.document)
    if engine.tool(action.tool).definition != signed.prepared.definition:
        raise Refused(engine.CHANGED)
    if action.connection_id is None:
        return Loaded(signed.prepared, opened_own())
    connection = Connection.objects.get(pk=action.connection_id)
    if connection.fingerprint != signed.fingerprint:
        raise Refused(f"The credential of {connection.name} is not the one that was signed for.")
    return Loaded(signed.prepared, connect.opened(connection))


def opened_own() -> Opened:
    return Opened(id="", connector=OWN, sandbox=False, address={}, secret={}, fingerprint="")
