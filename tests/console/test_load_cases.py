"""A person's own cases from a CSV file: all of them, or none and every mistake by its place."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import psycopg
import pytest

from apps.console import cases
from apps.console.sample import operations, table
from apps.console.sample.connections import SANDBOX_KEY
from apps.core.errors import Invalid

NOW = datetime(2026, 4, 18, 12, tzinfo=UTC)
FIRST = {
    "number": "50001", "name": "Ana Ruiz", "email": "Ana@Ruiz.example", "order": "X-1",
    "items": "2 x Tern wall lamp 84.00; Reed basket 38.00", "subject": "Broken", "body": "One lamp,\nin pieces",
    "currency": "eur", "placed_on": "2026-04-11",
}  # fmt: skip


def sheet(*rows: dict[str, str], without: str = "") -> bytes:
    names = [name for name in table.COLUMNS if name != without]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(FIRST | row for row in rows)
    return out.getvalue().encode()


def mistakes(content: bytes) -> tuple[str, ...]:
    with pytest.raises(Invalid) as refused:
        table.letters(content, NOW)
    return refused.value.problems


@pytest.fixture
def books(foreign_database: Callable[[], str], sandboxes: dict[str, str]) -> str:
    url = foreign_database()
    operations.fill(url, NOW)
    return url


def ask(url: str, query: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def test_cases_of_ones_own_take_the_place_of_the_sample_s(books: str) -> None:
    assert cases.load(books, sheet({}, {"number": "50002", "order": "X-2"}), NOW) == 2
    found = ask(
        books, "SELECT c.number, o.total, o.currency, o.placed_on::text FROM cases c JOIN orders o ON o.id = order_id"
    )
    assert [(number, str(total), currency, day) for number, total, currency, day in found] == [
        ("50001", "206.00", "EUR", "2026-04-11"), ("50002", "206.00", "EUR", "2026-04-11"),
    ]  # fmt: skip


def test_a_loaded_case_has_a_charge_that_can_be_refunded(books: str, sandboxes: dict[str, str]) -> None:
    cases.load(books, sheet({}), NOW)
    ((charge,),) = ask(books, "SELECT charge FROM payments JOIN orders o ON o.id = order_id WHERE o.number = 'X-1'")
    answer = httpx.get(f"{sandboxes['stripe']}/v1/charges/{charge}", headers={"Authorization": f"Bearer {SANDBOX_KEY}"})
    assert (answer.json()["amount"], answer.json()["currency"]) == (20_600, "eur")


def test_the_same_file_can_be_loaded_again(books: str) -> None:
    for _ in range(2):
        cases.load(books, sheet({}), NOW)
    assert ask(books, "SELECT count(*) FROM cases UNION ALL SELECT count(*) FROM orders WHERE number = 'X-1'") == [
        (1,),
        (1,),
    ]


def test_with_keep_the_sample_s_cases_stay(books: str) -> None:
    cases.load(books, sheet({}), NOW, keep=True)
    assert ask(books, "SELECT count(*) FROM cases") == [(27,)]


def test_one_bad_row_and_nothing_is_loaded(books: str) -> None:
    with pytest.raises(Invalid, match="One mistake in the file; nothing was loaded"):
        cases.load(books, sheet({}, {"number": "50002", "order": "HP-10482"}), NOW)
    assert ask(books, "SELECT count(*) FROM cases") == [(26,)]


def test_every_mistake_is_told_with_line_column_and_what_to_write() -> None:
    told = mistakes(
        sheet({"email": "ana at ruiz"}, {"items": "Lamp", "currency": "euros", "order": "X-2", "number": "2"})
    )
    assert told == (
        "line 2, column email: 'ana at ruiz' does not fit; write the customer's address, such as m.oduya@fernhill.example",
        "line 4, column currency: 'euros' does not fit; write three letters, such as EUR; empty: USD",
        f"line 4, column items: 'Lamp' does not fit; write {table.COLUMNS['items']}",
    )


@pytest.mark.parametrize(
    ("change", "say"),
    [
        ({"number": ""}, "column number: nothing stands here; write the case's number"),
        ({"body": "x" * 20_001}, "column body: 20,001 characters are too many"),
        ({"name": "A\x00"}, "column name: there is an invisible character"),
        ({"placed_on": "2027-01-01"}, "column placed_on: '2027-01-01' does not fit"),
        ({"placed_on": "11.4."}, "column placed_on: '11.4.' does not fit"),
        ({"items": "Lamp 0.00"}, "column items: the sum is 0.00"),
        ({"items": "Lamp 12.50", "currency": "JPY"}, "column items: 12.50 is finer than the smallest unit of JPY"),
    ],
)
def test_a_value_that_does_not_fit_is_named(change: dict[str, str], say: str) -> None:
    (told,) = mistakes(sheet(change))
    assert say in told


def test_a_number_given_twice_names_the_first_line() -> None:
    told = mistakes(sheet({}, {"order": "X-2"}))
    assert told == ("line 4, column number: 50001 stands in line 2 already; write another one",)


@pytest.mark.parametrize(
    ("content", "say"),
    [
        (b"", "line 1: the names of the columns are missing"),
        (b"number;name\n", "line 1: separate columns by commas"),
        (sheet({}, without="email"), "line 1, column email: this column is missing"),
        (sheet({}).replace(b"subject", b"topic"), "line 1, column topic: there is no such column"),
        (sheet(), "line 2: there is no case here"),
        (sheet({}) + b"50002,too,few\n", "line 4: 3 values stand under 9 columns"),
        (sheet({}).replace(b"Ruiz", b"Ru\xedz", 1), "line 2: this is not UTF-8 text"),
        (sheet({}) + b'"50002"x,\n', "line 4: this cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content: bytes, say: str) -> None:
    assert any(told.startswith(say) for told in mistakes(content))
