"""A hosted run: what its person, its records and its definition said is told apart from the letter, which moves nothing."""

import psycopg
from django.db import transaction

from apps.actions import document, rules
from apps.actions.models import Action, Proposal
from apps.agents import ladder
from apps.agents.ladder import Place
from apps.agents.models import Agent, Rung
from apps.policies.publish import publish
from apps.runner import definitions
from apps.runner.start import publish as release
from tests.flows.world import MARIA, World
from tests.runner.test_step import begun, go

STRANGER = "helper@refund-desk.invalid"


def free(shop: World) -> None:
    """Policy and ladder let the agent do everything by itself."""
    words = rules.vocabulary()
    sentences = ["Do anything without asking."]
    publish(shop.workspace, name="refunds", sentences=sentences, vocabulary=words, by="operator", last_editor=None)
    with transaction.atomic():
        ladder.move(Place(shop.workspace, Agent.objects.get()), Rung.AUTO, by="operator", why="")


def origins(proposal: Proposal) -> dict[str, str]:
    """Of all its actions, by the tool and the argument's path."""
    parts = [document.read(one.document or b"") for one in Action.objects.filter(proposal_id=proposal.pk)]
    return {f"{one.prepared.tool} {path}": said for one in parts for path, said in one.prepared.facts.origins.items()}


def test_the_honest_case_takes_nothing_from_the_letter_alone_and_nobody_is_asked(shop: World) -> None:
    free(shop)
    proposal = Proposal.objects.get(run_id=go(begun(shop)).pk)
    said = origins(proposal)
    assert proposal.outcome == "auto"
    assert "outside" not in said.values()
    assert (said["postgres.update key.number"], said["stripe.refund charge"]) == ("person", "record")
    assert (said["stripe.refund amount"], said["mail.send to.0"], said["mail.send text"]) == (
        "record",
        "record",
        "model",
    )


def test_an_agent_that_obeys_the_letter_meets_a_person(shop: World) -> None:
    free(shop)
    with psycopg.connect(shop.books, autocommit=True) as books:
        books.execute("UPDATE cases SET subject = %s WHERE number = %s", [STRANGER, MARIA])
    obeys = definitions.load("refunds")
    obeys["states"]["propose"]["actions"][2]["arguments"]["to"] = ["${letter.values.subject}"]
    release(Agent.objects.get(), obeys, by="operator")
    proposal = Proposal.objects.get(run_id=go(begun(shop)).pk)
    assert (proposal.outcome, origins(proposal)["mail.send to.0"]) == ("approve", "outside")
