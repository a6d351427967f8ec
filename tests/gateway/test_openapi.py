"""The document that the API serves describes what it answers with."""

from typing import Any

import jsonschema
import pytest
from django.http import HttpResponse
from django.test import Client

from apps.agents.models import Agent, Rung
from apps.console.sample import connections
from tests.flows.world import MARIA, World
from tests.gateway.door import Desk
from tests.gateway.test_proposals import refund


@pytest.fixture
def desk(shop: World) -> Desk:
    return Desk.of(Agent.objects.get())


def read(**more: Any) -> dict[str, Any]:
    arguments = {"table": "cases", "key": {"number": MARIA}}
    return {"connection": connections.OPERATIONS, "tool": "postgres.read", "arguments": arguments, **more}


def fits(answer: HttpResponse, path: str, method: str) -> None:
    """The answer is one that the document promises for this call."""
    document = Client().get("/api/v1/openapi.json").json()
    content = document["paths"][path][method]["responses"][str(answer.status_code)]["content"]
    schema = {**content[answer["Content-Type"]]["schema"], "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json())  # type: ignore[attr-defined]  the test client's


def test_every_answer_fits_the_document(shop: World, desk: Desk) -> None:
    made = desk.post("proposals", refund(), key="one")
    fits(made, "/proposals", "post")
    fits(desk.post("proposals", refund(), key="one"), "/proposals", "post")
    fits(desk.get(f"proposals/{made.json()['id']}"), "/proposals/{id}", "get")
    fits(desk.get("tools"), "/tools", "get")
    fits(desk.post("reads", read()), "/reads", "post")


def test_every_refusal_fits_the_document(shop: World, desk: Desk) -> None:
    fits(desk.post("proposals", "{"), "/proposals", "post")
    fits(desk.post("proposals", {}), "/proposals", "post")
    fits(desk.get("proposals/nothing"), "/proposals/{id}", "get")
    fits(Desk("").get("tools"), "/tools", "get")
    fits(desk.post("reads", read(tool="postgres.update")), "/reads", "post")


def test_the_document_names_its_version_and_every_reference_is_there(db: None) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    named = set(document["components"]["schemas"])
    assert {"ProposalIn", "ProposalOut", "ReadIn", "ReadOut", "ToolsOut", "Problem"} <= named


def test_a_read_is_a_step_of_its_run_and_says_that_it_holds_text_from_outside(shop: World, desk: Desk) -> None:
    answer = desk.post("reads", read(asked_by="leo@harbour-pine.example")).json()
    assert answer["result"]["values"]["number"]["text"] == MARIA
    assert answer["outside_text"]
    assert desk.post("reads", read(run=answer["run"])).json()["run"] == answer["run"]


def test_an_agent_that_is_off_is_offered_nothing_and_reads_nothing(shop: World, desk: Desk) -> None:
    assert {tool["tool"] for tool in desk.get("tools").json()["tools"]} >= {
        "stripe.refund",
        "postgres.update",
        "mail.send",
    }
    Agent.objects.update(rung=Rung.OFF)
    assert desk.get("tools").json() == {"tools": []}
    assert desk.post("reads", read()).status_code == 403
