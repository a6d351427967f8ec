"""What a customer wrote, and the order that it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

OPEN = "Waiting on us"
LINE = re.compile(r"(?:(?P<quantity>[1-9]\d{0,3}) x )?(?P<name>(?!\d+ x ).*\S) (?P<price>\d{1,7}(?:\.\d{1,2})?)")


@dataclass(frozen=True)
class Bought:
    """One line of an order."""

    name: str
    price: Decimal
    quantity: int = 1


@dataclass(frozen=True)
class Letter:
    """One case as it came in, with all that has to stand in the shop's books for it."""

    number: str
    name: str
    email: str
    order: str
    bought: tuple[Bought, ...]
    subject: str
    body: str
    currency: str = "USD"
    details: Mapping[str, object] = field(default_factory=dict)
    hours_ago: int = 0
    days_since_order: int = 9

    @property
    def total(self) -> Decimal:
        return sum((item.price * item.quantity for item in self.bought), start=Decimal("0.00"))


def items(text: str) -> tuple[Bought, ...]:
    """The lines of an order from `2 x Tern wall lamp 84.00; Reed basket 38.00`. Raises ValueError."""
    return tuple(_item(part.strip()) for part in text.split(";"))


def _item(text: str) -> Bought:
    fits = LINE.fullmatch(text)
    if fits is None:
        raise ValueError(f"{text!r} is no line of an order")
    return Bought(fits["name"].strip(), Decimal(fits["price"]).quantize(Decimal("0.01")), int(fits["quantity"] or 1))
