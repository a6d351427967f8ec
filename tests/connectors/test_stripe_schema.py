"""What goes over the wire, both ways, held against Stripe's own description of its API."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from apps.connectors import engine
from tests.connectors import peers
from tests.connectors.peers import Peer

SPEC = Path(__file__).parents[2] / ".." / "shared" / "specs" / "stripe.trimmed.openapi.json"
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="The vendor's schema is not beside this repository.")
PLACE = re.compile(r"\{[^}]+\}")


@cache
def spec() -> Any:
    return json.loads(SPEC.read_text())


def described(path: str, method: str) -> Any:
    """The description of one call. Raises LookupError for one that Stripe does not have."""
    for pattern, methods in spec()["paths"].items():
        if re.fullmatch(PLACE.sub("[^/]+", pattern), path) and method.lower() in methods:
            return methods[method.lower()]
    raise LookupError(f"{method} {path}")


def validator(schema: Any) -> Draft202012Validator:
    whole = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **spec()})
    return Draft202012Validator(_anchored(schema), registry=Registry().with_resource("urn:stripe", whole))


def _anchored(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: f"urn:stripe{v}" if k == "$ref" else _anchored(v) for k, v in schema.items()}
    return [_anchored(item) for item in schema] if isinstance(schema, list) else schema


def typed(pairs: Sequence[Sequence[str]], properties: Any) -> dict[str, Any]:
    """A form as its schema sees it: brackets are maps, whole numbers are integers."""
    form: dict[str, Any] = {}
    for name, value in pairs:
        label = re.fullmatch(r"(\w+)\[(\w+)\]", name)
        if label:
            form.setdefault(label[1], {})[label[2]] = value
        else:
            form[name] = int(value) if properties.get(name, {}).get("type") == "integer" else value
    return form


def check_request(request: dict[str, Any]) -> None:
    call = described(request["path"], request["method"])
    if request["method"] == "GET":
        known = {p["name"]: p["schema"] for p in call["parameters"] if p["in"] == "query"}
        schema: Any = {"type": "object", "properties": known, "additionalProperties": False}
    else:
        schema = call["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    validator(schema).validate(typed(request["form"], schema["properties"]))


def every_call(stripe: Peer) -> None:
    charge, customer = peers.new_charge(stripe), peers.new_customer(stripe)
    bill = {"customer": customer, "amount": 5, "currency": "USD", "description": "Lamp"}
    peers.done(peers.prepared("stripe.refund", charge=charge, amount=100), peers.new_key())
    for tool in ("stripe.charge", "stripe.credit"):
        one, key = peers.prepared(tool, **bill), peers.new_key()
        peers.done(one, key)
        engine.reconcile(one, peers.opened("stripe"), peers.attempt(key))
    peers.done(
        peers.prepared("stripe.update_customer", customer=customer, set={"name": "", "email": "a@b.example"}),
        peers.new_key(),
    )
    for limit in (1, 100):
        peers.read("stripe.search_charges", limit=limit)
    peers.read("stripe.read_charge", charge=charge)
    engine.check(peers.opened("stripe"))


def test_every_request_of_the_engine_is_one_that_stripe_describes(stripe: Peer) -> None:
    every_call(stripe)
    sent = [request for request in stripe.requests() if request["by"] == "Countersign"]
    assert {request["method"] for request in sent} == {"GET", "POST"}
    for request in sent:
        check_request(request)


def test_a_request_with_a_strange_parameter_would_be_noticed() -> None:
    with pytest.raises(Exception, match="amout"):
        check_request({"method": "POST", "path": "/v1/refunds", "form": [["amout", "1"]]})


def test_the_simulators_answers_are_ones_that_stripe_describes(stripe: Peer) -> None:
    every_call(stripe)
    charge = peers.new_charge(stripe)
    headers = {"Authorization": "Bearer sk_test_harbourandpine"}
    for path in ("/v1/refunds", f"/v1/charges/{charge}", "/v1/charges", f"/v1/customers/{peers.new_customer(stripe)}"):
        content = described(path, "GET")["responses"]["200"]["content"]["application/json"]["schema"]
        validator(content).validate(httpx.get(stripe.url + path, headers=headers, trust_env=False).json())
