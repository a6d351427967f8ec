"""Setting aside before acting, and settling after: plain SQL inside the caller's transaction.

Every change of a window is made under the locks of its budgets, taken in order of their ids by a statement of its own.
The statement after it therefore reads caps and sums that nobody else can move, and changes all windows or none.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from apps.billing import sql
from apps.billing.amounts import Amount, say
from apps.billing.models import Period
from apps.core import scope
from apps.core.errors import Refused
from apps.core.ids import uuid7


class OverCap(Refused):
    """There is no room in a budget. Nothing was set aside."""

    code = "over_cap"

    def __init__(self, budget: str, sentence: str) -> None:
        super().__init__(sentence)
        self.budget = budget
        self.sentence = sentence


class OutsideTransaction(RuntimeError):
    """The ledger was to be changed without the claim or settlement that it serves: open a transaction around both."""


class Need(NamedTuple):
    """What an action needs of one budget, whose lock this transaction holds."""

    budget: UUID
    starts_on: date
    n: int


def reserve(*, workspace: UUID, action: UUID, scopes: Sequence[tuple[str, UUID]], amounts: Sequence[Amount]) -> None:
    """Set aside what an action may use, in every budget of these scopes; or raise OverCap, with nothing set aside.

    Once per action: while it holds a reservation, or has spent it, a second call changes nothing.
    """
    with _cursor() as cursor:
        needs = _lock(cursor, workspace, scopes, amounts)
        if not needs:
            return
        budgets, starts = [one.budget for one in needs], [one.starts_on for one in needs]
        cursor.execute(sql.OPEN_WINDOWS, [workspace, _ids(needs), budgets, starts])
        numbers = [one.n for one in needs]
        cursor.execute(sql.RESERVE, [_ids(needs), budgets, starts, numbers, workspace, action, workspace, action])
        if short := cursor.fetchone():
            raise _over_cap(*short)


def release(action: UUID) -> None:
    """Give back what an action holds: nothing was started, or it is known that nothing happened."""
    with _cursor() as cursor:
        held = _lock_held(cursor, action)
        _end(cursor, "released", {one: 0 for one, *_ in held})


def settle(action: UUID, used: Sequence[Amount], *, workspace: UUID | None = None) -> None:
    """Turn what an action holds into what it used, which may be less, and write the usage down."""
    with _cursor() as cursor:
        held = _lock_held(cursor, action)
        _end(cursor, "spent", {one: _counting(used, *counted) for one, *counted in held})
        if used:
            rows = [(uuid7(), one.unit, one.currency, one.category, one.n) for one in used]
            cursor.execute(sql.USE, [workspace or scope.only(), action, *map(list, zip(*rows, strict=True))])


def _cursor() -> CursorWrapper:
    if not connection.in_atomic_block:
        raise OutsideTransaction("The ledger changes in the transaction of the claim or settlement that it serves.")
    return connection.cursor()


def _lock(
    cursor: CursorWrapper, workspace: UUID, scopes: Sequence[tuple[str, UUID]], amounts: Sequence[Amount]
) -> list[Need]:
    wanted = [(one.unit, one.currency, one.category, one.n) for one in amounts]
    if not wanted or not scopes:
        return []
    kinds, ids = map(list, zip(*scopes, strict=True))
    cursor.execute(sql.LOCK, [*map(list, zip(*wanted, strict=True)), workspace, kinds, ids])
    return [Need(*row) for row in cursor.fetchall()]


def _lock_held(cursor: CursorWrapper, action: UUID) -> list[tuple[UUID, str, str, str]]:
    cursor.execute(sql.LOCK_HELD, [list(scope.required()), action])
    return list(cursor.fetchall())


def _end(cursor: CursorWrapper, state: str, used: dict[UUID, int]) -> None:
    if used:
        cursor.execute(sql.END, [state, list(used), list(used.values())])


def _counting(used: Sequence[Amount], unit: str, currency: str, category: str) -> int:
    return sum(one.n for one in used if one.counts_for(unit=unit, currency=currency, category=category))


def _ids(needs: Sequence[Need]) -> list[UUID]:
    return [uuid7() for _ in needs]


def _over_cap(name: str, period: str, unit: str, currency: str, cap: int, taken: int, n: int) -> OverCap:
    """Refunds today: $3,000.00 of $3,000.00 are used or reserved; this needs $184.50."""
    said = {"taken": say(unit, taken, currency), "cap": say(unit, cap, currency), "n": say(unit, n, currency)}
    counted = "{taken} of {cap} are used or reserved; this needs {n}.".format(**said)
    return OverCap(name, f"{name} {Period(period).label}: {counted}")
