"""Founding the seat of an organisation: the workspace in which its own people agree on its rules."""

from collections.abc import Sequence

from django.db import transaction

from apps.agents.models import Agent, Rung
from apps.core import scope
from apps.core.errors import Refused
from apps.workspaces import found, organisations
from apps.workspaces.access import ADMINS
from apps.workspaces.models import Address, User, Workspace

IN_WHOSE_NAME = "Governing"  # changes to rules are proposed through an agent, which does nothing else


def at(slug: str, *, of: str, name: str, admins: Sequence[User]) -> Workspace:
    """The seat of the organisation that the workspace `of` belongs to, with its admins. Raises Refused where there is
    one already, where the address is taken, or where fewer than two admins could sign for each other.
    """
    organisation = organisations.at(of)
    if (there := organisations.seat_of(organisation.pk)) is not None:
        raise Refused(f"{organisation} is governed from {there.slug} already.")
    if len(set(admins)) < 2:
        raise Refused("An organisation has at least two admins: one writes its rules, another signs them.")
    if Address.objects.filter(slug=slug).exists():
        raise Refused(f"There is a workspace at {slug} already.")
    zone = _zone_at(of)
    made = found.workspace(organisation, name=name, slug=slug, time_zone=zone, domains=[], sandbox=False, governs=True)
    with scope.workspace(made.pk), transaction.atomic():
        for one in admins:
            found.member(made.pk, one, roles=[ADMINS], by="operator")
        Agent.objects.create(workspace_id=made.pk, name=IN_WHOSE_NAME, owner=admins[0], rung=Rung.OFF)
    return made


def _zone_at(slug: str) -> str:
    workspace = Address.objects.get(slug=slug).workspace_id
    with scope.workspace(workspace):
        return Workspace.objects.values_list("time_zone", flat=True).get(pk=workspace)
