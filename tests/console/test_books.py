"""The sample's operations database: repeatable rows, all or nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest

from apps.console.sample import operations
from apps.console.sample.letters import items

NOW = datetime(2026, 4, 18, 12, tzinfo=UTC)


def test_the_first_day_is_the_same_every_time() -> None:
    assert operations.first_day(NOW) == operations.first_day(NOW)


def test_a_dozen_cases_wait_and_their_orders_add_up() -> None:
    rows = operations.first_day(NOW)
    paid = {payment.order_id: payment.amount for payment in rows.payments}
    lines: dict[int, Decimal] = {}
    for item in rows.order_items:
        lines[item.order_id] = lines.get(item.order_id, Decimal(0)) + item.price * item.quantity
    assert lines == paid == {order.id: order.total for order in rows.orders}
    assert sum(case.status == "Waiting on us" for case in rows.cases) == 12


def test_only_reserved_names_are_used_for_mail() -> None:
    assert all(customer.email.endswith(".example") for customer in operations.first_day(NOW).customers)


def test_the_first_letter_is_about_one_of_two_lamps() -> None:
    maria = operations.letters(NOW)[0]
    assert (maria.total, maria.bought[0].price) == (Decimal("312.00"), Decimal("184.50"))


def test_filling_twice_changes_nothing(foreign_database: Callable[[], str]) -> None:
    url = foreign_database()
    operations.fill(url, NOW)
    with psycopg.connect(url) as books:
        books.execute("UPDATE cases SET status = 'Mine' WHERE number = '00048213'")
    operations.fill(url, NOW)
    with psycopg.connect(url) as books:
        rows = books.execute("SELECT count(*), min(status) FROM cases").fetchall()
    assert rows == [(26, "Mine")]


@pytest.mark.parametrize("text", ["", "Lamp", "Lamp 1.2.3", "0 x Lamp 3.00", "; Lamp 3"])
def test_what_is_no_line_of_an_order_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no line of an order"):
        items(text)
