"""The simulator's books: charges, customers, refunds and balance lines, with the rules that Stripe keeps about them."""

import secrets
import time
from typing import Any

from apps.connectors.simulation import Ledger

Thing = dict[str, Any]


class No(Exception):
    """A refusal in Stripe's shape."""

    def __init__(
        self, status: int, message: str, *, code: str = "", param: str = "", kind: str = "invalid_request_error"
    ) -> None:
        super().__init__(message)
        self.status = status
        error = {"type": kind, "message": message, "code": code, "param": param}
        self.body = {"error": {name: value for name, value in error.items() if value}}


class Books:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def find(self, kind: str, id: str, param: str = "id") -> Thing:
        found = self.ledger.get(kind, id)
        if found is None:
            raise No(404, f"No such {kind}: '{id}'", code="resource_missing", param=param)
        return found

    def refund(self, form: Thing) -> Thing:
        charge = self.find("charge", form["charge"], "charge")
        left = charge["amount"] - charge["amount_refunded"]
        if charge["disputed"]:
            raise No(
                400, f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed"
            )
        if left == 0:
            raise No(400, f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
        amount = form.get("amount", left)
        if amount > left:
            raise No(
                400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount"
            )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.ledger.put("charge", charge)
        return self._made(
            "refund",
            "re_",
            amount=amount,
            charge=charge["id"],
            currency=charge["currency"],
            reason=form.get("reason"),
            status="succeeded",
            metadata=form["metadata"],
            payment_intent=None,
            balance_transaction=f"txn_{secrets.token_hex(9)}",
        )

    def balance_line(self, id: str, form: Thing) -> Thing:
        customer = self.find("customer", id)
        if customer["currency"] not in (None, form["currency"]):
            raise No(400, f"This customer is billed in {customer['currency']}.", param="currency")
        customer["balance"] += form["amount"]
        customer["currency"] = form["currency"]
        self.ledger.put("customer", customer)
        return self._made(
            "customer_balance_transaction",
            "cbtxn_",
            amount=form["amount"],
            currency=form["currency"],
            customer=customer["id"],
            description=form.get("description"),
            ending_balance=customer["balance"],
            metadata=form["metadata"],
            type="adjustment",
            credit_note=None,
            invoice=None,
        )

    def change_customer(self, id: str, form: Thing) -> Thing:
        customer = self.find("customer", id)
        for name in ("name", "email", "phone", "description"):
            if name in form:
                customer[name] = form[name] or None
        customer["metadata"] = {k: v for k, v in {**customer["metadata"], **form["metadata"]}.items() if v}
        self.ledger.put("customer", customer)
        return customer

    def seed(self, kind: str, thing: Thing, *, replace: bool) -> None:
        if replace or self.ledger.get(kind, thing["id"]) is None:
            known = self.ledger.get(kind, thing["id"]) or _blank(kind, thing["id"])
            self.ledger.put(kind, {**known, **thing})

    def _made(self, kind: str, prefix: str, **fields: object) -> Thing:
        shared = {"id": prefix + secrets.token_hex(12), "object": kind, "created": int(time.time())}
        made = shared | fields | ({"livemode": False} if kind.startswith("customer") else {})
        self.ledger.put(kind, made)
        return made


def _blank(kind: str, id: str) -> Thing:
    shared = {
        "id": id,
        "object": kind,
        "created": int(time.time()),
        "livemode": False,
        "metadata": {},
        "description": None,
    }
    if kind == "customer":
        return {
            **shared,
            "name": None,
            "email": None,
            "phone": None,
            "balance": 0,
            "currency": None,
            "shipping": None,
            "default_source": None,
        }
    card = {"brand": "visa", "last4": "4242", "exp_month": 8, "exp_year": 2030, "funding": "credit", "country": "US"}
    return {
        **shared,
        "amount": 1000,
        "amount_captured": 1000,
        "amount_refunded": 0,
        "currency": "usd",
        "customer": None,
        "disputed": False,
        "captured": True,
        "paid": True,
        "refunded": False,
        "status": "succeeded",
        "billing_details": {"name": None, "email": None, "phone": None, "address": None},
        "payment_method_details": {"type": "card", "card": card},
        "refunds": {"object": "list", "data": [], "has_more": False, "url": f"/v1/charges/{id}/refunds"},
        "fraud_details": {},
    }
