"""Moving a rung of the ladder: an agent's for one tool group and one role, or the workspace's limit over all agents."""

from uuid import UUID

from apps.actions import conduct, decide_again, earned
from apps.actions.claim import Claim
from apps.actions.conduct import Conduct
from apps.actions.draft import Step
from apps.actions.own.tool import OwnTool, asker, facts, text
from apps.agents import groups, ladder
from apps.agents.ladder import Place
from apps.agents.models import Agent, Rung
from apps.connectors.contract import Change, InverseCall, JsonDict, Prepared, Tier, Undo, UndoKind
from apps.core import scope
from apps.core.errors import Invalid
from apps.workspaces.models import Role

MOVE = "countersign.move_rung"
MOVED = "The rung was moved since this was shown."
NOT_HERE = "There is no such agent, role or group of tools here."
UNSAID = "as elsewhere"


def place_of(arguments: JsonDict) -> Place:
    """Where a rung is to be moved. Raises Invalid for what is not here."""
    try:
        agent = Agent.objects.filter(pk=UUID(arguments["agent"])).first() if arguments["agent"] else None
        role = Role.objects.filter(pk=UUID(arguments["role"])).first() if arguments["role"] else None
    except ValueError:
        raise Invalid(NOT_HERE) from None
    group = arguments["group"]
    known = {one.key for one in groups.here()}
    if (arguments["agent"] and agent is None) or (arguments["role"] and role is None) or (group and group not in known):
        raise Invalid(NOT_HERE)
    if (not agent or not group) and role:
        raise Invalid("A role is named only for one agent and one group of tools.")
    if not agent and not group:
        raise Invalid("A limit of the workspace is for one group of tools.")
    return Place(scope.only(), agent, group, role)


def arguments_for(place: Place, rung: Rung | None) -> JsonDict:
    """What moves the rung of this place as it stands now."""
    before = ladder.held(place)
    return {
        "agent": str(place.agent.pk) if place.agent else "", "group": place.group,
        "role": str(place.role.pk) if place.role else "", "rung": rung.value if rung else "",
        "before": before.value if before else "",
    }  # fmt: skip


def _prepare(step: Step) -> Prepared:
    arguments = step.wanted.arguments
    place = place_of(arguments)
    before, after = arguments["before"], arguments["rung"]
    if (ladder.held(place) or "") != before:
        raise Invalid(MOVED)
    if before == after or (place.agent and not place.group and not after):
        raise Invalid("It stands there already.")
    name, seen = str(place.agent or "The workspace"), _seen(place)
    return Prepared(
        tool=MOVE, definition=step.tool.definition, title=f"Let {name} stand at {_word(after)} for {place.words}"[:300],
        button=f"moving this rung to {_word(after)}", record=name, risk=step.tool.risk, arguments=arguments,
        before={"rung": before, "evidence": vars(seen)}, guard={"rung": before}, request=arguments,
        changes=(Change(record=name, field=place.words, before=text(_word(before)), after=text(_word(after))),),
        facts=facts("Rung", name, permission=True), hold_s=0, tier=Tier.A,
        undo=Undo(kind=UndoKind.EXACT, say=f"The rung goes back to {_word(before)}."),
        notes=(f"In the last {conduct.DAYS} days: {seen.said}.",) if place.agent else (),
    )  # fmt: skip


def _seen(place: Place) -> Conduct:
    """The evidence: how the agent did there, as our own records have it."""
    if place.agent is None:
        return Conduct()
    tools = [name for group in groups.here() if group.key == place.group or not place.group for name in group.names]
    people = earned.people_of_roles()[place.role] if place.role else None
    return conduct.among(conduct.of(place.agent), tools, people)


def _move(taken: Claim, arguments: JsonDict) -> str:
    place, rung = place_of(arguments), arguments["rung"]
    if place.agent:
        Agent.objects.select_for_update().get(pk=place.agent.pk)
    if (ladder.held(place) or "") != arguments["before"]:
        return MOVED
    decide_again.unsettle(place.workspace, place.agent.pk if place.agent else None)
    ladder.move(place, Rung(rung) if rung else None, by=asker(taken).said, why="Signed for.")
    return ""


def _inverse(prepared: Prepared) -> InverseCall:
    moved = prepared.arguments
    arguments = {**moved, "rung": moved["before"], "before": moved["rung"]}
    return InverseCall(kind=UndoKind.EXACT, say=prepared.undo.say, tool=MOVE, arguments=arguments)


def _word(rung: str) -> str:
    return Rung(rung).label if rung else UNSAID


TOOL = OwnTool(_prepare, _move, _inverse)
