"""Setting aside before acting, and settling after, inside the caller's transaction; the work is in sql/*.sql.

Locks are taken in one order: budgets by id, then leases by id, and nobody who holds a lease's lock waits for a budget.
The statements after them read caps and sums that nobody else can move, and change all windows or none.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from apps.billing import lines
from apps.billing.amounts import Amount
from apps.billing.over import OverCap, refusals
from apps.core import scope
from apps.core.ids import uuid7
from apps.core.postgres import plain

LEASE_S = 30.0
RESERVE = (
    "SELECT * FROM billing_reserve_2(%s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::uuid[],"
    " %s::text[], %s::bigint[], %s::int[], %s::uuid[], %s, %s, %s)"
)
RESERVE_ALL = RESERVE.replace("SELECT *", "SELECT billing_no_room_1(place), budget_id, taken, n")
NO_ROOM = "CS002"
SETTLE = (
    "SELECT billing_settle_2(%s::uuid[], %s::uuid[], %s, %s::text[], %s::bigint[], %s::uuid[], %s::uuid[],"
    " %s::uuid[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::uuid[], %s::uuid[])"
)
_worker = threading.local()


class OutsideTransaction(RuntimeError):
    """The ledger was to be changed without the claim or settlement that it serves: open a transaction around both."""


@dataclass(frozen=True)
class Need:
    """What one action may use, in every budget of these scopes. `signed`: the budgets whose owners let it pass."""

    workspace: UUID
    action: UUID
    scopes: Sequence[tuple[str, UUID]]
    amounts: Sequence[Amount]
    signed: Iterable[UUID] = ()


@dataclass(frozen=True)
class Used:
    """What one action really used. `scopes`: by whom and over what, for the roll-up."""

    workspace: UUID
    action: UUID
    amounts: Sequence[Amount]
    scopes: Sequence[tuple[str, UUID]] = ()


def reserve(
    *,
    workspace: UUID,
    action: UUID,
    scopes: Sequence[tuple[str, UUID]],
    amounts: Sequence[Amount],
    signed: Iterable[UUID] = (),
) -> None:
    """Set aside what an action may use, in every budget of these scopes; or raise OverCap, with nothing set aside.

    Once per action: while it holds a reservation, or has spent it, a second call changes nothing.
    """
    for over in reserve_many([Need(workspace, action, scopes, amounts, signed)]).values():
        raise over


def reserve_many(needs: Sequence[Need]) -> dict[UUID, OverCap]:
    """The same for several actions at once, each all or nothing, in their order.

    Returns those for which there is no room, with why.
    """
    _in_transaction()
    if not any(one.scopes and one.amounts for one in needs):
        return {}
    rows = plain.rows(RESERVE, [*_columns(needs), holder(), LEASE_S, uuid7()])
    if not rows:
        return {}
    tell_later({one.workspace for one in needs}, rows)
    found = refusals([row for row in rows if row[0] > 0])
    return {needs[place - 1].action: over for place, over in found.items()}


def reserving(needs: Sequence[Need]) -> list[plain.Statement]:
    """The statement that reserves for all of them, to be sent with others in one round trip; none if nothing is needed.

    Where a budget is short it raises what `is_short` knows, and nothing behind it is done. Its rows go to `tell_later`.
    """
    if not any(one.scopes and one.amounts for one in needs):
        return []
    return [(RESERVE_ALL, [*_columns(needs), holder(), LEASE_S, uuid7()])]


def needed(needs: Sequence[Need]) -> list[Any]:
    """What a statement that claims them hands on to billing_reserve_3. Where that says true, call `tell_soon`."""
    return [*_sums(needs), holder(), LEASE_S]


def spent(used: Sequence[Used]) -> list[list[Any]]:
    """What a statement that settles them hands on to billing_settle_3, after their workspaces and actions."""
    placed = list(enumerate(used, 1))
    rows = [(place, a.unit, a.currency, a.category, a.n) for place, one in placed for a in one.amounts]
    seen = _as_budgets_see_them((place, one.amounts) for place, one in placed)
    agents, connections = ([_id(one, kind) for one in used] for kind in ("agent", "connection"))
    return [agents, connections, *_turned(seen, 2), *_turned(rows, 5)]


def is_short(why: DatabaseError) -> bool:
    """Was there no room in a budget?"""
    return plain.code(why) == NO_ROOM


def tell_later(workspaces: Iterable[UUID], rows: Sequence[plain.Row]) -> None:
    """Where a reservation crossed a soft line, write it down once the open transaction stands."""
    if any(place == 0 for place, *_ in rows):
        tell_soon(workspaces)


def tell_soon(workspaces: Iterable[UUID]) -> None:
    """A reservation crossed a soft line: write it down once the transaction stands."""
    transaction.on_commit(partial(lines.tell, tuple(workspaces)), robust=True)


def release(action: UUID) -> None:
    """Give back what an action holds: nothing was started, or it is known that nothing happened."""
    release_many([action])


def release_many(actions: Sequence[UUID]) -> None:
    _in_transaction()
    plain.several(_ending(list(scope.required()), actions, "released", ()))


def settle(
    action: UUID,
    used: Sequence[Amount],
    *,
    workspace: UUID | None = None,
    scopes: Sequence[tuple[str, UUID]] = (),
) -> None:
    """Turn what an action holds into what it used, which may be less, and write the usage down."""
    _in_transaction()
    settle_many([Used(workspace or scope.only(), action, used, scopes)])


def settle_many(used: Sequence[Used]) -> None:
    _in_transaction()
    plain.several(settling(used))


def settling(used: Sequence[Used]) -> plain.Statement:
    """The statement that settles, for whoever sends it together with others in the same round trip."""
    return _ending(list({one.workspace for one in used}), [one.action for one in used], "spent", used)


def holder() -> UUID:
    """Whose leases this thread reserves from. Safe to share, only slower."""
    if not hasattr(_worker, "holder"):
        _worker.holder = uuid7()
    found: UUID = _worker.holder
    return found


def _in_transaction() -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction("The ledger changes in the transaction of the claim or settlement that it serves.")


def _columns(needs: Sequence[Need]) -> list[list[Any]]:
    signed = [(place, budget) for place, one in enumerate(needs, 1) for budget in one.signed]
    return [[one.workspace for one in needs], [one.action for one in needs], *_sums(needs), *_turned(signed, 2)]


def _sums(needs: Sequence[Need]) -> list[list[Any]]:
    """Places, kinds and ids of the scopes, and what is needed in them, as budgets see it."""
    placed = list(enumerate(needs, 1))
    scopes = [(place, kind, id) for place, one in placed for kind, id in dict.fromkeys(one.scopes)]
    return [*_turned(scopes, 3), *_turned(_as_budgets_see_them((place, one.amounts) for place, one in placed), 2)]


def _as_budgets_see_them(placed: Iterable[tuple[int, Sequence[Amount]]]) -> list[tuple[str, int]]:
    """At each place by unit, currency and category, and in all of a unit and currency, for budgets of no category."""
    seen: dict[str, int] = {}
    for place, amounts in placed:
        for amount in amounts:
            for category in {"", amount.category}:
                kind = f"{place} {amount.unit} {amount.currency} {category}"
                seen[kind] = seen.get(kind, 0) + amount.n
    return list(seen.items())


def _ending(workspaces: list[UUID], actions: Sequence[UUID], becomes: str, used: Sequence[Used]) -> plain.Statement:
    rows = [
        (
            uuid7(),
            one.workspace,
            one.action,
            a.unit,
            a.currency,
            a.category,
            a.n,
            _id(one, "agent"),
            _id(one, "connection"),
        )
        for one in used
        for a in one.amounts
    ]
    places = {action: place for place, action in reversed(list(enumerate(actions, 1)))}  # the first of each
    seen = _as_budgets_see_them((places[one.action], one.amounts) for one in used)
    return SETTLE, [workspaces, list(actions), becomes, *_turned(seen, 2), *_turned(rows, 9)]


def _id(used: Used, kind: str) -> UUID | None:
    return next((id for found, id in used.scopes if found == kind), None)


def _turned(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows as columns."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
