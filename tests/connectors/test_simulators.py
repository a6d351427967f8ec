"""The simulators themselves: strict, faithful about keys, and nothing they said yes to is lost."""

from pathlib import Path

import httpx
import pytest

from tests.connectors import peers
from tests.connectors.conftest import end, free_port, start
from tests.connectors.peers import Peer

HEADERS = {"Authorization": "Bearer sk_test_harbourandpine"}


def post(stripe: Peer, path: str, key: str = "", **form: object) -> httpx.Response:
    headers = {**HEADERS, **({"Idempotency-Key": key} if key else {})}
    return httpx.post(stripe.url + path, data={k: str(v) for k, v in form.items()}, headers=headers, trust_env=False)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"amout": 1}, "parameter_unknown"),
        ({"amount": "1.5"}, "parameter_invalid_integer"),
        ({"amount": 0}, "parameter_invalid_integer"),
        ({"charge": "ch_nowhere"}, "resource_missing"),
        ({"charge": ""}, "parameter_invalid_empty"),
    ],
)
def test_an_unsound_request_is_refused_and_its_key_stays_free(stripe: Peer, form: dict[str, object], code: str) -> None:
    charge, key = peers.new_charge(stripe), peers.new_key()
    refused = post(stripe, "/v1/refunds", key, **({"charge": charge} | form))
    assert refused.json()["error"]["code"] == code
    if code != "resource_missing":
        assert post(stripe, "/v1/refunds", key, charge=charge, amount=1).status_code == 200


def test_a_missing_parameter_is_named(stripe: Peer) -> None:
    assert post(stripe, "/v1/refunds", amount=1).json()["error"]["param"] == "charge"


def test_a_stranger_is_turned_away(stripe: Peer) -> None:
    answer = httpx.post(f"{stripe.url}/v1/refunds", headers={"Authorization": "Bearer nobody"}, trust_env=False)
    assert answer.status_code == 401


def test_a_key_replays_its_first_answer_even_a_refusal(stripe: Peer) -> None:
    charge, key = peers.new_charge(stripe), peers.new_key()
    first = post(stripe, "/v1/refunds", key, charge=charge, amount=31200)
    again = post(stripe, "/v1/refunds", key, charge=charge, amount=31200)
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    refused_key = peers.new_key()
    refused = post(stripe, "/v1/refunds", refused_key, charge=charge, amount=1)
    assert refused.status_code == 400
    assert post(stripe, "/v1/refunds", refused_key, charge=charge, amount=1).headers["Idempotent-Replayed"] == "true"


def test_without_a_key_every_request_counts(stripe: Peer) -> None:
    charge = peers.new_charge(stripe)
    ids = {post(stripe, "/v1/refunds", charge=charge, amount=1).json()["id"] for _ in range(2)}
    assert len(ids) == 2


def test_a_stale_read_can_be_ordered(stripe: Peer) -> None:
    charge = peers.new_charge(stripe, amount_refunded=700)
    stripe.misbehave(reads=({"stale": {"amount_refunded": 0}},))
    assert peers.read("stripe.read_charge", charge=charge)["amount_refunded"] == 0
    assert peers.read("stripe.read_charge", charge=charge)["amount_refunded"] == 700


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    ledger = tmp_path / "stripe.sqlite"
    port, key = free_port(), peers.new_key()
    stripe = Peer(f"http://127.0.0.1:{port}")
    process = start("stripe", "--port", str(port), "--ledger", str(ledger), port=port)
    first = post(stripe, "/v1/refunds", key, charge=peers.new_charge(stripe, id="ch_kept"), amount=100)
    end(process)
    process = start("stripe", "--port", str(port), "--ledger", str(ledger), port=port)
    again = post(stripe, "/v1/refunds", key, charge="ch_kept", amount=100)
    effects = stripe.effects("") + stripe.effects(key)
    end(process)
    assert again.json() == first.json()
    assert len(effects) == 1
