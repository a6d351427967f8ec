"""Loading a person's own cases into the sample's books, in place of those that are there. All of them, or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

import psycopg

from apps.console.sample import operations, shop, stripe, table
from apps.console.sample.csvfile import Mistake
from apps.console.sample.letters import Letter
from apps.console.sample.shop import Shop

Numbered: TypeAlias = tuple[int, Letter]
Order: TypeAlias = tuple[int, int, str, Decimal, str]  # its id, its customer's, their address, the total, the currency


def load(url: str, content: bytes, now: datetime, *, keep: bool = False) -> int:
    """How many cases were loaded; their charges are in the sandbox. Raises Invalid with every mistake.

    An order that is in the books already is used as it is: a file may be loaded again. `keep`: beside what is there.
    """
    numbered = table.letters(content, now)
    with psycopg.connect(url) as books:
        books.execute("SELECT pg_advisory_xact_lock(%s)", [operations.ALONE])
        if not keep:
            books.execute("DELETE FROM cases")
        known = _orders(books)
        table.refuse([*_clashes(numbered, known), *_taken(numbered, books)])
        rows = _rows(books, [letter for _, letter in numbered], known, now)
        operations.insert(books, rows)
        stripe.seed(rows)  # before the commit: charges without an order harm nobody, an order without its charge would
    return len(numbered)


def _orders(books: psycopg.Connection) -> dict[str, Order]:
    found = books.execute(
        "SELECT o.number, o.id, c.id, c.email, o.total, o.currency"
        " FROM orders o JOIN customers c ON c.id = o.customer_id"
    )
    return {number: (order, payer, email, total, currency) for number, order, payer, email, total, currency in found}


def _clashes(numbered: Sequence[Numbered], known: dict[str, Order]) -> list[Mistake]:
    """Orders that the books know otherwise."""
    say = "this order is in the books with another customer, sum or currency; write another number"
    return [
        Mistake(line, "order", say)
        for line, letter in numbered
        if letter.order in known and tuple(known[letter.order][2:]) != (letter.email, letter.total, letter.currency)
    ]


def _taken(numbered: Sequence[Numbered], books: psycopg.Connection) -> list[Mistake]:
    standing = {number for (number,) in books.execute("SELECT number FROM cases")}
    say = "there is a case with this number; write another one"
    return [Mistake(line, "number", say) for line, letter in numbered if letter.number in standing]


def _rows(books: psycopg.Connection, letters: Sequence[Letter], known: dict[str, Order], now: datetime) -> Shop:
    """The rows to add: everything for new orders, the case alone for those that are known."""
    rows = shop.of_letters(letters, now, first=operations.free_id(books))
    old = {order.id: known[order.number] for order in rows.orders if order.number in known}
    cases = [
        case._replace(order_id=old[case.order_id][0], customer_id=old[case.order_id][1])
        if case.order_id in old
        else case
        for case in rows.cases
    ]
    return replace(
        rows,
        customers=tuple(row for row in rows.customers if row.id not in old),
        orders=tuple(row for row in rows.orders if row.id not in old),
        order_items=tuple(row for row in rows.order_items if row.order_id not in old),
        payments=tuple(row for row in rows.payments if row.order_id not in old),
        cases=tuple(cases),
    )
