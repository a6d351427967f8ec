"""Many at once: exactly as many as there is room for, no deadlock in any order, a cap that holds while it moves."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from apps.billing import budgets
from apps.billing.budgets import Amount, OverCap
from apps.billing.models import Budget, Window
from apps.core.ids import uuid7
from tests import make
from tests.billing.conftest import end

pytestmark = pytest.mark.django_db(transaction=True)
SetUp = Callable[..., Budget]
Reserve = Callable[..., UUID]


def granted(outcomes: list[object]) -> int:
    assert {type(one) for one in outcomes} <= {UUID, OverCap}
    return sum(isinstance(one, UUID) for one in outcomes)


def test_of_sixty_four_at_once_exactly_ten_fit_under_a_cap_of_ten(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(10)
    assert granted(make.race(*[reserve] * 64, of=acme)) == 10
    assert Window.objects.get().reserved == 10
    assert budgets.ledger_faults(acme) == ()


def test_scopes_named_in_any_order_do_not_deadlock(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    scopes = [("workspace", acme), ("agent", uuid7()), ("run", uuid7())]
    for one in scopes:
        budget(1_000, scope=one)

    def twenty(order: list[tuple[str, UUID]]) -> UUID:
        for _ in range(20):
            end(reserve(scopes=order), Amount("actions", 1))
        return acme

    orders = [scopes, scopes[::-1], scopes[1:], [scopes[2], scopes[0]]] * 2
    assert granted(make.race(*[partial(twenty, order) for order in orders], of=acme)) == 8
    assert {(one.reserved, one.used) for one in Window.objects.all()} == {(0, 120), (0, 160)}


def test_one_action_claimed_twice_at_once_reserves_once(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(1)
    action = uuid7()
    assert granted(make.race(*[partial(reserve, action=action)] * 8, of=acme)) == 8
    assert Window.objects.get().reserved == 1


def test_one_action_settled_twice_at_once_counts_once(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(5)
    action = reserve()
    make.race(*[partial(end, action, Amount("actions", 1)), partial(end, action)] * 3, of=acme)
    window = Window.objects.get()
    assert window.reserved == 0
    assert window.used in (0, 1)
    assert budgets.ledger_faults(acme) == ()


def test_a_cap_lowered_while_many_reserve_is_never_passed_by_what_follows(
    acme: UUID, budget: SetUp, reserve: Reserve
) -> None:
    moving = budget(40)

    def lower() -> UUID:
        budgets.set_cap(moving.pk, 5, by="operator")
        return acme

    for _ in range(5):
        reserve()
    make.race(*[reserve] * 12, lower, *[reserve] * 12, of=acme)
    assert budgets.ledger_faults(acme) == ()
    with pytest.raises(OverCap):
        reserve()
