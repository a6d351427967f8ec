"""What an address names, or the same nothing as everywhere."""

from uuid import UUID

from apps.actions import kept
from apps.actions.models import Proposal
from apps.core import ids
from apps.core.errors import NotFound


def proposal_at(said: str) -> Proposal:
    """The proposal of the workspace in scope under this typed id, or NotFound."""
    found = kept.proposals().filter(pk=parsed("proposal", said)).first()
    if found is None:
        raise NotFound
    return found


def parsed(kind: str, said: str) -> UUID:
    try:
        return ids.parse(kind, said)
    except ValueError:
        raise NotFound from None
