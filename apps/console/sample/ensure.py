"""The sample workspace Harbour & Pine, made step by step; each step may have been done before."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.audit import log
from apps.audit.models import Entry
from apps.console.sample import agent, budgets, connections, operations, people, policy, stripe
from apps.console.sample.people import Login
from apps.core import scope
from apps.core.postgres import embedded
from apps.workspaces import found
from apps.workspaces.models import Address, User

SLUG, NAME = "harbour-pine", "Harbour & Pine"
MADE = "sample.made"


@dataclass(frozen=True)
class Sample:
    logins: tuple[Login, ...]
    new: bool  # made just now


def ensure() -> Sample:
    """The sample is there, whole. Killed half way, the next call goes on; once it was whole, nothing is made again."""
    workspace_id = founded()
    with scope.workspace(workspace_id):
        new = not Entry.objects.filter(workspace_id=workspace_id, kind=MADE).exists()
        if new:
            folder, now = settings.DATA_DIR, timezone.now()
            url = operations.ensure(embedded.place(folder), folder, now)
            stripe.seed(operations.first_day(now))
            furnish(workspace_id, folder, url)
    return Sample(people.logins(settings.DATA_DIR), new)


def founded() -> UUID:
    """The workspace, with its roles and nothing else so far."""
    known = Address.objects.filter(slug=SLUG).values_list("workspace_id", flat=True).first()
    if known is not None:
        return known
    made = found.workspace(
        NAME, name=NAME, slug=SLUG, time_zone="Europe/Copenhagen", domains=[people.DOMAIN], sandbox=True
    )  # fmt: skip
    return made.pk


def furnish(workspace_id: UUID, folder: Path, operations_url: str) -> None:
    """People, connections, agent, caps and policy, in the workspace in scope. What is there already stays."""
    people.let_in(workspace_id, folder)
    owner = User.objects.get(email=f"ada@{people.DOMAIN}")
    connections.make(workspace_id, operations_url)
    budgets.cap(workspace_id, agent.employ(workspace_id, owner, folder))
    policy.put_in_force(workspace_id, owner)
    with transaction.atomic():
        log.append(MADE, workspace=workspace_id, subject=SLUG, by="operator", facts={})


__all__ = ["Login", "Sample", "ensure", "founded", "furnish"]
