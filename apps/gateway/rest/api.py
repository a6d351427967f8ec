"""The API's addresses: fetch, call a verb, answer in JSON."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from apps.agents import checks as reported
from apps.agents.models import Agent
from apps.gateway.rest import document, offered, reading, shown, submit
from apps.gateway.rest.answer import answered
from apps.gateway.rest.door import door
from apps.gateway.rest.shapes import CheckIn, CheckOut, ProposalIn, ReadIn
from apps.gateway.rest.strict import parsed


@require_GET
def openapi(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(document.document())


@door("POST")
def proposals(request: HttpRequest, agent: Agent) -> JsonResponse:
    """201 for a new proposal; 200, said to be a replay, for one that this key made before."""
    wanted = parsed(request, ProposalIn)
    made = submit.submit(agent, wanted, key=submit.key_of(request.headers.get("Idempotency-Key", "")))
    told = answered(shown.proposal(made.proposal, request), status=200 if made.replayed else 201)
    told["Location"] = request.build_absolute_uri(f"/api/v1/proposals/{shown.id_of(made.proposal)}")
    if made.replayed:
        told["Idempotent-Replayed"] = "true"
    return told


@door("GET")
def proposal(request: HttpRequest, agent: Agent, proposal_id: str) -> JsonResponse:
    return answered(shown.proposal(shown.found(proposal_id, agent), request))


@door("GET")
def tools(_request: HttpRequest, agent: Agent) -> JsonResponse:
    return answered(offered.offered(agent))


@door("POST")
def reads(request: HttpRequest, agent: Agent) -> JsonResponse:
    return answered(reading.read(agent, parsed(request, ReadIn)))


@door("POST")
def checks(request: HttpRequest, agent: Agent) -> JsonResponse:
    """What passed or failed outside a run, from an agent that may report it."""
    said = parsed(request, CheckIn)
    made = reported.report(agent, said.check.strip().lower(), of=said.of, passed=said.passed, hours=said.hours)
    return answered(CheckOut(check=made.check_name, of=made.of, passed=made.passed, until=made.until))
