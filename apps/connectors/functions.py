"""The functions that expressions of manifests may call, besides CEL's own. Each is total over its types."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from apps.core.money import Money


def money(amount: int, currency: str) -> str:
    """Minor units as people read them: `$184.50`."""
    return str(Money(amount, currency.upper()))


def lower(text: str) -> str:
    return text.lower()


def upper(text: str) -> str:
    return text.upper()


def capital(text: str) -> str:
    """`visa` as a person writes it: `Visa`."""
    return text[:1].upper() + text[1:]


def join(items: Sequence[str], between: str) -> str:
    return between.join(str(item) for item in items)


def keys(entries: Mapping[str, Any]) -> list[str]:
    return sorted(entries)


def put_back(before: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The old values of what was changed; the empty text where there was none."""
    return {name: before.get(name, "") for name in changed}


def domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (money, lower, upper, capital, join, keys, put_back, domain, shortened)
}
