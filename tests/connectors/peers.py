"""What the tests say to a simulator, and the calls that they make through the engine."""

import secrets
from typing import Any

import httpx

from apps.connectors import engine
from apps.connectors.contract import Answer, Attempt, Call, Done, JsonDict, Opened, Prepared

SECRETS = {"stripe": {"api_key": "sk_test_harbourandpine"}, "mail": {}}
ADDRESSES = {"stripe": {}, "mail": {"sender": "support@harbour-pine.example", "sender_name": "Harbour & Pine"}}


class Peer:
    """A simulator, from the tests' side."""

    def __init__(self, url: str) -> None:
        self.url = url

    def seed(self, **things: object) -> None:
        self._post("/__seed", things)

    def misbehave(self, *orders: JsonDict, reads: tuple[JsonDict, ...] = ()) -> None:
        self._post("/__misbehave", {"next": list(orders), "next_read": list(reads)})

    def release(self) -> None:
        self._post("/__release", {})

    def effects(self, key: str) -> list[JsonDict]:
        ledger = httpx.get(f"{self.url}/__ledger", trust_env=False).json()
        return [effect for effect in ledger["effects"] if effect["key"] == key]

    def requests(self) -> list[JsonDict]:
        found: list[JsonDict] = httpx.get(f"{self.url}/__requests", trust_env=False).json()["requests"]
        return found

    def _post(self, path: str, body: JsonDict) -> None:
        httpx.post(self.url + path, json=body, trust_env=False).raise_for_status()


def opened(connector: str, **address: object) -> Opened:
    where = {**ADDRESSES[connector], **address}
    secret = SECRETS[connector]
    return Opened(id=connector, connector=connector, sandbox=True, address=where, secret=secret, fingerprint="00000000")


def new_key() -> str:
    return f"act_{secrets.token_hex(16)}"


def new_charge(stripe: Peer, **fields: object) -> str:
    """A paid card charge of $312.00 by Maria Oduya, unless said otherwise."""
    name, customer = f"ch_{secrets.token_hex(8)}", f"cus_{secrets.token_hex(8)}"
    card = {"brand": "visa", "last4": "4471", "exp_month": 8, "exp_year": 2030, "funding": "credit", "country": "US"}
    usual: dict[str, Any] = {
        "id": name,
        "amount": 31200,
        "amount_captured": 31200,
        "customer": customer,
        "billing_details": {"name": "Maria Oduya", "email": None, "phone": None, "address": None},
        "payment_method_details": {"type": "card", "card": card},
    }
    stripe.seed(customers=[{"id": customer, "name": "Maria Oduya"}], charges=[usual | fields])
    return str((usual | fields)["id"])


def new_customer(stripe: Peer, **fields: object) -> str:
    name = f"cus_{secrets.token_hex(8)}"
    stripe.seed(customers=[{"id": name, "name": "Maria Oduya", "email": "m.oduya@fernhill.example", **fields}])
    return name


def prepared(tool: str, **arguments: object) -> Prepared:
    connector = tool.partition(".")[0]
    (one,) = engine.prepare([engine.Prepare(Call(tool=tool, arguments=arguments), opened(connector))])
    return one


def attempt(key: str, *, timeout_s: float = 4.0) -> Attempt:
    return Attempt(key=key, number=1, timeout_s=timeout_s, lease_left_s=15)


def execute(one: Prepared, key: str, *, timeout_s: float = 4.0) -> Answer:
    return engine.execute(one, opened(one.tool.partition(".")[0]), attempt(key, timeout_s=timeout_s), lambda _: True)


def done(one: Prepared, key: str) -> Done:
    answer = execute(one, key)
    assert isinstance(answer, Done), answer
    return answer


def read(tool: str, **arguments: object) -> JsonDict:
    connector = tool.partition(".")[0]
    return engine.read(Call(tool=tool, arguments=arguments), opened(connector), timeout_s=5)
