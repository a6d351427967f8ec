"""A role may hold a right on one agent alone: given by a governed action, counted everywhere, taken back exactly."""

import pytest
from guardian.shortcuts import remove_perm

from apps.actions import approve, pause, undo
from apps.actions.cards import rows
from apps.actions.cards.viewer import Viewer
from apps.actions.govern import govern
from apps.actions.models import Proposal
from apps.actions.own.rights import GIVE, TAKE
from apps.agents.models import Agent
from apps.audit import log
from apps.connectors.models import Connection
from apps.core.errors import Invalid, NotEntitled
from apps.workspaces import access, grants
from apps.workspaces.access import Right
from apps.workspaces.models import Role, Workspace
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop


def leads(shop: Shop) -> Role:
    """Support leads without their right to sign and pause everywhere."""
    role, place = Role.objects.get(name="Support leads"), Workspace.objects.get(pk=shop.id)
    for right in (Right.SIGN, Right.PAUSE):
        remove_perm(f"workspaces.{right}", role.group, place)
    return role


def wish(shop: Shop, tool: str, role: Role, right: Right, thing: Agent | Connection) -> Proposal:
    kind = "agent" if isinstance(thing, Agent) else "connection"
    arguments = {"role": str(role.pk), "right": right.value, "kind": kind, "id": str(thing.pk)}
    return govern(tool, arguments, by=shop.person("ada"), goal="Who may sign")


def test_a_role_signs_for_the_one_agent_it_holds_the_right_on(shop: Shop) -> None:
    role, proposal, daniel = leads(shop), shop.refund(), shop.person("daniel")
    with pytest.raises(NotEntitled, match="You may not sign here"):
        shop.sign(proposal, "daniel")
    grants.give(role, Right.SIGN, Agent.objects.get(), by="operator")
    shop.sign(proposal, "daniel")
    other = Agent.objects.create(workspace_id=shop.id, name="Billing agent", owner=shop.person("ada"))
    assert access.may(daniel, Right.SIGN, shop.id, Agent.objects.get(pk=proposal.agent_id))
    assert not access.may(daniel, Right.SIGN, shop.id, other)


def test_the_inbox_shows_what_this_right_lets_one_sign_and_nothing_else(shop: Shop) -> None:
    role, proposal, daniel = leads(shop), shop.refund(), shop.person("daniel")
    viewer = Viewer(Workspace.objects.get(pk=shop.id), daniel, access.rights_of(daniel, shop.id))
    assert rows.waiting_for(viewer) == ()
    grants.give(role, Right.SIGN, Agent.objects.get(), by="operator")
    assert [one.request.pk for one in rows.waiting_for(viewer)] == [proposal.request_id]
    other = Agent.objects.create(workspace_id=shop.id, name="Billing agent", owner=shop.person("ada"))
    Proposal.objects.filter(pk=proposal.pk).update(agent_id=other.pk)
    assert rows.waiting_for(viewer) == ()


def test_an_agent_is_paused_by_who_may_pause_that_agent_alone(shop: Shop) -> None:
    role, agent, daniel = leads(shop), Agent.objects.get(), shop.person("daniel")
    grants.give(role, Right.PAUSE, agent, by="operator")
    with pytest.raises(NotEntitled):
        pause.pause(Scope("workspace", shop.id), by=daniel, reason="Odd refunds")
    assert pause.pause(Scope("agent", agent.pk), by=daniel, reason="Odd refunds")


def test_giving_a_right_is_proposed_signed_by_another_admin_and_undone_exactly(shop: Shop) -> None:
    role, agent = leads(shop), Agent.objects.get()
    proposal = wish(shop, GIVE, role, Right.SIGN, agent)
    with pytest.raises(NotEntitled):
        shop.sign(proposal, "ada")
    shop.sign(proposal, "ruben")
    shop.work(until=lambda: shop.states(proposal) == ["done"])
    assert grants.holds(role, Right.SIGN, agent)
    assert [entry.kind for entry in log.of(f"role:{role.pk.hex}")] == ["right.given"]
    back = undo.undo(proposal.pk, by=shop.person("ruben"))
    approve.sign(back.pk, by=shop.person("ada"), digest=back.digest)
    shop.work(until=lambda: shop.states(back) == ["done"])
    assert not grants.holds(role, Right.SIGN, agent)


def test_what_is_held_already_or_is_no_right_of_that_thing_is_not_proposed(shop: Shop) -> None:
    role, agent = leads(shop), Agent.objects.get()
    with pytest.raises(Invalid, match="does not hold this right"):
        wish(shop, TAKE, role, Right.SIGN, agent)
    with pytest.raises(Invalid, match="not given on one connection"):
        wish(shop, GIVE, role, Right.SIGN, Connection.objects.order_by("id")[0])
    grants.give(role, Right.SIGN, agent, by="operator")
    with pytest.raises(Invalid, match="holds this right already"):
        wish(shop, GIVE, role, Right.SIGN, agent)
