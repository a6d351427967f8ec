"""No reservation beyond a cap in force, in any unit; what is not used comes back; a cap can always be lowered."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.audit import log
from apps.billing import budgets, ledger
from apps.billing.budgets import Amount, OverCap
from apps.billing.models import Budget, Reservation, Usage, Window
from apps.core import scope
from apps.core.errors import Refused
from apps.core.ids import uuid7
from tests.billing.conftest import end

SetUp = Callable[..., Budget]
Reserve = Callable[..., UUID]


def refund(cents: int, currency: str = "USD") -> Amount:
    return Amount("money", cents, currency, "refunds")


def test_a_refusal_names_the_budget_in_a_sentence(budget: SetUp, reserve: Reserve) -> None:
    budget(300_000, name="Refunds", unit="money", currency="USD", category="refunds")
    reserve(refund(300_000))
    with pytest.raises(OverCap) as refused:
        reserve(refund(18_450))
    assert str(refused.value) == "Refunds today: $3,000.00 of $3,000.00 are used or reserved; this needs $184.50."
    assert (refused.value.budget, refused.value.code) == ("Refunds", "over_cap")


def test_a_refused_action_takes_nothing_from_any_budget(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(100, name="Many"), budget(1, name="Few", period="month"), budget(100, name="Ever", period="forever")
    reserve()
    with transaction.atomic():
        with pytest.raises(OverCap, match="Few this month: 1 of 1"):
            budgets.reserve(
                workspace=acme, action=uuid7(), scopes=[("workspace", acme)], amounts=[Amount("actions", 1)]
            )
        assert [one.reserved for one in budgets.headroom(acme)] == [1, 1, 1]
    assert budgets.ledger_faults(acme) == ()


def test_an_action_reserves_once(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(1)
    action = reserve()
    assert reserve(action=action) == action
    assert Window.objects.get().reserved == 1
    end(action, Amount("actions", 1))
    assert reserve(action=action) == action  # spent: nothing more is needed
    assert (Window.objects.get().reserved, Window.objects.get().used) == (0, 1)


def test_what_is_released_can_be_reserved_again_by_the_same_action_too(budget: SetUp, reserve: Reserve) -> None:
    budget(1)
    action = reserve()
    end(action)
    end(action)
    assert reserve(action=action) == action
    with pytest.raises(OverCap):
        reserve()


def test_less_may_be_used_than_was_reserved(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(1_000, unit="tokens", name="Tokens")
    action = reserve(Amount("tokens", 900))
    end(action, Amount("tokens", 250))
    end(action)  # too late, and changes nothing
    room = budgets.headroom(acme)[0]
    assert (room.reserved, room.used, room.left) == (0, 250, 750)
    assert room.sentence == "Tokens today: 250 of 1,000, 750 left."
    assert [(one.unit, one.amount) for one in Usage.objects.all()] == [("tokens", 250)]


def test_usage_is_written_where_no_budget_is_too(acme: UUID, reserve: Reserve) -> None:
    end(reserve(), Amount("micro_usd", 12_500), Amount("tokens", 0))
    assert sorted((one.unit, one.amount) for one in Usage.objects.all()) == [("micro_usd", 12_500), ("tokens", 0)]


def test_a_budget_sees_its_own_scope_unit_currency_and_category(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    agent = uuid7()
    budget(0, name="Charges", unit="money", currency="USD", category="charges")
    budget(0, name="Euro", unit="money", currency="EUR")
    budget(0, name="Other agent", scope=("agent", uuid7()))
    budget(0, name="Same id, other kind", scope=("run", agent))
    budget(100, name="All dollars", unit="money", currency="USD")
    reserve(refund(60), Amount("actions", 1), scopes=[("workspace", acme), ("agent", agent)])
    with pytest.raises(OverCap, match="All dollars"):
        reserve(refund(41), scopes=[("agent", agent), ("workspace", acme)])
    with pytest.raises(OverCap, match="Charges"):
        reserve(Amount("money", 40, "USD", "charges"))


def test_a_cap_can_always_be_lowered_and_only_refuses_what_comes_after(
    acme: UUID, budget: SetUp, reserve: Reserve
) -> None:
    lowered = budget(5)
    held = [reserve() for _ in range(5)]
    assert budgets.set_cap(lowered.pk, 2, by="user:ada") == 5
    end(held[0], Amount("actions", 1))
    with pytest.raises(OverCap, match="5 of 2"):
        reserve()
    for action in held[1:]:
        end(action)
    reserve()
    assert budgets.ledger_faults(acme) == ()
    assert log.page(acme, limit=1, kind="budget.cap_set")[0].facts == {"name": "Actions", "before": "5", "after": "2"}


def test_a_budget_that_has_ended_limits_nothing(budget: SetUp, reserve: Reserve) -> None:
    ended = budget(0)
    budgets.end(ended.pk, by="operator")
    reserve()


def test_a_cap_below_zero_is_refused(budget: SetUp) -> None:
    with pytest.raises(Refused):
        budget(-1)
    with pytest.raises(Refused):
        budgets.set_cap(budget(1).pk, -1, by="operator")


def test_a_day_begins_at_midnight_in_the_workspace_s_zone(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(1), budget(9, period="month"), budget(9, period="forever")
    reserve()
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE 'Europe/Copenhagen')::date")
        today: date = cursor.fetchone()[0]
    starts = set(Window.objects.values_list("starts_on", flat=True))
    assert starts == {today, today.replace(day=1), date(1970, 1, 1)}


def test_a_new_day_has_room_again_and_the_old_one_settles_where_it_reserved(budget: SetUp, reserve: Reserve) -> None:
    budget(1)
    action = reserve()
    yesterday = date(2026, 1, 1)
    Window.objects.update(starts_on=yesterday)
    reserve()
    end(action, Amount("actions", 1))
    assert sorted((one.reserved, one.used) for one in Window.objects.all()) == [(0, 1), (1, 0)]
    assert Window.objects.get(starts_on=yesterday).used == 1


@pytest.mark.parametrize("verb", [ledger.release, lambda action: ledger.settle(action, [])])
@pytest.mark.django_db(transaction=True)
def test_the_ledger_changes_only_inside_a_transaction(verb: Callable[[UUID], None]) -> None:
    with pytest.raises(ledger.OutsideTransaction):
        verb(uuid7())


def test_another_workspace_s_budget_neither_limits_nor_shows(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(0)
    with scope.workspace(uuid7()):
        assert list(Budget.objects.all()) == []
    assert budgets.headroom(acme, {("agent", acme)}) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE billing_window SET used = 7", "its reservations"),
        ("UPDATE billing_reservation SET total_after = 9", "brought it to 9, with a cap of 5"),
        ("DELETE FROM billing_reservation", "its reservations 0 and 0"),
    ],
)
def test_a_ledger_that_does_not_add_up_is_found(
    acme: UUID, budget: SetUp, reserve: Reserve, change: str, fault: str
) -> None:
    budget(5)
    reserve()
    assert budgets.ledger_faults(acme) == ()
    with connection.cursor() as cursor:
        cursor.execute(change)
    (found,) = budgets.ledger_faults(acme)
    assert fault in found


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Amount("money", 18_450, "USD"), "$184.50"),
        (Amount("micro_usd", 12_500), "$0.0125"),
        (Amount("micro_usd", 2_000_000), "$2.00"),
        (Amount("tokens", 1_200), "1,200"),
    ],
)
def test_amounts_read_as_people_write_them(amount: Amount, said: str) -> None:
    assert str(amount) == said


def test_an_amount_is_not_negative() -> None:
    with pytest.raises(ValueError, match="not negative"):
        Amount("actions", -1)


def test_a_reservation_holds_the_proof_that_there_was_room(budget: SetUp, reserve: Reserve) -> None:
    budget(5)
    reserve(), reserve()
    assert [(one.total_after, one.cap_then) for one in Reservation.objects.order_by("id")] == [(1, 5), (2, 5)]
