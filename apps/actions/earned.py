"""Earned autonomy: when an agent is ready to go up a rung, and when it has to come down by itself.

Up is proposed with its evidence, and an admin signs. Down is at once, and its entry says why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.actions import conduct, decide_again
from apps.actions.conduct import ByWhom, Conduct
from apps.agents import groups, ladder
from apps.agents.groups import Group
from apps.agents.ladder import Ladder, Place
from apps.agents.models import Agent, Cell, Rung
from apps.policies.ceilings import RUNGS, lowest
from apps.workspaces.models import Role

ENOUGH = 20  # clean signatures, and no fault beside them, before the next rung is proposed
FEWEST = 5  # ended actions before anything is said of a service level
MOST_FAULTS = 20  # per cent of what ended; with more the agent comes down
DAYS = 7
BY = "ladder"


@dataclass(frozen=True)
class Ready:
    """A place where the agent has earned the next rung, and what speaks for it."""

    place: Place
    rung: Rung
    seen: Conduct


def ready(agent: Agent) -> list[Ready]:
    """Where this agent may be proposed for the next rung: by tool group, and by the role of whoever asked."""
    standing, found = ladder.of(agent), conduct.of(agent)
    return [
        Ready(place, up, seen)
        for group, place, seen in _places(agent, found)
        if not group.reads and clean(seen) and (up := _next(standing, place))
    ]


def clean(seen: Conduct) -> bool:
    return seen.clean >= ENOUGH and not seen.faults


def broken(seen: Conduct) -> bool:
    """The service level: of what ended, no more than a fifth was edited, declined, denied, failed or taken back."""
    return seen.ended >= FEWEST and 100 * seen.faults > MOST_FAULTS * seen.ended


def come_down(agent: Agent) -> list[Place]:
    """Lower this agent by one rung wherever its service level of the last days is broken."""
    lately = timezone.now() - timedelta(days=DAYS)
    found = conduct.of(agent, since=lately)
    return [place for group, place, seen in _places(agent, found) if broken(seen) and _lower(group, place, lately)]


def people_of_roles() -> dict[Role, frozenset[UUID]]:
    """Who holds which role, in the workspace in scope."""
    held: dict[Role, set[UUID]] = {role: set() for role in Role.objects.order_by("name")}
    by_id = {role.pk: role for role in held}
    for role, person in Role.objects.filter(group__user__isnull=False).values_list("pk", "group__user__pk"):
        held[by_id[role]].add(person)
    return {role: frozenset(people) for role, people in held.items()}


def _places(agent: Agent, found: ByWhom) -> Iterator[tuple[Group, Place, Conduct]]:
    """Each place of the ladder of which something is known."""
    roles: Mapping[Role, frozenset[UUID]] = people_of_roles() if found else {}
    for group in groups.here() if found else ():
        for role, people in roles.items():
            seen = conduct.among(found, group.names, people)
            if seen.ended:
                yield group, Place(agent.workspace_id, agent, group.key, role), seen


def _next(standing: Ladder, place: Place) -> Rung | None:
    """The rung above, unless a limit closes it. An agent that is off does not come up by itself."""
    assert place.role is not None
    stand = standing.at(place.group, [place.role.name])
    at = RUNGS.index(stand.rung)
    if stand.rung in ("off", "auto"):
        return None
    up = RUNGS[at + 1]
    return Rung(up) if up == lowest(up, stand.organisation, stand.plan, stand.workspace) else None


@transaction.atomic
def _lower(group: Group, place: Place, lately: datetime) -> bool:
    """One rung down, to Suggest at the lowest. What was seen before the rung last moved does not count twice."""
    assert place.agent is not None
    assert place.role is not None
    agent = Agent.objects.select_for_update().get(pk=place.agent.pk)
    rung = ladder.of(agent).at(place.group, [place.role.name]).rung
    if rung in ("off", "suggest"):
        return False
    moved = Cell.objects.filter(agent=agent, group=place.group, role=place.role).values_list("moved_at", flat=True)
    seen = conduct.among(
        conduct.of(agent, since=max([lately, *moved])), group.names, people_of_roles()[place.role]
    )  # fmt: skip
    if not broken(seen):
        return False
    decide_again.unsettle(agent.workspace_id, agent.pk)
    why = f"Its service level is broken. In the last {DAYS} days: {seen.said}."
    down = lowest(RUNGS[RUNGS.index(rung) - 1], ladder.freest(place))
    ladder.move(place, Rung(down), by=BY, why=why)
    return True
