"""Single tests in words. Each function writes one kind of test in the one way that the grammar reads back."""

from collections.abc import Callable
from typing import Any

from apps.policies.language.build_tests import FOUND
from apps.policies.language.render_words import OPS, clock, counted, decimal, listed, money, quotes, who
from apps.policies.rule import (
    Age,
    Amount,
    AskedBy,
    Attribute,
    Before,
    Clock,
    Condition,
    Count,
    Each,
    Earlier,
    Fields,
    Finds,
    First,
    Freeze,
    Given,
    Has,
    IsDeed,
    Listed,
    Number,
    Op,
    Origin,
    Passed,
    Recipients,
    RiskIs,
    Says,
    Share,
    Tagged,
    Target,
    Total,
    Undoable,
    Weekday,
    WorkingHours,
)

Noun = Callable[[Target], str]
RECIPIENT = {
    "outside": "a recipient is outside our domains",
    "inside": "a recipient is inside our domains",
    "only inside": "every recipient is inside our domains",
}
DAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNDOABLE = {
    ("none",): "it cannot be taken back",
    ("exact",): "it can be taken back exactly",
    ("compensate",): "it can only be made good",
    ("exact", "compensate"): "it can be taken back",
    ("compensate", "none"): "it cannot be taken back exactly",
}
TAGGED = {"label": "it is labelled {}", "place": "it is in {}", "kind": "it is of the kind {}"}
CAME = {
    "person": "was typed by the person",
    "record": "came from a trusted record",
    "outside": "came only from outside text",
    "model": "was made up by the model",
}
FOUND_WORDS = {meaning: meaning for meaning in FOUND.values()} | {"bank details": "bank account numbers"}


def test_words(test: Condition, noun: Noun) -> str:
    return WRITERS[test.kind](test, noun)


def _amount(test: Amount, _noun: Noun) -> str:
    return f"the amount is {OPS[test.op]} {money(test.amount, test.currency)}"


def _recipients(test: Recipients, _noun: Noun) -> str:
    return RECIPIENT[test.which]


def _count(test: Count, _noun: Noun) -> str:
    return f"{counted(test.op, test.number)} {'record' if test.number == 1 else 'records'} change"


def _fields(test: Fields, _noun: Noun) -> str:
    names = [f'"{name}"' for name in test.names]  # always: a field need not be in the vocabulary
    one = len(names) == 1
    if test.which == "only":
        return f"only the {'field' if one else 'fields'} {listed(names, 'and')} {'changes' if one else 'change'}"
    return f"the field {names[0]} changes" if one else f"any of the fields {listed(names, 'and')} changes"


def _share(test: Share, _noun: Noun) -> str:
    part = "" if test.percent == 10_000 else f"{decimal(test.percent)}% of "
    return f'the amount is {OPS[test.op]} {part}the "{test.of}"'


def _each(test: Each, _noun: Noun) -> str:
    return f'the amount per "{test.per}" is {OPS[test.op]} {money(test.amount, test.currency)}'


def _number(test: Number, _noun: Noun) -> str:
    value = decimal(test.hundredths)
    if test.percent and test.what == "percent":
        return f"it is {OPS[test.op]} {value}%"
    return f'the "{test.what}" is {OPS[test.op]} {value}{"%" if test.percent else ""}'


def _age(test: Age, _noun: Noun) -> str:
    unit = test.unit if test.number == 1 else f"{test.unit}s"
    return f'the age of "{test.of}" is {OPS[test.op]} {test.number} {unit}'


def _tagged(test: Tagged, _noun: Noun) -> str:
    return TAGGED[test.family].format(quotes(test.names))


def _finds(test: Finds, _noun: Noun) -> str:
    return f"the text contains {listed((FOUND_WORDS[each] for each in test.what), 'or')}"


def _says(test: Says, _noun: Noun) -> str:
    return f"the text says {quotes(test.texts)}"


def _whose(test: Any) -> str:
    return " for the recipient" if test.whose == "recipient" else ""


def _clock(test: Clock, _noun: Noun) -> str:
    return f"it is between {clock(test.begins)} and {clock(test.ends)}{_whose(test)}"


def _weekday(test: Weekday, _noun: Noun) -> str:
    return f"it is {listed((DAYS[day] for day in test.days), 'or')}{_whose(test)}"


def _working_hours(test: WorkingHours, _noun: Noun) -> str:
    return f"it is within working hours{_whose(test)}"


def _before(test: Before, _noun: Noun) -> str:
    return f"it is before {test.date}"


def _freeze(test: Freeze, _noun: Noun) -> str:
    return f'the "{test.name}" freeze is in force' if test.name else "a freeze is in force"


def _attribute(test: Attribute, _noun: Noun) -> str:
    values = quotes(test.values)
    return f'the "{test.name}" of the "{test.of}" is {values}' if test.name else f'the "{test.of}" is {values}'


def _has(test: Has, _noun: Noun) -> str:
    return f'the "{test.of}" has "{test.what}"'


def _listed(test: Listed, _noun: Noun) -> str:
    return f'it goes to one of the "{test.list}"'


def _first(test: First, _noun: Noun) -> str:
    return f'it is the first time for the "{test.of}"'


def _total(test: Total, _noun: Noun) -> str:
    when = "with" if test.with_this else "before"
    per = (f' per "{test.per}"' if test.per else "") + f' per "{test.period}"'
    if test.currency:
        return f"{when} this one, the total{per} is {OPS[test.op]} {money(test.limit, test.currency)}"
    return f"{when} this one, the count{per} is {OPS[test.op]} {test.limit:,}"


def _earlier(test: Earlier, noun: Noun) -> str:
    return f"the run has already done {noun(test.target)}"


def _passed(test: Passed, _noun: Noun) -> str:
    return f'the check "{test.check}" has passed'


def _given(test: Given, _noun: Noun) -> str:
    return f'there is a "{test.what}"'


def _risk(test: RiskIs, _noun: Noun) -> str:
    return f"the risk is {'at least' if test.op is Op.AT_LEAST else 'at most'} {test.level}"


def _undoable(test: Undoable, _noun: Noun) -> str:
    return UNDOABLE[test.ways]


def _origin(test: Origin, _noun: Noun) -> str:
    of = f' of "{test.of}"' if test.of else ""
    return f"{'every' if test.every else 'any'} value{of} {CAME[test.which]}"


def _asked_by(test: AskedBy, _noun: Noun) -> str:
    return f"it was asked for by {listed(map(who, test.groups), 'or')}"


def _deed(test: IsDeed, noun: Noun) -> str:
    return f"the action is {listed(map(noun, test.targets), 'or')}"


WRITERS: dict[str, Callable[[Any, Noun], str]] = {
    "amount": _amount, "recipients": _recipients, "count": _count, "fields": _fields, "share": _share, "each": _each,
    "number": _number, "age": _age, "tagged": _tagged, "finds": _finds, "says": _says, "clock": _clock,
    "weekday": _weekday, "working hours": _working_hours, "before": _before, "freeze": _freeze,
    "attribute": _attribute, "has": _has, "listed": _listed, "first": _first, "total": _total, "earlier": _earlier,
    "passed": _passed, "given": _given, "risk": _risk, "undoable": _undoable, "origin": _origin,
    "asked by": _asked_by, "deed": _deed,
}  # fmt: skip
