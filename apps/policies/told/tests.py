"""Which function tells which kind of test."""

from collections.abc import Callable
from typing import Any

from apps.policies.rule import Computed
from apps.policies.told import compared, deeds, figures, names, origins, records, texts, times
from apps.policies.told.asked import Asked, Told

TELLERS: dict[str, Callable[[Any, Asked], Told]] = {
    "share": figures.share,
    "each": figures.each,
    "worth": compared.worth,
    "compared": compared.compared,
    "number": figures.number,
    "age": figures.age,
    "total": figures.total,
    "tagged": names.tagged,
    "listed": names.listed,
    "first": names.first,
    "passed": names.passed,
    "given": names.given,
    "asked by": names.asked_by,
    "finds": texts.finds,
    "says": texts.says,
    "clock": times.clock,
    "weekday": times.weekday,
    "working hours": times.working_hours,
    "before": times.before,
    "yearly": times.yearly,
    "freeze": times.freeze,
    "attribute": records.attribute,
    "has": records.has,
    "earlier": deeds.earlier,
    "deed": deeds.is_deed,
    "risk": deeds.risk_is,
    "undoable": deeds.undoable,
    "origin": origins.origin,
}


def told(test: Computed, asked: Asked) -> Told:
    """What one test says of one action. Anything that cannot be read is unknown."""
    return TELLERS[test.kind](test, asked)
