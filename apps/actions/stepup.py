"""What a signature is confirmed with, where a rule asks for more than a click: it is checked before anything is
written, for exactly this document and person, and used up by the signature.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from apps.actions import afterwards
from apps.actions.models import Proposal
from apps.agents.models import Agent
from apps.approvals.models import Request
from apps.core.errors import NotFound, Refused
from apps.identity import codes, nonces, passkeys
from apps.identity.credential import Credential
from apps.identity.passkeys import Site
from apps.workspaces.access import Right, check
from apps.workspaces.models import User

Proofs: TypeAlias = Mapping[str, dict[str, Any]]  # by kind, what is kept of it beside the signature
CHANNEL, KEY = "second channel", "security key"


@dataclass(frozen=True)
class Given:
    """What came with a signature: the code, what the key said, the session with its nonce, and the site that asked."""

    code: str
    key: str
    session: nonces.Session
    host: str
    secure: bool

    @property
    def site(self) -> Site:
        return Site.of(self.host, secure=self.secure)


def send_code(proposal_id: UUID, *, by: User) -> str:
    """Mail them a code for what they are asked to sign. Where it went; raises Refused where none is asked for."""
    proposal, request = _asked(proposal_id, by)
    if CHANNEL not in request.proofs:
        raise Refused("This is signed without a code.")
    return codes.send(by, request=request.pk, digest=request.digest, title=proposal.title)


def ask_key(proposal_id: UUID, *, by: User, given: Given) -> str:
    """What their browser asks their security key, as JSON. Raises Refused where none is asked for, or none is there."""
    _, request = _asked(proposal_id, by)
    if KEY not in request.proofs:
        raise Refused("This is signed without a security key.")
    nonce = nonces.fresh(given.session, request.pk.hex)
    challenged = passkeys.challenge(nonce, person=by.pk, request=request.pk, digest=request.digest)
    return passkeys.to_sign(by, given.site, challenged)


def confirmed(proposal_id: UUID, *, by: User, given: Given) -> Proofs:
    """What they confirm their signature with, as far as it is asked for. Raises Refused where it does not hold."""
    _, request = _asked(proposal_id, by)
    prove = {CHANNEL: _code, KEY: _key}
    return {kind: prove[kind](request, by, given) for kind in request.proofs}


def _code(request: Request, by: User, given: Given) -> dict[str, Any]:
    if not given.code.strip():
        raise Refused("Enter the code that was mailed to you. Without it your signature does not count.")
    used = codes.check(given.code, person=by, request=request.pk, digest=request.digest)
    return {"code": used.hex, "sent to": codes.masked(by.email)}


def _key(request: Request, by: User, given: Given) -> dict[str, Any]:
    Credential.of(given.key)  # before the nonce is gone
    nonce = nonces.taken(given.session, request.pk.hex)
    return passkeys.proof(
        by, given.site, nonce=nonce, request=request.pk, digest=request.digest, said=given.key
    )  # fmt: skip


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
