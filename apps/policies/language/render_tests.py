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
    Clock,
    Compared,
    Condition,
    Count,
    Each,
    Earlier,
    Fields,
    Finds,
    Freeze,
    IsDeed,
    Number,
    Op,
    Origin,
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
    Worth,
    Yearly,
)
from apps.policies.told.times import no_freeze

Noun = Callable[[Target], str]
RECIPIENT = {
    "outside": "a recipient is outside our domains",
    "inside": "a recipient is inside our domains",
    "only inside": "every recipient is inside our domains",
}
MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
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
PLAIN = {
    "before": "it is before {0.date}",
    "has": 'the "{0.of}" has "{0.what}"',
    "listed": 'it goes to one of the "{0.list}"',
    "first": 'it is the first time for the "{0.of}"',
    "passed": 'the check "{0.check}" has passed',
    "given": 'there is a "{0.what}"',
}
FOUND_WORDS = {meaning: meaning for meaning in FOUND.values()} | {"bank details": "bank account numbers"}


def test_words(test: Condition, noun: Noun) -> str:
    if isinstance(test, Earlier):
        return f"the run has already done {noun(test.target)}"
    if isinstance(test, IsDeed):
        return f"the action is {listed(map(noun, test.targets), 'or')}"
    return PLAIN[test.kind].format(test) if test.kind in PLAIN else WRITERS[test.kind](test)


def _amount(test: Amount) -> str:
    return f"the amount is {OPS[test.op]} {money(test.amount, test.currency)}"


def _recipients(test: Recipients) -> str:
    return RECIPIENT[test.which]


def _count(test: Count) -> str:
    return f"{counted(test.op, test.number)} {'record' if test.number == 1 else 'records'} change"


def _fields(test: Fields) -> str:
    names = [f'"{name}"' for name in test.names]  # always: a field need not be in the vocabulary
    one = len(names) == 1
    if test.which == "only":
        return f"only the {'field' if one else 'fields'} {listed(names, 'and')} {'changes' if one else 'change'}"
    return f"the field {names[0]} changes" if one else f"any of the fields {listed(names, 'and')} changes"


def _share(test: Share) -> str:
    part = "" if test.percent == 10_000 else f"{decimal(test.percent)}% of "
    return f'the amount is {OPS[test.op]} {part}the "{test.of}"'


def _each(test: Each) -> str:
    return f'the amount per "{test.per}" is {OPS[test.op]} {money(test.amount, test.currency)}'


def _worth(test: Worth) -> str:
    return f'the "{test.of}" is {OPS[test.op]} {money(test.amount, test.currency)}'


def _compared(test: Compared) -> str:
    return f'the "{test.of}" is {OPS[test.op]} the "{test.than}"'


def _number(test: Number) -> str:
    value = decimal(test.hundredths)
    if test.percent and test.what == "percent":
        return f"it is {OPS[test.op]} {value}%"
    return f'the "{test.what}" is {OPS[test.op]} {value}{"%" if test.percent else ""}'


def _age(test: Age) -> str:
    unit = test.unit if test.number == 1 else f"{test.unit}s"
    return f'the age of "{test.of}" is {OPS[test.op]} {test.number} {unit}'


def _tagged(test: Tagged) -> str:
    return TAGGED[test.family].format(quotes(test.names))


def _finds(test: Finds) -> str:
    return f"the text contains {listed((FOUND_WORDS[each] for each in test.what), 'or')}"


def _says(test: Says) -> str:
    return f"the text says {quotes(test.texts)}"


def _whose(test: Any) -> str:
    return " for the recipient" if test.whose == "recipient" else ""


def _clock(test: Clock) -> str:
    return f"it is between {clock(test.begins)} and {clock(test.ends)}{_whose(test)}"


def _weekday(test: Weekday) -> str:
    return f"it is {listed((DAYS[day] for day in test.days), 'or')}{_whose(test)}"


def _working_hours(test: WorkingHours) -> str:
    return f"it is within working hours{_whose(test)}"


def _freeze(test: Freeze) -> str:
    if not test.name:
        return "a freeze is in force"
    return f'the "{test.name}"{"" if no_freeze(test.name) else " freeze"} is in force'


def _yearly(test: Yearly) -> str:
    return f"it is between {_day(test.begins)} and {_day(test.ends)}"


def _day(month_day: str) -> str:
    month, day = map(int, month_day.split("-"))
    return f"{day} {MONTHS[month]}"


def _attribute(test: Attribute) -> str:
    values = quotes(test.values)
    return f'the "{test.name}" of the "{test.of}" is {values}' if test.name else f'the "{test.of}" is {values}'


def _total(test: Total) -> str:
    when = "with" if test.with_this else "before"
    per = (f' per "{test.per}"' if test.per else "") + f' per "{test.period}"'
    if test.currency:
        return f"{when} this one, the total{per} is {OPS[test.op]} {money(test.limit, test.currency)}"
    return f"{when} this one, the count{per} is {OPS[test.op]} {test.limit:,}"


def _risk(test: RiskIs) -> str:
    return f"the risk is {'at least' if test.op is Op.AT_LEAST else 'at most'} {test.level}"


def _undoable(test: Undoable) -> str:
    return UNDOABLE[test.ways]


def _origin(test: Origin) -> str:
    of = f' of "{test.of}"' if test.of else ""
    return f"{'every' if test.every else 'any'} value{of} {CAME[test.which]}"


def _asked_by(test: AskedBy) -> str:
    return f"it was asked for by {listed(map(who, test.groups), 'or')}"


WRITERS: dict[str, Callable[[Any], str]] = {
    "amount": _amount, "recipients": _recipients, "count": _count, "fields": _fields, "share": _share, "each": _each,
    "worth": _worth, "compared": _compared,
    "number": _number, "age": _age, "tagged": _tagged, "finds": _finds, "says": _says, "clock": _clock,
    "weekday": _weekday, "working hours": _working_hours, "yearly": _yearly, "freeze": _freeze, "attribute": _attribute,
    "total": _total, "risk": _risk, "undoable": _undoable, "origin": _origin, "asked by": _asked_by,
}  # fmt: skip
