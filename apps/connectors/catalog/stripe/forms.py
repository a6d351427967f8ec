"""The simulator's strictness: which parameters each call takes, and of what type. Anything else is refused."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from apps.connectors.catalog.stripe.books import No

Check = Callable[[str, str], Any]
METADATA = re.compile(r"metadata\[([^\[\]]{1,40})\]")


def text(most: int, *, empty: bool = False) -> Check:
    def check(name: str, value: str) -> str:
        if not value and not empty:
            raise No(400, f"You passed an empty string for '{name}'.", code="parameter_invalid_empty", param=name)
        if len(value) > most:
            raise No(400, f"Invalid string: {name} must be at most {most} characters.", param=name)
        return value

    return check


def whole(least: int) -> Check:
    def check(name: str, value: str) -> int:
        if not re.fullmatch(r"-?\d{1,8}", value):
            raise No(400, f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
        if int(value) < least:
            raise No(400, f"Invalid {name}: must be at least {least}.", code="parameter_invalid_integer", param=name)
        return int(value)

    return check


def one_of(*words: str) -> Check:
    def check(name: str, value: str) -> str:
        if value not in words:
            raise No(400, f"Invalid {name}: must be one of {', '.join(words)}", param=name)
        return value

    return check


def currency(name: str, value: str) -> str:
    if not re.fullmatch(r"[a-z]{3}", value):
        raise No(400, f"Invalid currency: {value}", param=name)
    return value


REFUND: dict[str, Check] = {
    "charge": text(255),
    "amount": whole(1),
    "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
}
BALANCE_LINE: dict[str, Check] = {"amount": whole(-99999999), "currency": currency, "description": text(350)}
CUSTOMER: dict[str, Check] = {
    "name": text(256, empty=True),
    "email": text(512, empty=True),
    "phone": text(20, empty=True),
    "description": text(350, empty=True),
}
LIST: dict[str, Check] = {"limit": whole(1), "starting_after": text(255)}
CHARGES: dict[str, Check] = {**LIST, "customer": text(255)}
REFUNDS: dict[str, Check] = {**LIST, "charge": text(255)}


def parsed(
    pairs: Sequence[tuple[str, str]], checks: dict[str, Check], *, needs: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The parameters by name, typed; metadata as a map. Raises No as Stripe would."""
    form: dict[str, Any] = {"metadata": {}}
    for name, value in pairs:
        label = METADATA.fullmatch(name)
        if label:
            form["metadata"][label[1]] = text(500, empty=True)(name, value)
        elif name not in checks:
            raise No(400, f"Received unknown parameter: {name}", code="parameter_unknown", param=name)
        elif name in form:
            raise No(400, f"Parameter given twice: {name}", param=name)
        else:
            form[name] = checks[name](name, value)
    for name in needs:
        if name not in form:
            raise No(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    return form
