"""Amounts, numbers, spans of time, periods."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from apps.core.money import Money, exponent, parse
from apps.policies.conditions import every
from apps.policies.language.build_names import NameBuilder, Nodes, refuse, word
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.language.meaning import Cond
from apps.policies.language.words import SIGNS
from apps.policies.rule import Amount, Condition, Op

OPS = {"OVER": Op.OVER, "UP_TO": Op.UP_TO, "UNDER": Op.UNDER, "AT_LEAST": Op.AT_LEAST}
TURNS = {"MORE": Op.AT_LEAST, "LESS": Op.UP_TO}  # "500 USD or more"
MOST = 10**15
THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")  # 5.000 EUR, as half of Europe writes it
LIMIT_FITS = {Op.OVER: 1, Op.AT_LEAST: 1, Op.UNDER: -1, Op.UP_TO: -1}
SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_592_000,
    "year": 31_536_000,
}
Limits: TypeAlias = list[tuple[Op, Any]]


class LimitBuilder(NameBuilder):
    def op(self, found: Nodes) -> Op:
        return OPS[_one_of(found[0], OPS)]

    def turn(self, found: Nodes) -> Op:
        return TURNS[_one_of(found[0], TURNS)]

    def sign(self, found: Nodes) -> Spoken:
        terminal = _one_of(found[0], (*SIGNS, "SIGN_KR"))
        code = SIGNS.get(terminal) or found[0].meanings.get("CURRENCY")
        if code is None:
            raise refuse(f"“{found[0]}” may be Danish, Norwegian or Swedish; write DKK, NOK or SEK.", found[0])
        return Spoken.new_borrow_pos("CURRENCY", str(code), found[0])

    def signed(self, found: Nodes) -> Money:
        return _money(found[1], str(found[0]), *found[2:])

    def signed_after(self, found: Nodes) -> Money:
        return _money(found[0], str(found[-1]), *found[1:-1])

    def coded(self, found: Nodes) -> Money:
        return _money(found[1], str(found[0].meaning("CURRENCY")), *found[2:])

    def coded_after(self, found: Nodes) -> Money:
        return _money(found[0], str(found[-1].meaning("CURRENCY")), *found[1:-1])

    def bare_money(self, found: Nodes) -> Money:
        currency = found[0].meanings.get("HOUSE_CURRENCY")
        if not currency:
            raise refuse("Say in which currency: 500 USD, $500, €500.", found[0])
        return _money(found[0], str(currency), *found[1:])

    def one_limit(self, found: Nodes) -> Limits:
        return [(found[0], found[1])]

    def turned_limit(self, found: Nodes) -> Limits:
        return [(found[1], found[0])]

    def from_limit(self, found: Nodes) -> Limits:
        return [(Op.AT_LEAST, found[0])]

    def to_limit(self, found: Nodes) -> Limits:
        return [(Op.UP_TO, found[0])]

    def half_money(self, found: Nodes) -> Nodes:
        return found

    def shared_limits(self, found: Nodes) -> Limits:
        """`between 1,000 and 5,000 EUR`: both in the one currency."""
        half, money = (each for each in found if not isinstance(each, Op))
        return [(Op.AT_LEAST, _money(half[0], money.currency, *half[1:])), (Op.UP_TO, money)]

    def two_limits(self, found: Nodes) -> Limits:
        first, second = (each for each in found if not isinstance(each, Op))
        return [(Op.AT_LEAST, first), (Op.UP_TO, second)]

    def range_limit(self, found: Nodes) -> Limits:
        return [(found[0], found[1]), (found[2], found[3])]

    def number(self, found: Nodes) -> Any:
        return found[0]

    bare_number = number

    def number_part(self, found: Nodes) -> int:
        """A per cent, in hundredths."""
        return hundredths(found[0].meaning("AMOUNT_NUMBER"), found[0])

    def span(self, found: Nodes) -> int:
        """Seconds."""
        number, unit = found[0].meaning("NUMBER"), unit_of(found[1])
        seconds = int(number) * SECONDS[unit]
        if not 0 < seconds < 10**9:
            raise refuse("This time is too long or too short to be meant.", found[0])
        return seconds

    def amount(self, found: Nodes) -> Cond:
        *noun, limits = found
        return Cond(amounts(limits), frozenset(each for each in noun if each))

    def amount_of(self, _found: Nodes) -> str:
        return ""

    def amount_of_noun(self, found: Nodes) -> str:
        return str(found[0].meaning("N_BARE"))


def amounts(limits: Limits) -> Condition:
    in_order(limits)
    return every([Amount(op=op, amount=money.amount, currency=money.currency) for op, money in limits])


def unit_of(spoken: Spoken) -> str:
    return str(spoken.meaning("UNIT"))


def count_of(spoken: Any) -> int:
    number = spoken.meaning("NUMBER")
    if not isinstance(number, int) or number >= MOST:
        raise refuse("This number is too large to be meant.", spoken)
    return number


def hundredths(text: Any, spoken: Any) -> int:
    try:
        value = Decimal(str(text)) * 100
    except InvalidOperation:
        raise refuse("This is not a number.", spoken) from None
    if value != value.to_integral_value() or not 0 <= value < 10**9:
        raise refuse("Write this number with two places at most.", spoken)
    return int(value)


def in_order(limits: Limits) -> None:
    """Two limits must leave something between them."""
    if len(limits) != 2:
        return
    (first, low), (second, high) = limits
    if isinstance(low, Money) and low.currency != high.currency:
        raise NotUnderstood("Both limits are in one currency, or they are two sentences.")
    below, above = (each.amount if isinstance(each, Money) else each for each in (low, high))
    if LIMIT_FITS[first] == LIMIT_FITS[second] or (LIMIT_FITS[first] > 0) != (below < above):
        raise NotUnderstood("No amount, or any amount, lies between these limits; write the lower one first.")


def _one_of(spoken: Spoken, known: Any) -> str:
    return next(terminal for terminal in spoken.meanings if terminal in known)


def _money(spoken: Spoken, currency: str, *scale: Spoken) -> Money:
    text = word(spoken, "AMOUNT_NUMBER")
    if THOUSANDS.fullmatch(text) and exponent(currency) < 3:
        text = text.replace(".", "")
    if scale:
        scaled = Decimal(text) * int(str(scale[0].meaning("SCALE")))
        text = str(int(scaled)) if scaled == scaled.to_integral_value() else str(scaled)
    if len(text.partition(".")[2]) > exponent(currency):
        raise refuse(f"{currency} has no smaller unit than that; write an amount like 1,200.50.", spoken)
    money = parse(text, currency)
    if money.amount >= MOST:
        raise refuse("This amount is too large to be meant.", spoken)
    return money
