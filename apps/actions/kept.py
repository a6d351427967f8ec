"""Proposals whose actions are still kept: once those have gone with their month, a proposal can be shown no more."""

from django.db.models import Exists, OuterRef, QuerySet

from apps.actions.models import Action, Proposal


def proposals() -> QuerySet[Proposal]:
    """Those in scope."""
    return Proposal.objects.filter(
        Exists(Action.objects.filter(workspace_id=OuterRef("workspace_id"), proposal_id=OuterRef("pk")))
    )
