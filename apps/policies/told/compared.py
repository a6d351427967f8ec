"""Tests that compare what is named with an amount, or with something else that is named; exactly."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from apps.core.money import parse
from apps.policies.circumstances import Figure
from apps.policies.rule import Compared, Worth
from apps.policies.told.asked import Asked, Told, known
from apps.policies.told.figures import COMPARE
from apps.policies.told.meant import meant

Value: TypeAlias = tuple[str, Any]  # its currency, "" for a number, "date"; and how much


def worth(test: Worth, asked: Asked) -> Told:
    found, value = _value(test.of, asked)
    if found and value is None:
        return Told.NONE
    if value is None or value[0] != test.currency:
        return Told.UNKNOWN
    return known(COMPARE[test.op](value[1], test.amount))


def compared(test: Compared, asked: Asked) -> Told:
    (found, one), (also, two) = _value(test.of, asked), _value(test.than, asked)
    if one is None or two is None:
        return Told.NONE if (found and one is None) or (also and two is None) else Told.UNKNOWN
    return known(COMPARE[test.op](one[1], two[1])) if one[0] == two[0] else Told.UNKNOWN


def _value(name: str, asked: Asked) -> tuple[bool, Value | None]:
    """What stands under a name, and whether there is something; nothing for what cannot be told."""
    around = asked.around
    related = (
        {f"{record} {field}": each for field, each in (fields or {}).items()}
        for record, fields in around.related.items()
    )
    for said in (
        around.figures,
        around.numbers,
        around.arguments,
        around.record or {},
        *related,
        *around.related.values(),
    ):
        found, value = meant(said or {}, name)
        if found and value is None:
            return True, None
        if found and (read := _read(value)):
            return True, read
    return False, None


def _read(value: Any) -> Value | None:
    if isinstance(value, Figure):
        return (value.currency.upper(), value.amount) if value.amount is not None else None
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    text = str(value).strip()
    try:
        return "date", date.fromisoformat(text[:10]) if len(text) >= 10 else date.fromisoformat("")
    except ValueError:
        return _number(text)


def _number(text: str) -> Value | None:
    amount, _, currency = text.partition(" ")
    try:
        if currency:
            return currency.upper(), parse(amount, currency.upper()).amount if len(currency) == 3 else None
        read = Decimal(text.replace(",", ""))
    except (InvalidOperation, ValueError):
        return None
    return ("", read) if read.is_finite() else None
