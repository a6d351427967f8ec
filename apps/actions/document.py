"""What people sign, byte for byte: canonical JSON of a proposal and its actions, and its way back into types."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from apps.connectors.contract import Frozen, Prepared
from apps.core import ids
from apps.core.canonical import canonical, digest_of_bytes
from apps.policies.provenance import Trace

OPENING = b'{"actions":['


class ActionDocument(Frozen):
    """One action's part: where it acts and with which credential, what it was prepared to do, what it takes back."""

    action: str  # act_…: its idempotency key
    connection: str  # con_…; "" for the built-in connector
    fingerprint: str  # of the credential
    prepared: Prepared
    undoes: str = ""  # act_… of the original
    traces: tuple[Trace, ...] = ()  # where its values came from, each with the step of the run that holds it


class ProposalDocument(Frozen):
    proposal: str
    edition: int
    workspace: str
    agent: str
    asker: str
    asker_named: bool
    actions: tuple[ActionDocument, ...]
    given: dict[str, str] = {}  # what came with it: a reason, a ticket number


def freeze(document: ProposalDocument) -> tuple[bytes, str]:
    """The bytes people sign, and their digest."""
    nothing = set() if document.given else {"given"}
    frozen = canonical(document.model_dump(mode="json", exclude=nothing))
    return frozen, digest_of_bytes(frozen)


def given(whole: bytes | memoryview) -> dict[str, str]:
    """What came with a proposal, from its document."""
    said: dict[str, str] = json.loads(bytes(whole)).get("given", {}) if whole else {}
    return said


def part(action: ActionDocument) -> bytes:
    """One action's part of those bytes, as it is stored beside the action."""
    return canonical(action.model_dump(mode="json"))


def read(stored: bytes | memoryview) -> ActionDocument:
    return ActionDocument.model_validate_json(bytes(stored))


def stands(
    whole: bytes | memoryview, digest: str, action: UUID, part: bytes | memoryview, *, first: bool = False
) -> bool:
    """Are these the bytes of that digest, and is the part beside the action the one inside them?

    The `first` action's part is found without reading the document: canonical JSON sorts "actions" to its front, and
    "action" to the front of each.
    """
    signed, own = bytes(whole), bytes(part)
    if digest_of_bytes(signed) != digest:
        return False
    if first and signed.startswith((OPENING + own + b",", OPENING + own + b"]")):
        return own.startswith(b'{"action":"%s"' % ids.say("action", action).encode())
    return parts(signed).get(action) == own


def parts(stored: bytes | memoryview) -> dict[UUID, bytes]:
    """The parts inside a proposal's bytes, by action: what stands beside each action must equal its part."""
    whole: dict[str, Any] = json.loads(bytes(stored))
    members: Sequence[dict[str, Any]] = whole["actions"]
    return {ids.parse("action", member["action"]): canonical(member) for member in members}
