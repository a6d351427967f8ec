"""No agent lifts a pause, whatever it asks for with its key; nor does it pause."""

from typing import Any

import pytest
from django.test import Client

from apps.actions import pause
from apps.actions.draft import Wanted
from apps.actions.models import Proposal
from apps.actions.own.resume import RESUME
from apps.agents.models import Agent
from apps.core.errors import Refused
from apps.workspaces.models import Pause
from apps.workspaces.pause import Scope
from tests.actions.shop import Shop
from tests.gateway.door import Desk
from tests.pause.test_sleep import KINDS, scope_of


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk.of(Agent.objects.get())


def resuming(standing: Pause, connection: str) -> dict[str, Any]:
    arguments = {"scope": standing.scope_kind, "id": str(standing.scope_id), "pause": str(standing.pk)}
    action = {"connection": connection, "tool": RESUME, "arguments": arguments}
    return {"goal": "Go on", "asked_by": "ada@harbour-pine.example", "actions": [action]}


@pytest.mark.parametrize("connection", ["", "countersign", "Countersign", "Stripe", "con_" + "0" * 32])
def test_an_agent_cannot_propose_to_resume(shop: Shop, desk: Desk, connection: str) -> None:
    pause.pause(Scope("connection", shop.connections["mail"]), by=shop.person("sol"), reason="drill")
    standing = Pause.objects.get()
    for path in ("proposals", "reads"):
        body = resuming(standing, connection)
        answer = desk.post(path, body if path == "proposals" else {"goal": body["goal"], **body["actions"][0]})
        assert 400 <= answer.status_code < 500, answer.content
    assert not Proposal.objects.exists()
    assert Pause.objects.get().resumed_at is None


def test_no_agent_proposes_to_resume_in_its_own_runs_either(shop: Shop) -> None:
    pause.pause(Scope("connection", shop.connections["mail"]), by=shop.person("sol"), reason="drill")
    wanted = resuming(Pause.objects.get(), "")["actions"][0]["arguments"]
    with pytest.raises(Refused, match="Only people"):
        shop.propose([Wanted(None, RESUME, wanted)])


def test_no_tool_that_an_agent_is_offered_speaks_of_pauses(shop: Shop, desk: Desk) -> None:
    assert not [one for one in desk.get("tools").json()["tools"] if one["tool"].startswith("countersign.")]


@pytest.mark.parametrize("kind", KINDS)
def test_an_agent_reads_what_it_has_proposed_and_begins_nothing_while_paused(shop: Shop, desk: Desk, kind: str) -> None:
    case = shop.case()
    refund = {"connection": "Stripe", "tool": "stripe.refund", "arguments": {"charge": case["charge"], "amount": 100}}
    told = desk.post("proposals", {"goal": "A lamp", "actions": [refund]}).json()
    pause.pause(scope_of(shop, kind), by=shop.person("sol"), reason="drill")
    answer = desk.post("proposals", {"goal": "Another", "actions": [refund]})
    assert (answer.status_code, answer.json()["code"]) == (409, "paused")
    assert desk.get(f"proposals/{told['id']}").status_code == 200
    assert Proposal.objects.count() == 1


def test_an_agents_key_opens_no_page_of_people(shop: Shop, desk: Desk) -> None:
    pause.pause(Scope("workspace", shop.id), by=shop.person("sol"), reason="drill")
    standing, told = Pause.objects.get(), {"Authorization": f"Bearer {desk.key}"}
    for path in ("pause/resume/", "pause/", "pause/drill/"):
        answer = Client().post(f"/w/harbour-pine/{path}", {"pause": standing.pk.hex, "reason": "x"}, headers=told)
        assert answer.status_code in (302, 403)
        assert answer.status_code == 403 or "sign-in" in answer["Location"]
    assert Pause.objects.get().resumed_at is None
