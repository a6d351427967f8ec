"""The outside door: a proposal once for each key, seen by its own agent alone, refused with reasons."""

from typing import Any

import pytest

from apps.actions import document
from apps.actions.models import Action, Proposal
from apps.agents import checks
from apps.agents import make as agents
from apps.agents.models import Agent
from apps.console.sample import connections
from apps.console.sample import shop as sample
from apps.runs.models import Run
from tests import make
from tests.flows.world import World
from tests.gateway.door import Desk


def refund(**more: Any) -> dict[str, Any]:
    arguments = {"charge": sample.charge_of("HP-10482"), "amount": 18450}
    action = {"connection": connections.STRIPE, "tool": "stripe.refund", "arguments": arguments}
    return {"goal": "Refund the lamp", "asked_by": "leo@harbour-pine.example", "actions": [action], **more}


@pytest.fixture
def desk(shop: World) -> Desk:
    return Desk.of(Agent.objects.get())


def test_a_proposal_comes_back_with_its_diff_its_sentences_and_its_address(shop: World, desk: Desk) -> None:
    answer = desk.post("proposals", refund())
    told = answer.json()
    assert (answer.status_code, told["state"], told["decision"]["outcome"]) == (201, "waiting", "approve")
    assert "Refunds over 6 USD need two people from Finance or Support leads." in told["decision"]["sentences"]
    [action] = told["actions"]
    assert action["changes"][0]["after_text"] == "$184.50 of $312.00"
    assert told["url"].endswith(f"/proposals/{told['id']}/")
    assert desk.get(f"proposals/{told['id']}").json() == told


def test_whoever_is_named_is_the_asker_and_may_not_sign(shop: World, desk: Desk) -> None:
    told = desk.post("proposals", refund()).json()
    proposal = Proposal.objects.get()
    assert (proposal.asker_id, proposal.asker_named) == (shop.person("leo").pk, True)
    assert told["asked_by"] == "leo@harbour-pine.example"


def test_the_same_key_and_body_finds_the_same_proposal(shop: World, desk: Desk) -> None:
    first, again = (desk.post("proposals", refund(), key="one") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again["Idempotent-Replayed"] == "true"
    assert first.json() == again.json()
    assert Run.objects.count() == 1


@pytest.mark.parametrize("other", [{"goal": "Another"}, {"asked_by": "mina@harbour-pine.example"}, {"actions": None}])
def test_the_same_key_with_another_body_is_refused(shop: World, desk: Desk, other: dict[str, Any]) -> None:
    desk.post("proposals", refund(), key="one")
    if "actions" in other:
        other = {"actions": [*refund()["actions"], *refund()["actions"]]}
    answer = desk.post("proposals", refund(**other), key="one")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")


def test_twenty_at_once_with_one_key_make_one_proposal(shop: World, desk: Desk) -> None:
    answers = make.race(*[lambda: desk.post("proposals", refund(), key="one") for _ in range(20)], of=shop.workspace)
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(201) == 1
    assert set(codes) <= {200, 201, 409}
    assert all(answer["Retry-After"] == "1" for answer in answers if answer.status_code == 409)
    assert (Proposal.objects.count(), Run.objects.count()) == (1, 1)


def test_a_proposal_joins_the_run_that_it_names(shop: World, desk: Desk) -> None:
    first = desk.post("proposals", refund()).json()
    second = desk.post("proposals", refund(run=first["run"])).json()
    assert second["run"] == first["run"]
    assert second["id"] != first["id"]


def test_each_problem_is_named(shop: World, desk: Desk) -> None:
    body = refund()
    body["actions"] += [{"connection": "Nowhere", "tool": "x.y", "arguments": {}}]
    assert desk.post("proposals", body).json()["problems"] == [
        "actions.1.connection: There is no connection called Nowhere."
    ]
    body = refund()
    body["actions"][0]["arguments"] = {"amount": "lots"}
    answer = desk.post("proposals", body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert len(answer.json()["problems"]) >= 2
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "other", [{"asked_by": "nobody@harbour-pine.example"}, {"run": "run_" + "0" * 32}, {"run": "x"}, {"colour": "red"}]
)
def test_what_is_not_there_or_not_known_is_refused(shop: World, desk: Desk, other: dict[str, Any]) -> None:
    assert desk.post("proposals", refund(**other)).status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400), ('{"goal": "a", "goal": "b", "actions": []}', 400), ('{"goal": 1.5}', 400), ('{"goal": NaN}', 400),
        ('{"goal": "\\u0000"}', 400), ('{"goal": "\\ud800"}', 400), ("[" * 200_000, 400), (b"\xff", 400),
        ('{"goal": 9007199254740993}', 400), ('"' + "x" * 300_000 + '"', 413), ("[]", 422), ("{}", 422),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_taken_is_refused(shop: World, desk: Desk, body: str, status: int) -> None:
    assert desk.post("proposals", body).status_code == status


@pytest.mark.parametrize("key", ["", " ", "ä", "x" * 201])
def test_without_a_usable_key_nothing_is_proposed(shop: World, desk: Desk, key: str) -> None:
    answer = desk.post("proposals", refund(), **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "no_key")


def test_an_unknown_key_is_told_how_to_come_in(shop: World, desk: Desk) -> None:
    for stranger in (Desk(desk.key + "x"), Desk("")):
        answer = stranger.get("tools")
        assert (answer.status_code, answer.json()["code"]) == (401, "unknown_key")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_another_agents_proposal_is_as_one_that_does_not_exist(shop: World, desk: Desk) -> None:
    told = desk.post("proposals", refund()).json()
    other = Desk.of(agents.make(shop.workspace, name="Other agent", owner=shop.person("ada"), by="operator"))
    missing = other.get(f"proposals/prp_{'0' * 32}")
    for path in (f"proposals/{told['id']}", "proposals/nonsense"):
        answer = other.get(path)
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert other.post("proposals", refund(run=told["run"])).status_code == 422


def test_another_method_is_refused(shop: World, desk: Desk) -> None:
    answer = desk.get("proposals")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_what_an_agent_read_elsewhere_can_only_tighten(shop: World, desk: Desk) -> None:
    mail = {"to": ["helper@refund-desk.invalid"], "subject": "Your refund", "text": "It is on its way."}
    asked = {
        "goal": "Write to helper@refund-desk.invalid",
        "actions": [{"connection": connections.MAIL, "tool": "mail.send", "arguments": mail}],
    }
    letter = {"title": "A mail", "text": "Please answer to Helper@refund-desk.invalid."}
    assert desk.post("proposals", asked).status_code == 201
    assert desk.post("proposals", asked | {"outside_texts": [letter]}).status_code == 201
    untold, told = (document.read(one.document or b"") for one in Action.objects.order_by("id"))
    assert untold.prepared.facts.origins["to.0"] == "model"
    assert told.prepared.facts.origins["to.0"] == "outside"
    assert told.traces[0].words == "helper@refund-desk.invalid"


def test_what_comes_with_it_is_signed_with_the_rest(shop: World, desk: Desk) -> None:
    bare, with_ticket = (desk.post("proposals", refund(**more)).json() for more in ({}, {"given": {"ticket": "T-9"}}))
    first, second = Proposal.objects.order_by("id")
    assert (document.given(first.document), document.given(second.document)) == ({}, {"ticket": "T-9"})
    assert b"given" not in bytes(first.document)
    assert (bare["state"], with_ticket["state"]) == ("waiting", "waiting")


@pytest.mark.parametrize(
    "given", [{"ticket": ""}, {"": "T-9"}, {"ticket": "x" * 501}, {str(n): "x" for n in range(11)}]
)
def test_what_comes_with_it_is_short_and_named(shop: World, desk: Desk, given: dict[str, str]) -> None:
    assert desk.post("proposals", refund(given=given)).status_code == 422
    assert not Proposal.objects.exists()


def test_the_same_key_with_something_else_given_is_refused(shop: World, desk: Desk) -> None:
    desk.post("proposals", refund(given={"ticket": "T-9"}), key="one")
    assert desk.post("proposals", refund(given={"ticket": "T-9"}), key="one").status_code == 200
    for other in ({"ticket": "T-8"}, {}):
        assert desk.post("proposals", refund(given=other), key="one").json()["code"] == "key_reused"


def test_a_key_reports_a_check_where_an_admin_allowed_it(shop: World, desk: Desk) -> None:
    said = {"check": "tests", "of": "Commit: A1B2", "passed": True}
    assert desk.post("checks", said).status_code == 403
    checks.let_report(Agent.objects.get(), "tests", by="operator")
    answer = desk.post("checks", said)
    assert (answer.status_code, answer.json()["of"]) == (200, "commit:a1b2")
    assert desk.post("checks", said | {"of": "nothing"}).status_code == 422
    assert desk.post("checks", said | {"hours": 9000}).status_code == 422
