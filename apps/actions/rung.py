"""Moving a rung as a person: down is at once, like a pause; up is proposed, and another admin signs."""

from django.db import transaction

from apps.actions import decide_again
from apps.actions.govern import govern
from apps.actions.models import Proposal
from apps.actions.own.ladder import MOVE, arguments_for
from apps.agents import ladder
from apps.agents.ladder import Place
from apps.agents.models import Agent, Rung
from apps.core.errors import Refused
from apps.policies.ceilings import RUNGS
from apps.workspaces.access import Right, check
from apps.workspaces.models import User


def move(place: Place, rung: Rung, *, by: User, why: str = "") -> Proposal | None:
    """The proposal to sign, or None where it stands there already. Raises NotEntitled, Refused, Invalid."""
    check(by, Right.CONFIGURE, place.workspace, place.agent)
    if RUNGS.index(rung.value) <= RUNGS.index(ladder.freest(place)):
        _lower(place, rung, by=by, why=why)
        return None
    goal = why or f"Let it stand at {rung.label} for {place.words}"
    return govern(
        MOVE, arguments_for(place, rung), by=by, goal=goal, agent_id=place.agent.pk if place.agent else None
    )  # fmt: skip


@transaction.atomic
def _lower(place: Place, rung: Rung, *, by: User, why: str) -> None:
    if place.agent:
        Agent.objects.select_for_update().get(pk=place.agent.pk)
    if RUNGS.index(rung.value) > RUNGS.index(ladder.freest(place)):
        raise Refused("This moved while you were reading. Look at it again.")
    if ladder.held(place) == rung:
        raise Refused("It stands there already.")
    decide_again.unsettle(place.workspace, place.agent.pk if place.agent else None)
    ladder.move(place, rung, by=by.said, why=why or "Lowered by hand.")
