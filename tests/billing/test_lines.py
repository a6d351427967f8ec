"""The soft line tells once a window; the hard line says what becomes of what does not fit; periods begin at midnight."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.audit import log
from apps.billing import budgets
from apps.billing.budgets import Amount, OverCap
from apps.billing.models import Budget, Lease, Reservation, Unit, Window
from apps.core.ids import uuid7
from tests import make
from tests.billing.conftest import end
from tests.harness import databases

SetUp = Callable[..., Budget]
Reserve = Callable[..., UUID]
KIND = "budget.soft_line"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slice", [0, 2])
def test_the_soft_line_is_told_once_a_window(acme: UUID, budget: SetUp, reserve: Reserve, slice: int) -> None:
    budget(10, soft=80, slice=slice, name="Refunds")
    for _ in range(7):
        reserve()
    assert log.page(acme, kind=KIND) == []
    last = [reserve() for _ in range(3)][-1]
    end(last)
    reserve()
    (told,) = log.page(acme, kind=KIND)
    assert {name: told.facts[name] for name in ("name", "at", "cap")} == {"name": "Refunds", "at": "80 %", "cap": "10"}
    for days in (Window, Lease):
        days.objects.update(starts_on=date(2026, 1, 1))
    for _ in range(10):  # of a hot budget, people hear at the latest when the next slice is taken
        reserve()
    assert len(log.page(acme, kind=KIND)) == 2


@pytest.mark.django_db(transaction=True)
def test_a_budget_without_a_soft_line_tells_nobody(acme: UUID, budget: SetUp, reserve: Reserve) -> None:
    budget(1, soft=0)
    reserve()
    assert log.page(acme, kind=KIND) == []


@pytest.mark.parametrize("line", ["stop", "ask", "suggest"])
def test_the_refusal_says_what_the_hard_line_asks_for(budget: SetUp, reserve: Reserve, line: str) -> None:
    asked = budget(0, hard_line=line, owners=uuid7())
    with pytest.raises(OverCap) as refused:
        reserve()
    assert refused.value.hard_line == line
    assert refused.value.asks == ({asked.pk: asked.owners} if line == "ask" else {})


def test_of_several_lines_the_strictest_holds(budget: SetUp, reserve: Reserve) -> None:
    budget(0, hard_line="ask", name="A"), budget(0, hard_line="stop", name="B")
    with pytest.raises(OverCap, match="B today") as refused:
        reserve()
    assert (refused.value.hard_line, refused.value.asks) == ("stop", {})


def test_owners_may_sign_that_an_action_passes_the_cap_of_a_budget_that_asks(acme: UUID, budget: SetUp) -> None:
    asks, stops = budget(0, hard_line="ask", name="A"), budget(1, name="B")
    for action, passes in ((uuid7(), True), (uuid7(), False)):
        with transaction.atomic():
            said = budgets.reserve_many([
                budgets.Need(acme, action, [("workspace", acme)], [Amount("actions", 1)], signed=[asks.pk, stops.pk])
            ])  # fmt: skip
        assert (said == {}) == passes
    assert Reservation.objects.get(budget_id=asks.pk).signed
    assert budgets.ledger_faults(acme) == ()


@pytest.mark.parametrize("unit", Unit.values)
@pytest.mark.django_db(transaction=True)
def test_sixty_four_at_once_on_a_cap_of_ten_in_every_unit(
    acme: UUID, budget: SetUp, reserve: Reserve, unit: str
) -> None:
    currency = "EUR" if unit == "money" else ""
    budget(10 * 7, unit=unit, currency=currency)
    with databases.alone("sixty_four.lock"):  # the server has a hundred places
        outcomes = make.race(*[lambda: reserve(Amount(unit, 7, currency))] * 64, of=acme)
    assert sum(isinstance(one, UUID) for one in outcomes) == 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "moment", "starts"),
    [
        ("day", "2026-03-28 22:59:59Z", date(2026, 3, 28)),
        ("day", "2026-03-28 23:00:00Z", date(2026, 3, 29)),  # the day that has 23 hours
        ("day", "2026-03-29 21:59:59Z", date(2026, 3, 29)),
        ("day", "2026-03-29 22:00:00Z", date(2026, 3, 30)),
        ("day", "2026-10-24 22:00:00Z", date(2026, 10, 25)),  # and the one that has 25
        ("day", "2026-10-25 22:59:59Z", date(2026, 10, 25)),
        ("day", "2026-10-25 23:00:00Z", date(2026, 10, 26)),
        ("week", "2026-03-29 21:59:59Z", date(2026, 3, 23)),
        ("week", "2026-03-29 22:00:00Z", date(2026, 3, 30)),
        ("month", "2026-12-31 22:59:59Z", date(2026, 12, 1)),
        ("month", "2026-12-31 23:00:00Z", date(2027, 1, 1)),
        ("forever", "2026-12-31 23:00:00Z", date(1970, 1, 1)),
    ],
)
def test_a_period_begins_at_local_midnight_also_when_clocks_change(period: str, moment: str, starts: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT billing_starts_on_1(%s, 'Europe/Copenhagen', %s)", [period, moment])
        assert cursor.fetchone() == (starts,)
