"""A hot budget is leased in slices: its row is left alone, its cap is kept, and what the dead leave comes back."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from apps.billing import budgets
from apps.billing.budgets import Amount, Need, OverCap
from apps.billing.models import Budget, Lease, Reservation, Window
from apps.core.ids import uuid7
from tests import make
from tests.billing.conftest import end

SetUp = Callable[..., Budget]
Reserve = Callable[..., UUID]
Become = Callable[[UUID], None]
ONE = Amount("actions", 1)


def test_after_the_first_reservation_the_budgets_row_is_not_locked(budget: SetUp, reserve: Reserve) -> None:
    budget(1_000, slice=50)
    reserve()
    lease = Lease.objects.get()
    assert (lease.granted, lease.reserved) == (50, 0)
    reserve(), reserve()
    lease.refresh_from_db()
    assert (Window.objects.get().reserved, lease.reserved) == (1, 2)
    assert Reservation.objects.filter(lease_id=lease.pk).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_hot_budget_is_reserved_from_while_somebody_holds_its_row(
    acme: UUID, budget: SetUp, reserve: Reserve, become: Become
) -> None:
    become(uuid7())
    hot = budget(1_000, slice=50)
    reserve()

    def hold() -> UUID:
        with transaction.atomic():
            list(Budget.objects.select_for_update(no_key=True).filter(pk=hot.pk))
            (taken,) = make.race(reserve, of=acme)
        return taken if isinstance(taken, UUID) else uuid7()

    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    action = hold()
    assert Reservation.objects.get(action_id=action).lease_id


def test_what_is_leased_is_taken_until_somebody_is_short_of_it(
    acme: UUID, budget: SetUp, reserve: Reserve, become: Become
) -> None:
    budget(20, slice=100)
    become(uuid7())
    reserve()
    assert Lease.objects.get().granted == 4  # a quarter of what is left
    become(uuid7())
    for _ in range(19):
        reserve()
    with pytest.raises(OverCap, match="20 of 20"):
        reserve()
    assert budgets.headroom(acme)[0].taken == 20
    assert budgets.ledger_faults(acme) == ()


def test_the_rest_of_a_dead_workers_lease_comes_back_and_what_it_reserved_stays(
    acme: UUID, budget: SetUp, reserve: Reserve, become: Become
) -> None:
    budget(100, slice=10)
    become(uuid7())
    reserve()
    in_doubt = reserve()
    Lease.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    room = budgets.headroom(acme)[0]
    assert (room.reserved, room.leased) == (2, 0)
    become(uuid7())
    reserve()
    dead = Lease.objects.get(reserved=1)
    assert dead.granted == 1
    end(in_doubt, ONE)
    room = budgets.headroom(acme)[0]
    assert (room.reserved, room.used) == (2, 1)
    assert budgets.ledger_faults(acme) == ()


def test_what_is_in_doubt_does_not_expire(acme: UUID, budget: SetUp, reserve: Reserve, become: Become) -> None:
    """Neither by time, nor with the lease, nor when the next day begins: only settling or releasing ends it."""
    budget(4, slice=2, period="forever")
    become(uuid7())
    kept = [reserve(), reserve()]
    long_ago = timezone.now() - timedelta(days=400)
    Lease.objects.update(expires_at=long_ago)
    Reservation.objects.update(reserved_at=long_ago)
    become(uuid7())
    reserve(), reserve()
    with pytest.raises(OverCap):
        reserve()
    assert Reservation.objects.filter(action_id__in=kept, state="held").count() == 2


def test_a_lowered_cap_takes_back_what_was_leased(budget: SetUp, reserve: Reserve) -> None:
    hot = budget(1_000, slice=50)
    reserve(), reserve()
    assert budgets.set_cap(hot.pk, 3, by="operator") == 1_000
    reserve()
    with pytest.raises(OverCap, match="3 of 3"):
        reserve()


def test_a_hot_budget_may_turn_cold_again(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    hot = budget(10, slice=5)
    action = [reserve() for _ in range(3)][-1]
    budgets.change(hot.pk, slice=0, by="operator")
    for _ in range(7):
        reserve()
    with pytest.raises(OverCap):
        reserve()
    end(action)
    reserve()
    assert budgets.ledger_faults(acme) == ()


def test_more_used_than_was_reserved_counts_in_a_lease_too(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(100, slice=20, unit="tokens")
    reserve(Amount("tokens", 1))
    over = reserve(Amount("tokens", 5))
    end(over, Amount("tokens", 90))
    with pytest.raises(OverCap, match="91 of 100"):
        reserve(Amount("tokens", 10))
    assert budgets.ledger_faults(acme) == ()


def test_several_actions_are_admitted_in_their_order_each_whole_or_not_at_all(acme: UUID, budget: SetUp) -> None:
    budget(10, slice=4), budget(100, name="Tokens", unit="tokens")
    sizes = [40, 70, 50, 10, 1]
    needs = [Need(acme, uuid7(), [("workspace", acme)], [ONE, Amount("tokens", size)]) for size in sizes]
    with transaction.atomic():
        refused = budgets.reserve_many(needs)
    assert list(refused) == [needs[1].action, needs[4].action]
    assert str(refused[needs[1].action]) == "Tokens today: 40 of 100 are used or reserved; this needs 70."
    assert {one.unit: one.reserved for one in budgets.headroom(acme)} == {"actions": 3, "tokens": 100}
    with transaction.atomic():
        assert budgets.reserve_many(needs[:1]) == {}
        budgets.release_many([one.action for one in needs])
    assert {one.reserved for one in budgets.headroom(acme)} == {0}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slice", [0, 3, 500])
def test_of_many_at_once_exactly_as_many_fit_as_the_cap_says(
    acme: UUID, budget: SetUp, reserve: Reserve, slice: int
) -> None:
    budget(10, slice=slice), budget(40, slice=slice, name="Wide")
    outcomes = make.race(*[reserve] * 64, of=acme)
    assert sum(isinstance(one, UUID) for one in outcomes) == 10
    assert {one.taken for one in budgets.headroom(acme)} == {10}
    assert budgets.ledger_faults(acme) == ()


@pytest.mark.django_db(transaction=True)
def test_settling_and_reserving_from_many_leases_at_once_does_not_deadlock(
    acme: UUID, budget: SetUp, reserve: Reserve
) -> None:
    scopes = [("workspace", acme), ("agent", uuid7()), ("run", uuid7())]
    for place, one in enumerate(scopes):
        budget(150, slice=7 * place, scope=one)

    def twenty(order: list[tuple[str, UUID]]) -> UUID:
        for _ in range(15):
            end(reserve(scopes=order), ONE)
        return acme

    def lower() -> UUID:
        for cap in range(200, 150, -10):
            budgets.set_cap(Budget.objects.order_by("id").first().pk, cap, by="operator")  # type: ignore[union-attr]
        return acme

    outcomes = make.race(*[partial(twenty, order) for order in (scopes, scopes[::-1]) * 4], lower, of=acme)
    assert outcomes == [acme] * 9
    assert {one.used for one in budgets.headroom(acme)} == {120}
    assert budgets.ledger_faults(acme) == ()


@pytest.mark.parametrize("change", [{"reserved": F("reserved") + 1}, {"total_after": 99}])
def test_a_lease_that_does_not_add_up_is_found(
    acme: UUID, budget: SetUp, reserve: Reserve, change: dict[str, object]
) -> None:
    budget(50, slice=5)
    reserve(), reserve()
    Lease.objects.update(**change)
    assert any("a lease" in fault for fault in budgets.ledger_faults(acme))


def test_a_budget_that_is_new_or_whose_day_begins_counts_beside_a_lease(
    acme: UUID, budget: SetUp, reserve: Reserve
) -> None:
    """The lease is there already, the other budget's window is not."""
    budget(1_000, slice=100, period="forever")
    reserve()
    agent = ("agent", uuid7())
    budget(1, scope=agent, name="New")
    reserve(scopes=[("workspace", acme), agent])
    assert Lease.objects.get().reserved == 1
    with pytest.raises(OverCap, match="New today: 1 of 1"):
        reserve(scopes=[("workspace", acme), agent])
