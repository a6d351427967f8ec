"""How much of what, and how people read it. No table, no Django."""

import re
from dataclasses import dataclass
from decimal import Decimal

from apps.core.money import SIGNS, Money, exponent

NO_CENTS = re.compile(r"\.0+(?!\d)")
LARGE = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))


@dataclass(frozen=True)
class Amount:
    """`Amount("actions", 1)`, `Amount("money", 18450, "USD", "refunds")`, `Amount("tokens", 1200)`."""

    unit: str
    n: int
    currency: str = ""
    category: str = ""

    def __post_init__(self) -> None:
        if self.n < 0:
            raise ValueError("An amount is not negative.")

    def __str__(self) -> str:
        return say(self.unit, self.n, self.currency)

    def counts_for(self, *, unit: str, currency: str, category: str) -> bool:
        """Does a budget of this unit see it? One without a category sees all of its unit and currency."""
        return (self.unit, self.currency) == (unit, currency) and category in ("", self.category)


def say(unit: str, n: int, currency: str = "") -> str:
    """$184.50 of money, $0.0125 of model cost, else the number: 1,200."""
    if unit == "money":
        return str(Money(n, currency))
    if unit == "micro_usd":
        return f"${_at_least_cents(Decimal(n).scaleb(-6))}"
    return f"{n:,}"


def to_cents(unit: str, n: int, currency: str = "") -> str:
    """The same for pages: model cost of a dollar or more in cents, and less than that in three figures: $0.0702."""
    return say(unit, round(n, -4 if n >= 10**6 else 3 - len(str(n))) if unit == "micro_usd" else n, currency)


def about(unit: str, n: int, currency: str = "") -> str:
    """Two figures of it, as nobody knows more of what is still to come: $2,300 for $2,311.04, 1,200 for 1,234."""
    rounded = round(n, 2 - len(str(abs(n)))) if n else 0
    return NO_CENTS.sub("", say(unit, rounded, currency))


def short(unit: str, n: int, currency: str = "") -> str:
    """A mark on an axis: $600, 1.2M, 25k. The heading names what it counts."""
    places = {"micro_usd": 6, "money": exponent(currency)}.get(unit, 0)
    sign = "$" if unit == "micro_usd" else SIGNS.get(currency, "")
    whole = Decimal(n).scaleb(-places)
    for size, letter in LARGE:
        if whole >= max(size, 10_000):
            return f"{sign}{(whole / size).normalize():f}{letter}"
    return f"{sign}{whole.normalize():,f}"


def _at_least_cents(dollars: Decimal) -> str:
    whole, _, part = f"{dollars:,.6f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"
