"""Proposing to put other sentences in force: a draft that was asked about the past, or a version that was before."""

from uuid import UUID

from django.db import transaction

from apps.actions.govern import govern
from apps.actions.models import Proposal
from apps.actions.own import policy
from apps.policies.models import Draft, InForce, Policy, PolicyVersion
from apps.workspaces.access import Right, check
from apps.workspaces.models import User


def publish(draft: Draft, *, by: User) -> Proposal:
    """Put a draft before another admin. Raises NotFresh where it was not asked about the past, NotEntitled, Invalid."""
    check_may(by, draft.name, draft.workspace_id)
    made = govern(policy.PUBLISH, policy.arguments_of(draft), by=by, goal=f"Publish the policy {draft.name}")
    with transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(proposal_id=made.pk)
    return made


def roll_back(version: PolicyVersion, *, by: User) -> Proposal:
    """Put an earlier version before another admin."""
    check_may(by, version.policy.name, version.workspace_id)
    return govern(policy.ROLL_BACK, policy.back_to(version), by=by, goal=f"Go back to {version}")


def check_may(by: User, name: str, workspace: UUID) -> None:
    """Whoever configures the workspace, or both this policy and the one that it replaces. Raises NotEntitled."""
    replaced = InForce.objects.values_list("version__policy__name", flat=True).first()
    for one in dict.fromkeys(filter(None, (name, replaced))):
        check(by, Right.CONFIGURE, workspace, Policy.objects.filter(name=one).first())
