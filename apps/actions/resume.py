"""Proposing to resume: the only thing that passes a pause, and another admin signs it."""

from apps.actions.govern import govern
from apps.actions.models import Proposal
from apps.actions.own.resume import RESUME, standing_on
from apps.core import scope as scopes
from apps.workspaces.access import Right, check
from apps.workspaces.models import User
from apps.workspaces.pause import Scope

GOAL = "Resume after a pause"


def propose_resume(scope: Scope, *, by: User) -> Proposal:
    """Propose to lift a pause. Another admin signs; then it takes effect, the only thing that passes a pause."""
    check(by, Right.RESUME, scopes.only())
    arguments = {"scope": scope.kind, "id": str(scope.id), "pause": str(standing_on(scope).pk)}
    return govern(RESUME, arguments, by=by, goal=GOAL, agent_id=scope.id if scope.kind == "agent" else None)
