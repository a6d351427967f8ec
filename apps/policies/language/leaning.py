"""What stands behind a state and belongs to it: flagged by Finance, waiting for review, with a balance over 500 USD.

Read as two tests it would mean something else, so that no such reading is taken.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.meaning import AT_END, Cond, Narrowing, Who, Whose
from apps.policies.language.open_deeds import ODD, VALUES, done_by
from apps.policies.language.words import WORDS
from apps.policies.rule import (
    Age,
    Amount,
    AskedBy,
    Attribute,
    Count,
    Each,
    Given,
    Has,
    Not,
    Number,
    Share,
    Tagged,
    Total,
)

UNITS = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
JOINTS = frozenset(WORDS["JOINT"]) - frozenset(WORDS["PARTICLE"])
MANNERS = frozenset(WORDS["MANNER"])
OF_MONEY = frozenset(
    "balance balances debt debts credit spend revenue limit value income salary amount price margin cost costs fee "
    "fees".split()
)


def nothing_leans(parts: Sequence[Any]) -> None:
    for one, two in pairwise(parts):
        if isinstance(one, Cond) and isinstance(two, Whose):
            raise NotUnderstood("Say of what: “the tier of the customer”.", pointer=AT_END)
        if isinstance(one, Cond) and _belongs(two, _phrase(one), had=_had(one), kind=isinstance(_test(one), Tagged)):
            raise NotUnderstood("What stands behind it belongs to it.", pointer=AT_END)


def _belongs(two: Any, phrase: list[str], *, had: bool, kind: bool) -> bool:
    test = two.condition if isinstance(two, Cond) else None
    figure = isinstance(test, Amount | Share | Number | Count | Total | Each | Age)
    if not phrase:
        return False
    if figure and (phrase[-1] in OF_MONEY if had else _does(phrase)):
        return True
    if kind:
        return False
    lasting = isinstance(test, Number) and test.what in UNITS
    bare = not JOINTS & set(phrase)
    return bare and (lasting or isinstance(test, AskedBy) or isinstance(two, Who | Narrowing))


def _test(cond: Cond) -> Any:
    return cond.condition.test if isinstance(cond.condition, Not) else cond.condition


def _had(cond: Cond) -> bool:
    return not isinstance(_test(cond), Attribute)


def _phrase(cond: Cond) -> list[str]:
    """The words of a state; none for another test."""
    test = _test(cond)
    if isinstance(test, Attribute):
        return test.values[0].casefold().split(" ") if not test.name and len(test.values) == 1 else []
    if isinstance(test, Tagged):
        return test.names[-1].casefold().split(" ") if test.family == "kind" else []
    return test.what.casefold().split(" ") if isinstance(test, Has | Given) else []


def _does(phrase: list[str]) -> bool:
    """Whether it says what somebody does: bringing the margin, extend the term."""
    first, *others = [word for word in phrase if word not in MANNERS] or phrase
    known = " ".join(phrase) in VALUES or first in VALUES or first in JOINTS
    return first.endswith("ing") or (bool(others) and not known and not done_by(first) and first not in ODD)
