"""The access page: who may do what, rights on one thing alone, and a form for admins that proposes to change them."""

from collections.abc import Callable

from django.test import Client

from apps.actions.models import Proposal
from apps.agents.models import Agent
from apps.workspaces import grants, relations
from apps.workspaces.access import Right
from apps.workspaces.models import Role, User, Workspace
from tests.pages.conftest import at

Browser = Callable[[User], Client]
People = Callable[..., User]


def form(role: Role, agent: Agent, said: dict[str, str] | None = None) -> dict[str, str]:
    return {"role": str(role.pk), "right": "sign", "thing": f"agent:{agent.pk}"} | (said or {})


def test_an_admin_proposes_to_give_a_right_on_one_agent(acme: Workspace, person: People, browser: Browser) -> None:
    ada, role = person("ada", "Admins"), Role.objects.get(name="Finance")
    agent = Agent.objects.create(workspace_id=acme.pk, name="Refunds <b>agent</b>", owner=ada)
    answer = browser(ada).post(at(acme, "access/"), form(role, agent))
    made = Proposal.objects.get()
    assert answer.status_code == 302
    assert "proposals/prp_" in answer["Location"]
    assert (made.outcome, made.title) == ("approve", "Let Finance sign for Refunds <b>agent</b>")
    assert not grants.holds(role, Right.SIGN, agent)


def test_the_page_lists_such_rights_and_escapes_names(acme: Workspace, person: People, browser: Browser) -> None:
    ada, role = person("ada", "Admins"), Role.objects.get(name="Finance")
    agent = Agent.objects.create(workspace_id=acme.pk, name="Refunds <b>agent</b>", owner=ada)
    assert "No role holds a right on one agent" in browser(ada).get(at(acme, "access/")).content.decode()
    grants.give(role, Right.SIGN, agent, by="operator")
    page = browser(ada).get(at(acme, "access/")).content.decode()
    assert "Propose to take it" in page
    assert "Refunds &lt;b&gt;agent" in page
    assert "<b>agent" not in page


def test_who_may_not_configure_sees_no_form_and_is_refused(acme: Workspace, person: People, browser: Browser) -> None:
    wim, role = person("wim", "Auditors"), Role.objects.get(name="Finance")
    agent = Agent.objects.create(workspace_id=acme.pk, name="Refunds", owner=person("ada", "Admins"))
    assert "Give a right on one thing" not in browser(wim).get(at(acme, "access/")).content.decode()
    assert browser(wim).post(at(acme, "access/"), form(role, agent)).status_code == 403
    assert not Proposal.objects.exists()


def test_a_form_that_names_nothing_is_refused_on_the_page(acme: Workspace, person: People, browser: Browser) -> None:
    ada, role = person("ada", "Admins"), Role.objects.get(name="Finance")
    agent = Agent.objects.create(workspace_id=acme.pk, name="Refunds", owner=ada)
    for wrong in ({"role": "x"}, {"thing": ""}, {"right": "resume"}, {"thing": f"agent:{acme.pk}"}):
        answer = browser(ada).post(at(acme, "access/"), form(role, agent, wrong))
        assert answer.status_code in (400, 409), wrong
    assert not Proposal.objects.exists()


def test_an_admin_proposes_a_manager_and_an_owner(acme: Workspace, person: People, browser: Browser) -> None:
    ada, leo = person("ada", "Admins"), person("leo", "Askers")
    Agent.objects.create(workspace_id=acme.pk, name="Refunds", owner=ada)
    said = {"deed": "say", "kind": "manager", "person": str(ada.pk), "of": leo.pk.hex}
    owns = {"deed": "say", "kind": "owner", "person": str(leo.pk), "owned": "system", "name": "Pay <roll>"}
    for form_ in (said, owns):
        assert browser(ada).post(at(acme, "access/"), form_).status_code == 302
    titles = list(Proposal.objects.order_by("id").values_list("title", flat=True))
    assert titles == ["Ada becomes the manager of Leo", "Leo becomes the owner of system:pay <roll>"]
    assert relations.managers_of(leo.pk) == frozenset()  # nobody has signed


def test_managers_are_listed_and_what_names_nobody_is_refused(
    acme: Workspace, person: People, browser: Browser
) -> None:
    ada, leo = person("ada", "Admins"), person("leo", "Askers")
    assert "Nobody is named yet" in browser(ada).get(at(acme, "access/")).content.decode()
    relations.say("owner", "system:pay<roll>", leo.pk, workspace=acme.pk, by="operator")
    page = browser(ada).get(at(acme, "access/")).content.decode()
    assert "system:pay&lt;roll&gt;" in page
    assert "Propose to end it" in page
    for wrong in ({"person": "x"}, {"of": ""}, {"of": ada.pk.hex}, {"person": str(acme.pk)}, {"kind": "pope"}):
        said = {"deed": "say", "kind": "manager", "person": str(ada.pk), "of": leo.pk.hex}
        assert browser(ada).post(at(acme, "access/"), said | wrong).status_code in (400, 409), wrong
