"""The list of actions, with what to look for: a state, an agent, a tool.

Nothing is indexed by state, which changes: open ones are looked up in the small table of open work, ended ones in the
log, which has a line for each end. Whatever else is asked is filtered out of a bounded stretch, and the page says how
far it looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from apps.actions import states
from apps.actions.cards.names import Names
from apps.actions.cards.paging import PAGE, Pager, Where, links, turn
from apps.actions.cards.viewer import Viewer
from apps.actions.cards.words import STATES, Chip
from apps.actions.models import Action, OpenWork, Proposal, State
from apps.agents.models import Agent
from apps.audit.models import Entry
from apps.connectors import shelf
from apps.core import ids

LOOKED = 1_000  # actions looked through for one page, where they are narrowed down
OPEN = frozenset(State) - states.FINAL


@dataclass(frozen=True)
class Sought:
    state: str = ""
    agent: str = ""
    tool: str = ""

    @property
    def query(self) -> str:
        return urlencode({"state": self.state, "agent": self.agent, "tool": self.tool})


@dataclass(frozen=True)
class Row:
    href: str
    title: str
    risk: str
    tool: str
    agent: str
    chip: Chip
    at: datetime


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Listing:
    rows: tuple[Row, ...]
    pager: Pager
    states: tuple[Choice, ...]
    agents: tuple[Choice, ...]
    tools: tuple[Choice, ...]
    looked: str  # how far a filter looked, where it stopped before the page was full


def listing(viewer: Viewer, sought: Sought, where: Where) -> Listing:
    here = f"{reverse('actions', args=[viewer.workspace.slug])}?{sought.query}"
    found, pager, looked = _found(viewer.workspace.pk, sought, where, here)
    agents = dict(Agent.objects.order_by("name").values_list("pk", "name"))
    proposed = _proposed(found)
    hands = _by_hand(proposed)
    who = [hands.get(one.proposal_id) or agents.get(one.agent_id, "An agent") for one in found]
    hrefs = [_href(one, one.proposal_id in proposed, viewer.workspace.slug) for one in found]
    return Listing(
        tuple(_row(*one) for one in zip(found, who, hrefs, strict=True)), pager,
        tuple(Choice(state.value, STATES[state].words, state == sought.state) for state in State),
        tuple(Choice(ids.say("agent", pk), name, ids.say("agent", pk) == sought.agent) for pk, name in agents.items()),
        tuple(Choice(name, name, name == sought.tool) for name in sorted(shelf.tools())), looked,
    )  # fmt: skip


def _found(workspace: UUID, sought: Sought, where: Where, here: str) -> tuple[list[Action], Pager, str]:
    every = Action.objects.defer("document", "result", "decision")
    if sought.state in OPEN:
        working = OpenWork.objects.filter(workspace_id=workspace, state=sought.state).values("action_id")
        rows, pager = turn(_narrowed(every.filter(pk__in=working), sought), where, here=here, kind="action")
        return rows, pager, ""
    if sought.state or sought.agent or sought.tool:
        # The log names all that ended so, of which only what was retired since is not shown.
        far = LOOKED if sought.agent or sought.tool else PAGE + 1
        return _looked_through(every, _stretch(sought, where, far), sought, where, here, far)
    rows, pager = turn(every, where, here=here, kind="action")
    return rows, pager, ""


def _stretch(sought: Sought, where: Where, far: int) -> list[UUID]:
    """The next actions in order: by their end where one state is sought, else by their beginning."""
    if sought.state:
        return _ended(sought.state, where, far)
    plain: QuerySet[Action, UUID] = Action.objects.values_list("pk", flat=True)
    if where.after:
        return list(plain.filter(pk__gt=where.after).order_by("pk")[:far])
    return list((plain.filter(pk__lt=where.before) if where.before else plain).order_by("-pk")[:far])


def _ended(state: str, where: Where, far: int) -> list[UUID]:
    """The actions whose line in the log says this end. An end is final, so there is one line for each."""
    told = Entry.objects.filter(kind=f"action.{state}")
    edge = where.after or where.before
    if edge:
        line = told.filter(subject=ids.say("action", edge)).values_list("seq", flat=True).first() or 0
        told = told.filter(seq__gt=line) if where.after else told.filter(seq__lt=line)
    subjects = told.order_by("seq" if where.after else "-seq").values_list("subject", flat=True)[:far]
    return [ids.parse("action", subject) for subject in subjects]


def _looked_through(
    every: QuerySet[Action], stretch: list[UUID], sought: Sought, where: Where, here: str, far: int
) -> tuple[list[Action], Pager, str]:
    fitting = set(_narrowed(Action.objects.filter(pk__in=stretch), sought).values_list("pk", flat=True))
    shown = [one for one in stretch if one in fitting][:PAGE]
    full, ended = len(shown) == PAGE, len(stretch) < far
    if where.after:
        shown.reverse()
    edge = shown if full or ended or not stretch else [stretch[-1]]
    more = not ended or len(fitting) > PAGE
    pager = links(
        [*shown[:1], *edge[-1:]] or edge, here=here, kind="action", newer=bool(where.before or (where.after and more)),
        older=bool(where.after or more),
    )  # fmt: skip
    by_id = {one.pk: one for one in every.filter(pk__in=shown)}
    looked = "" if full or ended else f"Looked through {far:,} actions; go on to the older ones for more."
    return [by_id[one] for one in shown], pager, looked


def _narrowed(found: QuerySet[Action], sought: Sought) -> QuerySet[Action]:
    if sought.tool:
        found = found.filter(tool=sought.tool)
    if sought.agent:
        found = found.filter(agent_id=ids.parse("agent", sought.agent))
    return found


def _proposed(actions: Sequence[Action]) -> dict[UUID, UUID | None]:
    """The proposals of these, with who did it by hand. A read has none: it stands in its run."""
    found = Proposal.objects.filter(pk__in={one.proposal_id for one in actions})
    return {pk: asker if by_hand else None for pk, asker, by_hand in found.values_list("pk", "asker_id", "by_hand")}


def _by_hand(proposed: dict[UUID, UUID | None]) -> dict[UUID, str]:
    """The people who did these by hand, by proposal."""
    asked = {pk: asker for pk, asker in proposed.items() if asker}
    people = Names.of(asked.values()).people if asked else {}
    return {proposal: people.get(asker, "Somebody") for proposal, asker in asked.items()}


def _href(one: Action, proposed: bool, place: str) -> str:
    """Where it is shown: on its proposal; a read in its run, by whose id it goes."""
    if not proposed:
        return reverse("run", args=[place, ids.say("run", one.proposal_id)])
    return f"{reverse('proposal', args=[place, ids.say('proposal', one.proposal_id)])}#action-{one.position}"


def _row(one: Action, who: str, href: str) -> Row:
    return Row(href, one.title, one.risk, one.tool, who, STATES[State(one.state)], one.created_at)


def sought(said: dict[str, str]) -> Sought:
    """What an address asks for; what cannot be is not asked."""
    state, agent, tool = (said.get(name, "") for name in ("state", "agent", "tool"))
    try:
        ids.parse("agent", agent)
    except ValueError:
        agent = ""
    return Sought(state if state in set(State) else "", agent, tool if tool in shelf.tools() else "")
