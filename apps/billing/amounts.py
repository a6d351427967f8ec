"""How much of what, and how people read it. No table, no Django."""

from dataclasses import dataclass
from decimal import Decimal

from apps.core.money import Money


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


def _at_least_cents(dollars: Decimal) -> str:
    whole, _, part = f"{dollars:,.6f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"
