"""Limits and tests of a sentence → conditions."""

from collections.abc import Iterable
from typing import Any

from lark import Transformer

from apps.core.money import Money, exponent, parse
from apps.policies.language.errors import NotUnderstood
from apps.policies.language.lexer import Spoken
from apps.policies.language.words import SIGNS
from apps.policies.rule import Amount, AnyOf, Condition, Count, Effect, EveryOf, Fields, Op, Recipients, tests_in

OPS = {"OVER": Op.OVER, "UP_TO": Op.UP_TO, "UNDER": Op.UNDER, "AT_LEAST": Op.AT_LEAST}
TURNS = {"MORE": Op.AT_LEAST, "LESS": Op.UP_TO}  # "500 USD or more"
MOST = 10**15
LIMIT_FITS = {Op.OVER: 1, Op.AT_LEAST: 1, Op.UNDER: -1, Op.UP_TO: -1}


class ConditionBuilder(Transformer[Spoken, Any]):
    def op(self, found: list[Any]) -> Op:
        return OPS[_one_of(found[0], OPS)]

    def turn(self, found: list[Any]) -> Op:
        return TURNS[_one_of(found[0], TURNS)]

    def sign(self, found: list[Any]) -> Spoken:
        return Spoken.new_borrow_pos("CURRENCY", SIGNS[_one_of(found[0], SIGNS)], found[0])

    def signed(self, found: list[Any]) -> Money:
        return _money(found[1], str(found[0]))

    def signed_after(self, found: list[Any]) -> Money:
        return _money(found[0], str(found[1]))

    def coded(self, found: list[Any]) -> Money:
        return _money(found[1], str(found[0].meaning("CURRENCY")))

    def coded_after(self, found: list[Any]) -> Money:
        return _money(found[0], str(found[1].meaning("CURRENCY")))

    def one_limit(self, found: list[Any]) -> list[tuple[Op, Any]]:
        return [(found[0], found[1])]

    def turned_limit(self, found: list[Any]) -> list[tuple[Op, Any]]:
        return [(found[1], found[0])]

    def from_limit(self, found: list[Any]) -> list[tuple[Op, Any]]:
        return [(Op.AT_LEAST, found[0])]

    def two_limits(self, found: list[Any]) -> list[tuple[Op, Any]]:
        return [(Op.AT_LEAST, found[0]), (Op.UP_TO, found[1])]

    def range_limit(self, found: list[Any]) -> list[tuple[Op, Any]]:
        return [(found[0], found[1]), (found[2], found[3])]

    def amount(self, found: list[Any]) -> Condition:
        _in_order(found[0])
        return _every([Amount(op=op, amount=money.amount, currency=money.currency) for op, money in found[0]])

    def count(self, found: list[Any]) -> Condition:
        return _every([Count(op=op, number=_count(word)) for op, word in found[0]])

    def outside(self, _found: list[Any]) -> Condition:
        return Recipients(which="outside")

    def inside(self, _found: list[Any]) -> Condition:
        return Recipients(which="inside")

    def only_inside(self, _found: list[Any]) -> Condition:
        return Recipients(which="only inside")

    def any_field(self, found: list[Any]) -> Condition:
        return Fields(which="any", names=found[0])

    def only_fields(self, found: list[Any]) -> Condition:
        return Fields(which="only", names=found[0])

    def every_of(self, found: list[Any]) -> Condition:
        return _every(found)

    def any_of(self, found: list[Any]) -> Condition:
        parts = dict.fromkeys(each for part in found for each in (part.of if isinstance(part, AnyOf) else (part,)))
        return AnyOf(of=tuple(parts)) if len(parts) > 1 else found[0]


def every(parts: Iterable[Condition | None]) -> Condition | None:
    """All of these; None where there is nothing to hold."""
    given = [part for part in parts if part is not None]
    return _every(given) if given else None


def careful(condition: Condition | None, effect: Effect) -> Condition | None:
    """A condition that loosens is read narrowly: what it does not speak of must not slip through."""
    if condition is None or effect != Effect.AUTO:
        return condition
    if any(isinstance(test, Fields) and test.which == "any" for test in tests_in(condition)):
        raise NotUnderstood("Other fields would pass as well; say “when only the fields … change”.", expected=("only",))
    return _narrow(condition)


def _narrow(condition: Condition) -> Condition:
    if isinstance(condition, EveryOf | AnyOf):
        return condition.model_copy(update={"of": tuple(map(_narrow, condition.of))})
    if isinstance(condition, Recipients) and condition.which == "inside":
        return Recipients(which="only inside")
    return condition


def _every(parts: list[Condition]) -> Condition:
    flat = dict.fromkeys(each for part in parts for each in (part.of if isinstance(part, EveryOf) else (part,)))
    return EveryOf(of=tuple(flat)) if len(flat) > 1 else next(iter(flat))


def _one_of(word: Spoken, known: dict[str, Any]) -> str:
    return next(terminal for terminal in word.meanings if terminal in known)


def _money(word: Spoken, currency: str) -> Money:
    text = str(word.meaning("AMOUNT_NUMBER"))
    if len(text.partition(".")[2]) > exponent(currency):
        raise NotUnderstood(f"{currency} has no smaller unit than that; write an amount like 1,200.50.",
                            pointer=word.start_pos or 0)  # fmt: skip
    money = parse(text, currency)
    if money.amount >= MOST:
        raise NotUnderstood("This amount is too large to be meant.", pointer=word.start_pos or 0)
    return money


def _in_order(limits: list[tuple[Op, Money]]) -> None:
    if len(limits) != 2:
        return
    (first, low), (second, high) = limits
    if low.currency != high.currency:
        raise NotUnderstood("Both limits are in one currency, or they are two sentences.")
    if LIMIT_FITS[first] == LIMIT_FITS[second] or (LIMIT_FITS[first] > 0) != (low.amount < high.amount):
        raise NotUnderstood("No amount, or any amount, lies between these limits; write the lower one first.")


def _count(word: Spoken) -> int:
    number = word.meaning("NUMBER")
    if not isinstance(number, int) or number >= MOST:
        raise NotUnderstood("This number is too large to be meant.", pointer=word.start_pos or 0)
    return number
