"""Tests that compare figures: shares, ages, running totals. Exact: no float is ever compared."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import Any

from apps.connectors.contract import Known
from apps.policies.circumstances import Figure, SoFar
from apps.policies.lemmas import all_of, lemmas
from apps.policies.rule import Age, Each, Number, Op, Share, Total
from apps.policies.told.asked import Asked, Told, inside, known, normal
from apps.policies.told.deeds import sure_deeds
from apps.policies.told.likely import said_of
from apps.policies.told.meant import meant
from apps.policies.told.names import pick
from apps.policies.told.since import since

OWN = "record"  # what the action is about, whatever its name
COMPARE = {Op.OVER: gt, Op.AT_LEAST: ge, Op.UNDER: lt, Op.UP_TO: le}
DAYS = {
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal(30),
    "year": Decimal(365),
}
RECIPIENTS = frozenset({"recipient", "people", "addressee", "person"})
MEGABYTES = ("megabytes", "size", "file size", "attachment size", "size in mb")
PEOPLE = ("person", "people", "head", "guest", "attendee", "participant", "traveller", "traveler", "recipient",
          "number of people", "employee", "delegate")  # fmt: skip
WORDS = {"total": "", "amount": "", "value": "", "price": ""}  # "the order total" is the order's figure


def share(test: Share, asked: Asked) -> Told:
    money = _money(asked)
    found, figure = pick(asked.around.figures, _also(test.of))
    if not found:
        found, figure = meant(asked.around.figures, test.of)
    if found and figure is None:
        return Told.NONE
    if money is None or not isinstance(figure, Figure) or figure.amount is None:
        return Told.UNKNOWN
    amount, currency = money
    if figure.currency.upper() != currency:
        return Told.UNKNOWN
    return known(COMPARE[test.op](amount * 10_000, figure.amount * test.percent))


def each(test: Each, asked: Asked) -> Told:
    """The amount divided by how many it is for; multiplied out, so that nothing is rounded."""
    money = _money(asked)
    if money is None or money[1] != test.currency:
        return Told.NONE if asked.question.facts.money.kind == "none" else Told.UNKNOWN
    counted = pick(asked.around.numbers, PEOPLE if test.per in PEOPLE else (test.per, f"number of {test.per}"))[1]
    many = _decimal(counted) or Decimal(1)
    return known(COMPARE[test.op](money[0], test.amount * many))


def number(test: Number, asked: Asked) -> Told:
    value = _number(test, asked)
    if isinstance(value, Told):
        return value
    return known(COMPARE[test.op](value * 100, test.hundredths))


def age(test: Age, asked: Asked) -> Told:
    found, value = meant(asked.around.ages, test.of)
    found, value = (found, value) if found else since(test.of, asked.around)
    if not found and test.of == OWN and len(set(asked.around.ages.values())) == 1:
        found, value = True, next(iter(asked.around.ages.values()))  # the one age there is
    days = _decimal(value)
    if found and value is None:
        return Told.NONE
    if days is None:
        return Told.UNKNOWN
    return known(COMPARE[test.op](days, test.number * DAYS[test.unit]))


def total(test: Total, asked: Asked) -> Told:
    """So far in the period, and this one where it is meant as well."""
    found = [each for each in asked.around.so_far if _same(each, test, asked)]
    if not found:
        return Told.UNKNOWN
    so_far = _moved(found[0], test)
    more = _this(test, asked) if test.with_this else 0
    if so_far is None or more is None:
        return Told.UNKNOWN
    return known(COMPARE[test.op](so_far + more, test.limit))


def _same(each: SoFar, test: Total, asked: Asked) -> bool:
    of = normal(test.of) if test.of else ""
    mine = {""} | set(map(normal, sure_deeds(asked)))
    fits = normal(each.of) in ({of, ""} if of else mine) if each.of else True
    return fits and normal(each.period) == normal(test.period) and normal(each.per or "") == normal(test.per or "")


def _moved(each: SoFar, test: Total) -> int | None:
    if not test.currency:
        return each.count
    if each.amount == 0 or each.currency.upper() == test.currency:
        return each.amount
    return None


def _this(test: Total, asked: Asked) -> int | None:
    if not test.currency:
        return 1
    money = _money(asked)
    return money[0] if money and money[1] == test.currency else None


def _money(asked: Asked) -> tuple[int, str] | None:
    fact = asked.question.facts.money
    if not isinstance(fact, Known) or not isinstance(fact.value, dict):
        return None
    amount, currency = fact.value.get("amount"), fact.value.get("currency")
    if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0 or not isinstance(currency, str):
        return None
    return amount, currency.upper()


def _number(test: Number, asked: Asked) -> Decimal | Told:
    around, what = asked.around, normal(test.what)
    if what in RECIPIENTS and (listed := _recipients(asked)) is not Told.UNKNOWN:
        return listed
    if what == "external recipient" and (listed := _recipients(asked, outside=True)) is not Told.UNKNOWN:
        return listed
    if what == "attachment" and around.attachments is not None:
        return Decimal(around.attachments)
    also = MEGABYTES if what == "mb" else (f"number of {what}",)
    names = (what, f"{what} percent", f"{what} percentage") if test.percent else (what, *also)
    bare = ("percent", "percentage") if test.percent else ()  # the one share there is
    noted = (around.numbers, around.arguments, around.record or {})
    for said, meaning in (*((each, names) for each in noted), (around.numbers, bare)):
        found, value = pick(said, meaning)
        if found and value is None:
            return Told.NONE
        if found:
            several = value if isinstance(value, list | tuple) else None
            read = Decimal(len(several)) if several is not None else _decimal(value)
            return Told.UNKNOWN if read is None else read
    found, value = _named_alike(around.numbers, what)
    if found:
        read = _decimal(value)
        return Told.NONE if value is None else Told.UNKNOWN if read is None else read
    return _counted(what, asked)


def _named_alike(said: Mapping[str, Any], what: str) -> tuple[bool, Any]:
    """The one number whose name has the same words: lines changed, changed lines; lines are those that are changed."""
    keys = [key for key in said if lemmas(key) in (lemmas(what), lemmas(what) | all_of("changed"))]
    return (True, said[keys[0]]) if len(keys) == 1 else (False, None)


def _counted(what: str, asked: Asked) -> Decimal | Told:
    """The payments of a payment run are the records that it touches."""
    names, _ = said_of(asked.question.subject, asked.object_name, asked.around)
    count = asked.question.facts.count
    if not isinstance(count, Known) or not isinstance(count.value, int) or not lemmas(what) <= names:
        return Told.UNKNOWN
    return Decimal(count.value)


def _recipients(asked: Asked, *, outside: bool = False) -> Decimal | Told:
    fact, ours = asked.question.facts.recipients, frozenset(asked.house.domains)
    if isinstance(fact, Known) and isinstance(fact.value, list | tuple):
        return Decimal(len({each for each in fact.value if not (outside and inside(str(each), ours))}))
    return Told.NONE if fact.kind == "none" else Told.UNKNOWN


def _also(of: str) -> tuple[str, ...]:
    *before, last = normal(of).split(" ")
    short = (" ".join(before),) if before and last in WORDS else ()
    return (of, f"{of} total", f"{of} amount", *short)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        read = Decimal(str(value).strip().removesuffix("%").replace(",", ""))
    except InvalidOperation:
        return None
    return read if read.is_finite() else None
