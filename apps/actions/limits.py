"""Limits of an organisation and of its plan: the operator's word, entered in the log of every workspace of it."""

from django.db import transaction

from apps.actions import decide_again
from apps.agents.models import Limit, Rung
from apps.audit import log
from apps.core import scope
from apps.workspaces import organisations
from apps.workspaces.models import Workspace


def hold(slug: str, kind: str, group: str, rung: Rung, *, by: str) -> int:
    """No agent of this organisation goes further from now on. How many workspaces it holds in."""
    organisation = organisations.at(slug)
    with scope.workspace(*organisations.members_of(organisation.pk)), transaction.atomic():
        here = list(Workspace.objects.filter(organisation=organisation).order_by("pk"))
        Limit.objects.update_or_create(organisation=organisation, kind=kind, group=group, defaults={"rung": rung})
        for workspace in here:
            decide_again.unsettle(workspace.pk, None)
        facts = {"kind": kind, "group": group, "rung": rung.value}
        log.append_many([log.Line("agent.limit_held", one.pk, one.pk.hex, by, facts) for one in here])
    return len(here)
