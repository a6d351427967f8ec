"""Keys given with proposals: one key, one content, one proposal, for good."""

from django.db import IntegrityError, transaction

from apps.actions.models import Key, Proposal
from apps.core.errors import Refused


class KeyReused(Refused):
    """The key was used before, for something else."""

    code = "key_reused"


class Raced(Exception):
    """Somebody wrote this key at the same moment; theirs stands."""


def find(key: str, fingerprint: str) -> Proposal | None:
    """The proposal that was made with this key. Raises KeyReused when that was for other content."""
    known = Key.objects.filter(key=key).first()
    if known is None:
        return None
    if known.fingerprint != fingerprint:
        raise KeyReused("This key was used before with other content. Take a new key for a new proposal.")
    return Proposal.objects.get(pk=known.proposal_id)


def claim(proposal: Proposal, key: str, fingerprint: str) -> None:
    """Bind the key to this proposal, inside its transaction. Raises Raced where it is bound already."""
    try:
        with transaction.atomic():
            Key.objects.create(
                workspace_id=proposal.workspace_id, key=key, fingerprint=fingerprint, proposal_id=proposal.pk
            )
    except IntegrityError as why:
        raise Raced from why
