"""Money: integer minor units with a currency. No Django, no floats."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# ISO 4217 currencies whose minor unit is not a hundredth.
EXPONENTS = {"JPY": 0, "KRW": 0, "ISK": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "JOD": 3, "TND": 3, "OMR": 3}
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True, order=True)
class Money:
    amount: int  # in minor units: cents, öre, yen
    currency: str  # ISO 4217, upper case

    def __str__(self) -> str:
        """As people read it: $184.50, €12.00, 1,200.00 SEK, 500 JPY."""
        places = exponent(self.currency)
        number = f"{Decimal(abs(self.amount)).scaleb(-places):,.{places}f}"
        minus = "-" if self.amount < 0 else ""
        sign = SIGNS.get(self.currency)
        return f"{minus}{sign}{number}" if sign else f"{minus}{number} {self.currency}"

    def plain(self) -> str:
        """The bare decimal, as systems store it: 184.50."""
        places = exponent(self.currency)
        return f"{Decimal(self.amount).scaleb(-places):.{places}f}"


def exponent(currency: str) -> int:
    return EXPONENTS.get(currency, 2)


def parse(text: str, currency: str) -> Money:
    """Money from a decimal text such as `1,200.50`. Raises ValueError for anything finer than the minor unit."""
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        raise ValueError(f"{text!r} is not an amount; write it like 184.50.") from None
    minor = value.scaleb(exponent(currency)) if value.is_finite() else None
    if minor is None or minor != minor.to_integral_value():
        raise ValueError(f"{text!r} is finer than the smallest unit of {currency}.")
    return Money(int(minor), currency)
