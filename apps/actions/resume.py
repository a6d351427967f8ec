"""Proposing to resume: the only thing that passes a pause, and another admin signs it."""

from django.db import transaction

from apps.actions import draft, propose
from apps.actions.draft import Asked, Wanted
from apps.actions.models import Proposal
from apps.actions.own.resume import RESUME, standing_on
from apps.agents.models import Agent
from apps.core import scope as scopes
from apps.core.canonical import digest
from apps.core.errors import Refused
from apps.core.ids import uuid7
from apps.runs.models import Run
from apps.workspaces.access import Right, check
from apps.workspaces.models import User
from apps.workspaces.pause import Scope

GOAL = "Resume after a pause"


def propose_resume(scope: Scope, *, by: User) -> Proposal:
    """Propose to lift a pause. Another admin signs; then it takes effect, the only thing that passes a pause."""
    workspace = scopes.only()
    check(by, Right.RESUME, workspace)
    standing = standing_on(scope)
    agent = Agent.objects.filter(pk=scope.id).first() or Agent.objects.order_by("id").first()
    if agent is None:
        raise Refused("There is no agent here that could be resumed.")
    with transaction.atomic():
        run = Run.objects.create(workspace_id=workspace, agent=agent, asker=by, goal=GOAL, state="done")
    wanted = Wanted(None, RESUME, {"scope": scope.kind, "id": str(scope.id), "pause": str(standing.pk)})
    asked = Asked(agent, by, run, undoing=True, goal=GOAL)
    steps = draft.steps([wanted])
    key, fingerprint = f"resume:{standing.pk.hex}:{uuid7().hex}", digest([RESUME, str(standing.pk)])
    return propose.put(asked, steps, key=key, fingerprint=fingerprint)
