"""How much: over 3, no more than 500 USD, half of the order, three or more, between 5 and 10 %."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from apps.core.money import Money, parse
from apps.policies.language.phrases import SCALES
from apps.policies.language.words import CURRENCIES, CURRENCY_WORDS, NUMBERS
from apps.policies.rule import Op

BEFORE = {
    Op.OVER: "more than, over, above, greater than, larger than, higher than, bigger than, longer than, in "
    "excess of, "
    "exceeding, beyond, upward of, north of",
    Op.AT_LEAST: "at least, no less than, not less than, no fewer than, not fewer than, a minimum of, from, not "
    "under, "
    "not below, no lower than, not lower than, upwards of, equal to or more than, equal to or greater than, "
    "greater than or equal to, more than or equal to, reaching",
    Op.UNDER: "less than, fewer than, under, below, lower than, smaller than, shorter than, short of, cheaper than",
    Op.UP_TO: "up to, up to and including, at most, no more than, not more than, no higher than, not higher "
    "than, not "
    "above, not over, no greater than, not greater than, not exceeding, a maximum of, no larger than, no longer "
    "than, "
    "not longer than, less than or equal to, not beyond",
}
BEHIND = {
    Op.AT_LEAST: "or more, and more, or above, and above, or higher, or greater, or over, and over, or up, and up, "
    "or longer, or upwards, at least, at a minimum, or larger",
    Op.UP_TO: "or less, or fewer, or below, and below, or lower, or under, and under, at most, or shorter, or smaller",
}
NUMBER = r"(?:\d[\d,.]*\d|\d|[a-z]+(?:[- ][a-z]+)?)"
PARTS = {
    "half": 5000, "one half": 5000, "quarter": 2500, "one quarter": 2500, "tenth": 1000, "one tenth": 1000,
    "fifth": 2000, "one fifth": 2000, "third": 0, "twice": 20_000, "double": 20_000, "three quarters": 7500,
}  # fmt: skip
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "us$": "USD"}


def _known(said: dict[Op, str]) -> dict[str, Op]:
    return {words: op for op, several in said.items() for words in several.split(", ")}


def _any(words: dict[str, Op]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


OPS, TURNS = _known(BEFORE), _known(BEHIND)
LEADING = re.compile(rf"(?P<op>{_any(OPS)}) (?P<value>.+)", re.IGNORECASE)
TRAILING = re.compile(rf"(?P<value>.+?),? (?P<op>{_any(TURNS)})(?P<rest>(?: .+)?)", re.IGNORECASE)
RANGE = re.compile(r"(?:between (?P<low>.+?) and|from (?P<from>.+?) (?:up )?to) (?P<high>.+)", re.IGNORECASE)
MONEY = re.compile(
    r"(?P<sign>us\$|[$€£])? ?(?P<number>\d[\d,.]*\d|\d) ?(?P<scale>k|m|thousand|million|billion)? "
    r"?(?P<code>[a-z ]+)?",
    re.IGNORECASE,
)
CODE_FIRST = re.compile(r"^([A-Z]{3}) (\d.*)$")
PERCENT = re.compile(rf"(?P<number>{NUMBER}) ?(?:%|percent|per cent)", re.IGNORECASE)
OF_FIGURE = re.compile(r"(?P<part>.+?) (?:of|the) (?P<figure>.+)", re.IGNORECASE)


class Limit(NamedTuple):
    op: Op
    value: str


def limits(text: str) -> Iterator[tuple[Limit, ...]]:
    """Each way in which a text compares: how, and with what."""
    if between := RANGE.fullmatch(text):
        low, high = between["low"] or between["from"], between["high"]
        behind = high.partition(" ")[2]
        yield Limit(Op.AT_LEAST, low if " " in low or not behind else f"{low} {behind}"), Limit(Op.UP_TO, high)
    if turned := TRAILING.fullmatch(text):
        yield (Limit(TURNS[turned["op"].casefold()], f"{turned['value']}{turned['rest']}"),)
    if leading := LEADING.fullmatch(text):
        yield (Limit(OPS[leading["op"].casefold()], leading["value"]),)


def number(text: str) -> int | None:
    """`1,200` or `three`, in whole; None for anything else."""
    said = text.strip().casefold()
    if said in ("a dozen", "dozen"):
        return 12
    if said == "zero":
        return 0
    if said in NUMBERS:
        return NUMBERS[said]
    first, _, scale = said.partition(" ")
    if scale in SCALES and (many := 1 if first == "a" else number(first)):
        return many * SCALES[scale]
    plain = re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d+", said)
    return int(said.replace(",", "")) if plain and len(said) < 15 else None


def percent(text: str) -> int | None:
    """In hundredths: `10 %`, `half`, `twice`."""
    said = re.sub(r"^(?:an?|the) ", "", text.strip().casefold())
    if said in PARTS:
        return PARTS[said] or None
    if times := re.fullmatch(rf"(?P<n>{NUMBER}) times", said):
        many = number(times["n"])
        return many * 10_000 if many else None
    found = PERCENT.fullmatch(said)
    if not found:
        return None
    many = number(found["number"])
    if many is not None:
        return many * 100
    try:
        value = Decimal(found["number"].replace(",", ".")) * 100
    except InvalidOperation:
        return None
    return int(value) if value == value.to_integral_value() else None


def money(text: str, house: str = "") -> Money | None:
    """`120,000 USD`, `$5k`; a bare number in the house's currency, where there is one."""
    found = MONEY.fullmatch(CODE_FIRST.sub(r"\2 \1", text.strip()))
    if not found:
        return None
    said = (found["code"] or "").strip()
    code = SIGNS.get((found["sign"] or "").casefold()) or (said.upper() if said.upper() in CURRENCIES else "")
    code = code or CURRENCY_WORDS.get(said.casefold(), "") or ("" if said else house)
    number = found["number"].replace(",", "")
    if not code or number.count(".") > 1 or (found["sign"] and said):
        return None
    if found["scale"]:
        number = str(Decimal(number) * SCALES[found["scale"].casefold()])
    try:
        return parse(number, code)
    except ValueError:
        return None
