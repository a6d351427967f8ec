"""An agent's ladder as people see it: where it stands, for whom, which rungs are closed, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.actions import rules
from apps.actions.cards.closed import Best, by_policy
from apps.actions.cards.words import BACK, connector_of
from apps.actions.rules import Rules
from apps.agents import groups, ladder
from apps.agents.groups import Group
from apps.agents.ladder import Ladder
from apps.agents.models import Agent, Rung
from apps.connectors.models import Connection
from apps.policies.ceilings import ABOVE, RUNGS, Stand, outcome_of
from apps.policies.ceilings import Rung as RungName
from apps.policies.decision import STRICTNESS
from apps.workspaces.access import RIGHTS, Right
from apps.workspaces.models import Role

STYLES = {"off": "on of", "suggest": "on su", "approve": "on ap", "auto": "on"}


@dataclass(frozen=True)
class Step:
    """One of the four rungs of a cell."""

    word: str
    style: str  # on …: it stands here; cap: closed


@dataclass(frozen=True)
class Cell:
    label: str  # the same for those who do not see it: "Approve. Closed: Auto"
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Line:
    title: str
    sub: str
    risk: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Closed:
    """Why rungs are closed: for which group, which rungs, by whom."""

    title: str
    rungs: str
    reason: str


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    closed: tuple[Closed, ...]


@dataclass(frozen=True)
class _Seen:
    """One cell before it is drawn: how far it may go, and what closes the rest."""

    stands: RungName
    highest: RungName
    reasons: tuple[str, ...]


def table(agent: Agent) -> Table:
    """The ladder of an agent. Roles for which everything is the same share a column."""
    current, standing, here = rules.in_force(), ladder.of(agent), groups.here()
    columns: dict[tuple[_Seen, ...], list[str]] = {}
    for role in _roles(standing):
        column = tuple(_seen(current, standing, agent, group, role) for group in here)
        columns.setdefault(column, []).append(role)
    lines = tuple(
        Line(group.title, _sub(group), group.risk.value, tuple(_cell(column[at]) for column in columns))
        for at, group in enumerate(here)
    )
    closed = dict.fromkeys(
        Closed(group.title, _closed_rungs(column[at].highest), reason)
        for at, group in enumerate(here) for column in columns for reason in column[at].reasons
    )  # fmt: skip
    return Table(_headings(list(columns.values())), lines, tuple(closed))


def _roles(standing: Ladder) -> list[str]:
    """The roles whose people may ask, those that the ladder speaks of, and "" for whoever else."""
    may_ask = {name for name in Role.objects.values_list("name", flat=True) if name in RIGHTS[Right.PROPOSE]}
    return [*sorted(may_ask | {role for _, role in standing.cells if role}), ""]


def _headings(columns: Sequence[Sequence[str]]) -> tuple[str, ...]:
    if len(columns) == 1:
        return ("Whoever asks",)
    return tuple(f"Asked by {', '.join(role or 'anybody else' for role in roles)}" for roles in columns)


def _seen(current: Rules, standing: Ladder, agent: Agent, group: Group, role: str) -> _Seen:
    stand = standing.at(group.key, [role] if role else [])
    connector = connector_of(group.tools[0].full_name)
    best = by_policy(
        current, group, agent=agent.pk.hex, roles=frozenset({role} if role else ()), objects=_objects(connector)
    )  # fmt: skip
    if group.reads:
        return _reading(stand, best)
    limits: list[tuple[RungName, str]] = [
        (_allowed(best), best.reason),
        *((getattr(stand, name), f"{who} allows no more.") for name, who in ABOVE.items()),
    ]
    if not any(tool.risk != "critical" for tool in group.tools):
        limits.append(("approve", "Critical actions are never done without people."))
    highest = min((rung for rung, _ in limits), key=RUNGS.index)
    reasons = tuple(reason for rung, reason in limits if rung == highest and rung != "auto")
    return _Seen(min(stand.rung, highest, key=RUNGS.index), highest, reasons)


def _reading(stand: Stand, best: Best) -> _Seen:
    """Reading knows two rungs alone: it is done, or it is not."""
    if best.outcome != "auto":
        return _Seen("off", "off", (best.reason,))
    limits = (stand.rung, stand.organisation, stand.plan, stand.workspace)
    return _Seen("off" if "off" in limits else "auto", "auto", ())


def _allowed(best: Best) -> RungName:
    """The highest rung that is no milder than what policy says."""
    return max((rung for rung in RUNGS if STRICTNESS[outcome_of(rung)] >= STRICTNESS[best.outcome]), key=RUNGS.index)


def _objects(connector: str) -> tuple[str, ...]:
    """What the rows of ticked tables are called."""
    tables = Connection.objects.filter(connector=connector).values_list("address__tables", flat=True)
    return tuple(sorted({entry["object"] for one in tables if one for entry in one.values() if entry.get("object")}))


def _cell(seen: _Seen) -> Cell:
    closed = _closed_rungs(seen.highest)
    label = Rung(seen.stands).label + (f". Closed: {closed}" if closed else "")
    return Cell(label, tuple(_step(rung, seen) for rung in RUNGS))


def _step(rung: RungName, seen: _Seen) -> Step:
    if rung == seen.stands:
        return Step(Rung(rung).label, STYLES[rung])
    return Step(Rung(rung).label, "cap" if RUNGS.index(rung) > RUNGS.index(seen.highest) else "")


def _closed_rungs(highest: RungName) -> str:
    return ", ".join(Rung(rung).label for rung in RUNGS[RUNGS.index(highest) + 1 :])


def _sub(group: Group) -> str:
    if group.reads:
        return "read only"
    hold = max(tool.hold_s for tool in group.tools)
    return BACK[group.undo].words + (f", held {hold} s" if hold else "")
