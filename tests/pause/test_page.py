"""The kill switch's page: every scope is paused from it, it says what is on the wire, and the drill times a real pause."""

import json
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.test import Client

from apps.actions import drill as drills
from apps.actions import pause
from apps.agents.models import Agent
from apps.audit import chain, log
from apps.core import ids
from apps.core.errors import NotEntitled
from apps.workspaces import grants, installation
from apps.workspaces.access import Right
from apps.workspaces.models import Pause, Role
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop

HERE = "/w/harbour-pine/pause/"


def signed_in(shop: Shop, name: str) -> Client:
    client = Client()
    client.force_login(shop.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def said(client: Client, **headers: str) -> str:
    answer = client.get(HERE, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("kind", ["workspace", "agent", "connection", "tool"])
def test_every_scope_is_paused_by_one_form(shop: Shop, kind: str) -> None:
    posted = {
        "workspace": "workspace", "agent": ids.say("agent", shop.agent.pk), "tool": "tool:stripe.refund",
        "connection": ids.say("connection", shop.connections["stripe"]),
    }[kind]  # fmt: skip
    sol = signed_in(shop, "sol")
    if kind != "workspace":
        assert f'value="{posted}"' in said(sol)
    assert sol.post(HERE, {"scope": posted, "reason": "It looks wrong."}).status_code == 302
    standing = Pause.objects.get()
    assert (standing.scope_kind, standing.resumed_at) == (kind, None)
    page = said(sol)
    assert "It looks wrong." in page
    assert "is paused" in page
    if kind != "workspace":
        assert f'value="{posted}"' not in page


@pytest.mark.parametrize("scope", ["tool:none.such", "agt_" + "0" * 32, "con_" + "0" * 32, "nonsense"])
def test_what_is_not_here_is_not_paused(shop: Shop, scope: str) -> None:
    assert signed_in(shop, "sol").post(HERE, {"scope": scope, "reason": "why"}).status_code == 404
    assert not Pause.objects.exists()


def test_a_pause_wants_a_reason_and_the_right(shop: Shop) -> None:
    assert signed_in(shop, "sol").post(HERE, {"scope": "workspace", "reason": " "}).status_code == 400
    assert signed_in(shop, "wim").post(HERE, {"scope": "workspace", "reason": "why"}).status_code == 403
    assert not Pause.objects.exists()


def test_whoever_has_the_right_on_one_agent_alone_pauses_that_one_and_no_more(shop: Shop) -> None:
    grants.give(Role.objects.get(name="Auditors"), Right.PAUSE, shop.agent, by="operator")
    wim, agent = signed_in(shop, "wim"), ids.say("agent", shop.agent.pk)
    page = said(wim)
    assert f'value="{agent}"' in page
    assert "tool:" not in page
    for refused in ("workspace", "tool:stripe.refund", ids.say("connection", shop.connections["stripe"])):
        assert wim.post(HERE, {"scope": refused, "reason": "why"}).status_code == 403
    assert wim.post(HERE, {"scope": agent, "reason": "why"}).status_code == 302
    assert Pause.objects.get().scope_id == shop.agent.pk


def test_the_page_shows_what_is_on_the_wire_and_what_became_of_it(shop: Shop) -> None:
    action = shop.claimed(started=True, over=False)
    pause.pause(Scope("workspace", shop.id), by=shop.person("sol"), reason="drill")
    sol = signed_in(shop, "sol")
    assert "attempt 1: under way, may arrive until" in said(sol)
    shop.past_due_action(action)
    assert "outcome unknown: it may have happened" in said(sol)
    [standing] = pause.standing()
    assert pause.report_quiet(standing.pk)
    assert "All quiet" in said(sol)


def test_the_live_part_is_sent_alone_and_only_when_it_changed(shop: Shop) -> None:
    pause.pause(Scope("workspace", shop.id), by=shop.person("sol"), reason="drill")
    sol = signed_in(shop, "sol")
    answer = sol.get(HERE, headers={"HX-Request": "true"})
    assert answer.content.decode().startswith('<div id="standing"')
    again = {"HX-Request": "true", "If-None-Match": answer["ETag"]}
    assert sol.get(HERE, headers=again).status_code == 304


def test_resuming_is_proposed_from_the_page_by_those_who_may(shop: Shop) -> None:
    pause.pause(Scope("connection", shop.connections["stripe"]), by=shop.person("sol"), reason="drill")
    [standing] = pause.standing()
    assert signed_in(shop, "sol").post(f"{HERE}resume/", {"pause": standing.pk.hex}).status_code == 403
    answer = signed_in(shop, "ada").post(f"{HERE}resume/", {"pause": standing.pk.hex})
    assert "/proposals/prp_" in answer["Location"]
    assert signed_in(shop, "ada").post(f"{HERE}resume/", {"pause": UUID(int=1).hex}).status_code == 404
    assert signed_in(shop, "ada").post(f"{HERE}resume/", {"pause": "x"}).status_code == 404
    assert pause.standing()


def test_the_page_says_who_lifts_a_pause_of_the_installation(shop: Shop) -> None:
    installation.pause(by="operator", reason="Maintenance.")
    ada = signed_in(shop, "ada")
    page = said(ada)
    assert "alone lifts that" in page
    assert "Propose to resume" not in page
    assert ada.post(f"{HERE}resume/", {"pause": Pause.objects.get().pk.hex}).status_code == 409


def test_a_drill_times_a_real_pause_and_holds_up_no_work(shop: Shop) -> None:
    sol = signed_in(shop, "sol")
    assert "No drill has been run" in said(sol)
    assert sol.post(f"{HERE}drill/").status_code == 302
    [entry] = [one for one in log.of(f"workspace:{shop.id.hex}") if one.kind == "pause.drilled"]
    assert entry.facts["late"] == 0
    assert 0 <= entry.facts["committed_ms"] <= entry.facts["quiet_ms"] < 5000
    assert not pause.standing()
    assert "Nothing started after it." in said(sol)
    assert isinstance(chain.verify(shop.id), chain.Intact)


def test_who_may_not_pause_may_not_drill(shop: Shop) -> None:
    with pytest.raises(NotEntitled):
        drills.drill(by=shop.person("wim"))
    assert signed_in(shop, "wim").post(f"{HERE}drill/").status_code == 403
    assert signed_in(shop, "sol").get(f"{HERE}drill/").status_code == 405


@pytest.mark.parametrize("more", [[], ["--whole"]])
def test_the_operator_drills_by_command(shop: Shop, more: list[str]) -> None:
    out = StringIO()
    call_command("drill", "--workspace", "harbour-pine", *more, stdout=out)
    found = json.loads(out.getvalue())
    assert (found["late"], found["wire"]) == (0, 0)
    assert not pause.standing()
    assert Agent.objects.count() == 1
