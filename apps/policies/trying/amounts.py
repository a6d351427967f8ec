"""Amounts as people write them, "500.50 USD" or {"amount": 500.5, "currency": "USD"}, in minor units."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.core.money import exponent

SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
WRITTEN = re.compile(
    r"\s*(?P<before>[$€£]|[A-Za-z]{3})?\s*(?P<number>[\d,]+(?:\.\d+)?)\s*(?P<after>[€£$]|[A-Za-z]{3})?\s*"
)


def money_of(value: Any) -> dict[str, Any]:
    """Minor units and a currency. Raises ValueError for what is no amount."""
    if isinstance(value, str):
        value = _from_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = {"amount": value}
    currency = str(value.get("currency", "USD")).upper()
    found = {"currency": currency, "category": str(value.get("category", ""))}
    if "minor" in value:
        return {"amount": int(value["minor"]), **found}
    return {"amount": minor(value["amount"], currency), **found}


def minor(amount: Any, currency: str) -> int:
    try:
        scaled = Decimal(str(amount).replace(",", "")).scaleb(exponent(currency))
    except InvalidOperation:
        raise ValueError(f"{amount!r} is no amount.") from None
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount!r} is finer than the smallest unit of {currency}.")
    return int(scaled)


def _from_text(text: str) -> dict[str, Any]:
    match = WRITTEN.fullmatch(text)
    if match is None or not (match["before"] or match["after"]):
        raise ValueError(f"“{text}” is no amount; write 500 USD.")
    sign = match["before"] or match["after"]
    return {"amount": match["number"], "currency": SIGNS.get(sign, sign)}
