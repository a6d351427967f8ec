"""What the payment provider's simulator has to know: a customer and a charge for each payment in the books."""

import hashlib
from datetime import UTC, datetime, time
from typing import Any

import httpx

from apps.connectors import sandbox
from apps.console.sample.shop import Customer, Payment, Shop
from apps.core import money
from apps.core.errors import Refused

PATIENCE_S = 30


def seed(rows: Shop) -> None:
    """The simulator has these charges; those that it had stay as they were, refunds included."""
    address = sandbox.address("stripe")
    try:
        httpx.post(f"{address}/__seed", json=_seeds(rows), timeout=PATIENCE_S, trust_env=False).raise_for_status()
    except httpx.HTTPError as why:
        raise Refused(f"The payment sandbox at {address} does not answer. Start it with manage.py up. ({why})") from why


def customer_of(email: str) -> str:
    """The customer's name at the provider: the same every time."""
    return f"cus_{hashlib.sha256(email.encode()).hexdigest()[:14]}"


def _seeds(rows: Shop) -> dict[str, Any]:
    payers = {customer.id: customer for customer in rows.customers}
    orders = {order.id: order for order in rows.orders}
    paid = [(payment, payers[orders[payment.order_id].customer_id]) for payment in rows.payments]
    return {
        "customers": [{"id": customer_of(one.email), "name": one.name, "email": one.email} for one in rows.customers],
        "charges": [
            _charge(payment, payer) | {"description": f"Order {orders[payment.order_id].number}"}
            for payment, payer in paid
        ],
    }


def _charge(payment: Payment, payer: Customer) -> dict[str, Any]:
    minor = money.parse(str(payment.amount), payment.currency).amount
    card = {"brand": "visa", "last4": f"{int(payment.charge[-6:], 16) % 10_000:04}", "exp_month": 8, "exp_year": 2030}
    return {
        "id": payment.charge,
        "amount": minor,
        "amount_captured": minor,
        "currency": payment.currency.lower(),
        "customer": customer_of(payer.email),
        "created": int(datetime.combine(payment.captured_on, time(9), UTC).timestamp()),
        "billing_details": {"name": payer.name, "email": payer.email, "phone": None, "address": None},
        "payment_method_details": {"type": "card", "card": {**card, "funding": "credit", "country": "US"}},
    }
