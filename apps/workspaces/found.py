"""Founding a workspace, and letting people in."""

from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from guardian.shortcuts import assign_perm

from apps.audit import log
from apps.core import scope
from apps.core.ids import uuid7
from apps.workspaces.access import RIGHTS
from apps.workspaces.models import Address, Member, Organisation, Role, User, Workspace


def workspace(
    organisation: str | Organisation, *, name: str, slug: str, time_zone: str, domains: list[str], sandbox: bool,
    governs: bool = False,
) -> Workspace:  # fmt: skip
    """A new workspace with its roles and their rights, under a new organisation or one that is there; its log opens
    with this line. `governs`: it is the organisation's seat, of which there is one.
    """
    workspace_id = uuid7()
    with scope.workspace(workspace_id), transaction.atomic():
        owner = organisation if isinstance(organisation, Organisation) else Organisation(name=organisation)
        founded = Workspace(
            id=workspace_id, organisation=owner, name=name, slug=slug, time_zone=time_zone, domains=domains,
            sandbox=sandbox, governs=governs,
        )  # fmt: skip
        if owner is not organisation:
            owner.save(force_insert=True)
        founded.save(force_insert=True)
        Address.objects.create(slug=slug, workspace_id=workspace_id)
        for role_name in sorted(frozenset().union(*RIGHTS.values())):
            _role(founded, role_name)
        log.append("workspace.founded", workspace=workspace_id, subject=slug, by="operator", facts={"name": name})
    return founded


def member(workspace_id: UUID, user: User, *, roles: list[str], by: str) -> Member:
    """Let a person in with these roles. The workspace must be in scope."""
    with transaction.atomic():
        joined = Member.objects.create(workspace_id=workspace_id, user=user)
        for role in Role.objects.filter(workspace_id=workspace_id, name__in=roles):
            user.groups.add(role.group)
        facts = {"person": user.said, "roles": sorted(roles)}
        log.append("member.joined", workspace=workspace_id, subject=user.said, by=by, facts=facts)
    return joined


def _role(founded: Workspace, name: str) -> Role:
    group = Group.objects.create(name=f"{founded.pk.hex}:{name}")
    for right, names in RIGHTS.items():
        if name in names:
            assign_perm(f"workspaces.{right}", group, founded)
    return Role.objects.create(workspace_id=founded.pk, name=name, group=group)
