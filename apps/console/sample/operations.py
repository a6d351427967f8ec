"""The operations database: a PostgreSQL database that is not the product's, with the shop's books in it."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from apps.console.sample import shop, table
from apps.console.sample.letters import Letter
from apps.console.sample.shop import Shop
from apps.core import secretfile
from apps.core.postgres import logins
from apps.core.postgres.embedded import HOST, Place

DATABASE, LOGIN = "harbour_operations", "operations"
CASES = Path(__file__).with_name("cases.csv")
DETAILS = {
    "channel": "email",
    "parcel": {"carrier": "Fjordpost", "weight_kg": 4.50, "labels": ["fragile", "this side up"]},
}
ALONE = 7_204_811  # the advisory lock under which the tables are made
OBJECTS = {"customers": "Customer", "orders": "Order", "order_items": "Item", "payments": "Payment", "cases": "Case"}
LABELS = {"customers": "name", "orders": "number", "order_items": "name", "payments": "charge", "cases": "number"}
OUTSIDE = {"cases": ["subject", "body"], "customers": ["name"]}  # what customers write themselves
TABLES = """
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, email text NOT NULL);
CREATE TABLE orders (
    id int PRIMARY KEY, number text NOT NULL UNIQUE, customer_id int NOT NULL REFERENCES customers,
    placed_on date NOT NULL, total numeric(12,2) NOT NULL, currency text NOT NULL);
CREATE TABLE order_items (
    id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, name text NOT NULL,
    price numeric(12,2) NOT NULL, quantity int NOT NULL DEFAULT 1 CHECK (quantity > 0));
CREATE TABLE payments (
    id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, charge text NOT NULL UNIQUE,
    amount numeric(12,2) NOT NULL, currency text NOT NULL, captured_on date NOT NULL);
CREATE TABLE cases (
    number text PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, order_id int REFERENCES orders,
    subject text NOT NULL, body text NOT NULL, status text NOT NULL, resolution text,
    refund_amount numeric(12,2), refund_currency text, details jsonb NOT NULL DEFAULT '{}',
    opened_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON order_items (order_id);
CREATE INDEX ON payments (order_id);
CREATE INDEX ON cases (status, opened_at);
"""


def ensure(place: Place, folder: Path, now: datetime) -> str:
    """The address of the filled database, made on this server if it is not there."""
    password = _password(folder)
    with psycopg.connect(place.superuser, autocommit=True) as server:
        logins.login(server, LOGIN, password)
        logins.database(server, DATABASE, LOGIN)
    url = address(place.port, folder)
    fill(url, now)
    return url


def address(port: int, folder: Path) -> str:
    """How the operations database is reached by its own login."""
    return f"postgresql://{LOGIN}:{_password(folder)}@{HOST}:{port}/{DATABASE}"


def fill(url: str, now: datetime) -> None:
    """Tables and rows, all of them or none; a database that has them stays as it is."""
    with psycopg.connect(url) as books:
        books.execute("SELECT pg_advisory_xact_lock(%s)", [ALONE])
        if books.execute("SELECT to_regclass('public.cases')").fetchone() == (None,):
            books.execute(TABLES)
            insert(books, first_day(now))


def first_day(now: datetime) -> Shop:
    """What is in the books on the first day."""
    return shop.of_letters(letters(now), now) + shop.around(now, first=1_000)


def letters(now: datetime) -> list[Letter]:
    """The dozen open cases: a file such as load_cases takes, one every other hour until now."""
    told = [letter for _, letter in table.letters(CASES.read_bytes(), now)]
    hours = range(2 * len(told) - 1, 0, -2)
    return [replace(letter, hours_ago=ago, details=DETAILS) for letter, ago in zip(told, hours, strict=True)]


def insert(books: psycopg.Connection, rows: Shop) -> None:
    """Put rows into the books, inside the caller's transaction."""
    _insert(books, "customers", rows.customers)
    _insert(books, "orders", rows.orders)
    _insert(books, "order_items", rows.order_items)
    _insert(books, "payments", rows.payments)
    _insert(books, "cases", rows.cases)


def free_id(books: psycopg.Connection) -> int:
    """From here on no id is taken in any table. The caller holds the lock."""
    highest = (
        "SELECT greatest((SELECT max(id) FROM customers), (SELECT max(id) FROM orders), (SELECT max(id) FROM payments))"
    )
    (found,) = books.execute(highest).fetchone() or (0,)
    return int(found or 0) + 1


def ticked() -> dict[str, dict[str, object]]:
    """The tables as an admin would tick them for the connection."""
    return {
        table: {"object": name, "label": LABELS[table], "triggers_ok": False, "outside": OUTSIDE.get(table, [])}
        for table, name in OBJECTS.items()
    }


def _insert(books: psycopg.Connection, table: str, rows: Sequence[NamedTuple]) -> None:
    if not rows:
        return
    names = rows[0]._fields
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
    with books.cursor() as cursor:
        cursor.executemany(statement, [[_stored(value) for value in row] for row in rows])


def _stored(value: object) -> object:
    return Jsonb(value) if isinstance(value, dict) else value


def _password(folder: Path) -> str:
    return secretfile.kept(folder / "operations.json", lambda: {"password": secrets.token_urlsafe(24)})["password"]
