"""What a signature is confirmed with, where a rule asks for more than a click: it is checked before anything is
written, for exactly this document and person, and used up by the signature.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias
from uuid import UUID

from apps.actions import afterwards
from apps.actions.models import Proposal
from apps.agents.models import Agent
from apps.approvals.models import Request
from apps.core.errors import NotFound, Refused
from apps.identity import codes
from apps.workspaces.access import Right, check
from apps.workspaces.models import User

Proofs: TypeAlias = Mapping[str, dict[str, Any]]  # by kind, what is kept of it beside the signature
CHANNEL = "second channel"


def send_code(proposal_id: UUID, *, by: User) -> str:
    """Mail them a code for what they are asked to sign. Where it went; raises Refused where none is asked for."""
    proposal, request = _asked(proposal_id, by)
    if CHANNEL not in request.proofs:
        raise Refused("This is signed without a code.")
    return codes.send(by, request=request.pk, digest=request.digest, title=proposal.title)


def confirmed(proposal_id: UUID, *, by: User, code: str) -> Proofs:
    """What they confirm their signature with, as far as it is asked for. Raises Refused where it does not hold."""
    _, request = _asked(proposal_id, by)
    proofs: dict[str, dict[str, Any]] = {}
    if CHANNEL in request.proofs:
        if not code.strip():
            raise Refused("Enter the code that was mailed to you. Without it your signature does not count.")
        used = codes.check(code, person=by, request=request.pk, digest=request.digest)
        proofs[CHANNEL] = {"code": used.hex, "sent to": codes.masked(by.email)}
    return proofs


def use(proofs: Proofs) -> None:
    """They have counted, in the transaction of the signature."""
    if CHANNEL in proofs:
        codes.use(UUID(hex=proofs[CHANNEL]["code"]))


def _asked(proposal_id: UUID, by: User) -> tuple[Proposal, Request]:
    """The proposal, and the request that this person would sign now."""
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    check(by, Right.SIGN, proposal.workspace_id, Agent.objects.get(pk=proposal.agent_id))
    asked = afterwards.asked(proposal)
    if asked is None:
        raise Refused("This does not ask for a signature.")
    return proposal, Request.objects.get(pk=asked)
