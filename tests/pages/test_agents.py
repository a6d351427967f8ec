"""The agents' pages: who sees what, which rungs are closed and why, and the form that moves one."""

from collections.abc import Callable

import pytest
from django.test import Client

from apps.actions import rules
from apps.actions.models import Action, Proposal
from apps.agents import ladder
from apps.agents.ladder import Place
from apps.agents.models import Agent, Rung
from apps.connectors.models import Connection
from apps.core import ids, scope
from apps.policies import publish
from apps.workspaces.models import Role, User, Workspace
from tests import make
from tests.pages import drafts
from tests.pages.conftest import at

Browser = Callable[[User], Client]
People = Callable[..., User]
REFUNDS = "stripe:refunds"


@pytest.fixture
def agent(acme: Workspace, person: People) -> Agent:
    Connection.objects.create(workspace_id=acme.pk, connector="stripe", name="Stripe", created_by="operator")
    return drafts.agent(acme, person("ada", "Admins"))


def here(acme: Workspace, agent: Agent) -> str:
    return at(acme, f"agents/{ids.say('agent', agent.pk)}/")


def policy(acme: Workspace, *sentences: str) -> None:
    publish.publish(
        acme.pk, name="refunds", sentences=sentences, vocabulary=rules.vocabulary(), by="operator", last_editor=None
    )  # fmt: skip


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_rung_that_policy_closes_is_struck_through_and_says_why(
    acme: Workspace, agent: Agent, person: People, browser: Browser
) -> None:
    policy(acme, "Refunds need two people from Finance.", "Read anything without asking.")
    page = shown(browser(person("leo", "Askers")), here(acme, agent))
    assert 'aria-label="Approve. Closed: Auto"' in page
    assert '<span class="cap">Auto</span>' in page
    assert "Refunds need two people from Finance." in page
    assert "Charges in Stripe: Approve, Auto." in page  # no rule covers them, so they are only suggested
    assert "Whoever asks" in page


def test_roles_that_stand_elsewhere_have_a_column_of_their_own(
    acme: Workspace, agent: Agent, person: People, browser: Browser
) -> None:
    policy(acme, "Do anything without asking.")
    ladder.move(Place(acme.pk, agent, REFUNDS, Role.objects.get(name="Finance")), Rung.AUTO, by="operator", why="")
    page = shown(browser(person("leo", "Askers")), here(acme, agent))
    assert "Asked by Finance<" in page
    assert "Asked by Admins, Askers, Support leads, anybody else<" in page
    assert "Refunds in Stripe, asked by Finance: Auto" in page


def test_a_limit_of_the_workspace_is_named_as_what_closes_a_rung(
    acme: Workspace, agent: Agent, person: People, browser: Browser
) -> None:
    policy(acme, "Do anything without asking.")
    ladder.move(Place(acme.pk, None, REFUNDS), Rung.SUGGEST, by="operator", why="")
    client = browser(person("leo", "Askers"))
    assert "The workspace allows no more." in shown(client, here(acme, agent))
    assert "Suggest</td>" in shown(client, at(acme, "agents/"))


def test_an_admin_lowers_at_once_and_raises_by_a_proposal(acme: Workspace, agent: Agent, browser: Browser) -> None:
    client, role = browser(agent.owner), Role.objects.get(name="Askers")
    place = Place(acme.pk, agent, REFUNDS, role)
    lowered = client.post(here(acme, agent), {"group": REFUNDS, "role": str(role.pk), "rung": "suggest"})
    assert (lowered.status_code, ladder.held(place)) == (302, Rung.SUGGEST)
    raised = client.post(here(acme, agent), {"group": REFUNDS, "role": str(role.pk), "rung": "auto"})
    assert "proposals/prp_" in raised["Location"]
    assert ladder.held(place) == Rung.SUGGEST
    assert Proposal.objects.get().outcome == "approve"


def test_an_admin_sets_a_limit_over_all_agents(acme: Workspace, agent: Agent, browser: Browser) -> None:
    client = browser(agent.owner)
    assert client.post(at(acme, "agents/"), {"group": REFUNDS, "rung": "approve"}).status_code == 302
    assert ladder.held(Place(acme.pk, None, REFUNDS)) == Rung.APPROVE
    assert "proposals/prp_" in client.post(at(acme, "agents/"), {"group": REFUNDS, "rung": "auto"})["Location"]


def test_who_may_not_configure_sees_no_form_and_is_refused(
    acme: Workspace, agent: Agent, person: People, browser: Browser
) -> None:
    client = browser(person("wim", "Auditors"))
    for path in (here(acme, agent), at(acme, "agents/")):
        page = shown(client, path)
        assert '<h2 class="sec" id="move">' not in page
        assert "Admins may" in page
        assert client.post(path, {"group": REFUNDS, "rung": "off"}).status_code == 403
    assert ladder.of(agent).cells == {}


def test_what_the_form_does_not_offer_is_refused_on_the_page(acme: Workspace, agent: Agent, browser: Browser) -> None:
    client = browser(agent.owner)
    for wrong in ({}, {"rung": "x"}, {"rung": "off", "group": "x:y"}, {"rung": "off", "group": REFUNDS, "role": "x"},
                  {"rung": "off", "role": str(Role.objects.all()[0].pk)}):  # fmt: skip
        answer = client.post(here(acme, agent), wrong)
        assert answer.status_code == 409, wrong
        assert 'role="alert"' in answer.content.decode()
    assert ladder.of(agent).cells == {}


def test_an_agent_of_another_workspace_is_not_there(
    acme: Workspace, agent: Agent, person: People, browser: Browser
) -> None:
    other = make.workspace("other")
    with scope.workspace(other.pk):
        theirs = Agent.objects.create(workspace_id=other.pk, name="X", owner=make.person("zoe", of=other.pk))
    client = browser(agent.owner)
    for path in (here(acme, theirs), at(acme, "agents/agt_x/"), at(acme, f"agents/{ids.say('run', agent.pk)}/")):
        assert client.get(path).status_code == 404
        assert client.post(path, {"rung": "off"}).status_code == 404


def test_an_empty_workspace_says_so_and_a_hostile_name_is_only_a_name(
    acme: Workspace, person: People, browser: Browser
) -> None:
    ada = person("ada", "Admins")
    assert "No agent works here yet" in shown(browser(ada), at(acme, "agents/"))
    bot = Agent.objects.create(workspace_id=acme.pk, name="Otto <b>\u202e</b>", owner=ada)
    for path in (at(acme, "agents/"), here(acme, bot)):
        page = shown(browser(ada), path)
        assert "U+202E" in page
        assert "Otto <b>" not in page
    assert "Nothing is connected" in page


def test_an_earned_rung_is_offered_with_its_evidence(
    acme: Workspace, agent: Agent, person: People, browser: Browser
) -> None:
    policy(acme, "Do anything without asking.")
    leo = person("leo", "Askers")
    for _ in range(20):
        made = drafts.propose(acme, owner=agent.owner, asker=leo)
        Action.objects.filter(proposal_id=made.pk).update(state="done")
    page = shown(browser(agent.owner), here(acme, agent))
    assert "Refunds in Stripe, asked by Askers" in page
    assert "20 ended: 20 signed unchanged" in page
    assert "Propose Auto" in page
    assert "Propose Auto" not in shown(browser(leo), here(acme, agent))
