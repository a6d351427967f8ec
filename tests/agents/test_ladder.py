"""The ladder: which rung counts for whom, what lies above it, and that a new line never makes anybody freer."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from apps.agents import ladder
from apps.agents.ladder import Ladder, Place
from apps.agents.models import Agent, Cell, Limit, Rung
from apps.audit import log
from apps.core import ids, scope
from apps.policies.ceilings import RUNGS
from apps.policies.ceilings import Rung as Name
from apps.workspaces.models import Role, Workspace
from tests import make

REFUNDS = "stripe:refunds"
RUNG = st.sampled_from(RUNGS)


@pytest.fixture
def agent(db: None) -> Iterator[Agent]:
    acme = make.workspace()
    with scope.workspace(acme.pk):
        yield Agent.objects.create(workspace_id=acme.pk, name="Otto", owner=make.person("ada", of=acme.pk))


def role(name: str) -> Role:
    return Role.objects.get(name=name)


def put(agent: Agent | None, rung: Rung, *, who: str = "", group: str = REFUNDS, here: Agent) -> None:
    ladder.move(Place(here.workspace_id, agent, group, role(who) if who else None), rung, by="operator", why="a test")


def test_a_line_for_a_role_goes_before_that_for_anybody_and_that_before_the_agents_own(agent: Agent) -> None:
    put(agent, Rung.SUGGEST, here=agent)
    put(agent, Rung.AUTO, who="Finance", here=agent)
    now = ladder.of(agent)
    assert now.at(REFUNDS, ["Finance"]).rung == "auto"
    assert now.at(REFUNDS, ["Askers"]).rung == "suggest"
    assert now.at("stripe:charges", ["Finance"]).rung == "approve"
    assert now.at(REFUNDS, ["Finance"]).where == "Refunds in Stripe, asked by Finance"


def test_of_several_roles_the_highest_that_is_spoken_of_counts(agent: Agent) -> None:
    put(agent, Rung.AUTO, who="Finance", here=agent)
    put(agent, Rung.OFF, who="Askers", here=agent)
    assert ladder.of(agent).at(REFUNDS, ["Askers", "Finance", "Auditors"]).rung == "auto"
    assert ladder.of(agent).at(REFUNDS, ["Askers", "Auditors"]).rung == "off"


def test_a_merely_named_asker_tightens_and_never_loosens(agent: Agent) -> None:
    put(agent, Rung.AUTO, who="Finance", here=agent)
    put(agent, Rung.OFF, who="Askers", here=agent)
    now = ladder.of(agent)
    assert now.at(REFUNDS, (), named=["Finance"]).rung == "approve"
    assert now.at(REFUNDS, (), named=["Askers"]).rung == "off"


def test_an_agent_that_is_off_does_nothing_whatever_its_lines_say(agent: Agent) -> None:
    put(agent, Rung.AUTO, here=agent)
    put(agent, Rung.OFF, group="", here=agent)
    agent.refresh_from_db()
    assert (agent.rung, ladder.of(agent).at(REFUNDS, []).rung) == ("off", "off")


def test_limits_of_workspace_organisation_and_plan_are_told_apart(agent: Agent) -> None:
    organisation = Workspace.objects.get(pk=agent.workspace_id).organisation
    put(None, Rung.APPROVE, here=agent)
    Limit.objects.create(organisation=organisation, kind="organisation", group=REFUNDS, rung="suggest")
    Limit.objects.create(organisation=organisation, kind="plan", rung="approve")
    stand = ladder.of(agent).at(REFUNDS, [])
    assert (stand.workspace, stand.organisation, stand.plan) == ("approve", "suggest", "approve")
    assert ladder.of(agent).at("stripe:charges", []).organisation == "auto"


def test_nothing_of_another_workspace_or_agent_counts(agent: Agent) -> None:
    other = make.workspace("other")
    with scope.workspace(other.pk):
        theirs = Agent.objects.create(workspace_id=other.pk, name="Otto", owner=make.person("zoe", of=other.pk))
        put(theirs, Rung.AUTO, here=theirs)
        put(None, Rung.OFF, here=theirs)
    stand = ladder.of(agent).at(REFUNDS, [])
    assert (stand.rung, stand.workspace) == ("approve", "auto")
    assert not Limit.objects.exists()


def test_each_move_is_entered_with_where_it_stood_and_why(agent: Agent) -> None:
    put(agent, Rung.AUTO, who="Finance", here=agent)
    put(agent, Rung.SUGGEST, who="Finance", here=agent)
    last = log.of(ids.say("agent", agent.pk))[-1]
    assert last.kind == "agent.rung_moved"
    assert '"before":"auto"' in bytes(last.body).decode().replace(" ", "")


def test_the_database_holds_one_rung_a_place_and_no_limit_for_a_role(agent: Agent) -> None:
    Cell.objects.create(workspace_id=agent.workspace_id, agent=agent, group=REFUNDS, rung="auto")
    with pytest.raises(IntegrityError, match="agents_a_cell_holds_one_rung"):
        Cell.objects.create(workspace_id=agent.workspace_id, agent=agent, group=REFUNDS, rung="off")


def test_a_limit_that_names_a_role_is_refused_by_the_database(agent: Agent) -> None:
    with pytest.raises(IntegrityError, match="agents_a_limit_holds_for_whoever_asks"):
        Cell.objects.create(workspace_id=agent.workspace_id, group=REFUNDS, role=role("Finance"), rung="off")


@pytest.mark.parametrize(
    ("own", "finance", "anyone"), list(product(("suggest", "auto"), ("", "off", "auto"), ("", "approve")))
)
def test_the_freest_rung_of_a_place_makes_nobody_freer(agent: Agent, own: str, finance: str, anyone: str) -> None:
    agent.rung = own
    agent.save()
    for who, rung in (("Finance", finance), ("", anyone)):
        if rung:
            put(agent, Rung(rung), who=who, here=agent)
    people = [["Askers"], ["Askers", "Finance"], ["Finance"], []]
    before = [ladder.of(agent).at(REFUNDS, roles).rung for roles in people]
    place = Place(agent.workspace_id, agent, REFUNDS, role("Askers"))
    ladder.move(place, Rung(ladder.freest(place)), by="operator", why="")
    after = [ladder.of(agent).at(REFUNDS, roles).rung for roles in people]
    assert all(RUNGS.index(a) <= RUNGS.index(b) for a, b in zip(after, before, strict=True))


@given(own=RUNG, cells=st.dictionaries(st.tuples(st.just("g"), st.sampled_from(["", "A", "B"])), RUNG), more=RUNG)
def test_a_limit_is_never_above_what_is_said_for_the_group_or_for_everything(
    own: Name, cells: dict[tuple[str, str], Name], more: Name
) -> None:
    above: dict[tuple[str, str], Name] = {("plan", ""): more, ("plan", "g"): "approve"}
    standing = Ladder(own, cells, above)
    assert RUNGS.index(standing.at("g", ["A"]).plan) <= min(RUNGS.index(more), RUNGS.index("approve"))
