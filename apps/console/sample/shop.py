"""The rows of the shop's books: those that letters need, and a few hundred more around them. Pure and repeatable."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple, TypeVar

from apps.console.sample.letters import OPEN, Bought, Letter, items

T = TypeVar("T")
SEED = 10_482
FIRST = "Anna Bashir Clara Dmitri Elif Farah Gustav Hana Ivo Jelena Kofi Lene".split()
LAST = "Abel Bergmann Costa Duarte Eriksen Fiala Grant Holm Ibsen Janssen Kaya Lund".split()
PLACES = "fernhill.example millpond.example oldquay.example tidewater.example brightwell.example".split()
GOODS = items(
    "Alder floor lamp 184.50; Alder table lamp 127.50; Tern wall lamp 84.00; Quay armchair 420.00; Pine bench 156.00;"
    "Slate side table 98.00; Drift mirror 132.00; Wick candle holder 24.50; Reed basket 38.00; Loft shelf 64.00;"
    "Cove rug 210.00; Keel stool 74.00; Gull vase 46.00"
)
ANSWERS = ("Replacement sent", "Answered", "Spare part sent", "Delivery found")
CLOSED = "Resolved"


class Customer(NamedTuple):
    id: int
    name: str
    email: str


class Order(NamedTuple):
    id: int
    number: str
    customer_id: int
    placed_on: date
    total: Decimal
    currency: str


class OrderItem(NamedTuple):
    id: int
    order_id: int
    name: str
    price: Decimal
    quantity: int


class Payment(NamedTuple):
    id: int
    order_id: int
    charge: str
    amount: Decimal
    currency: str
    captured_on: date


class Case(NamedTuple):
    number: str
    customer_id: int
    order_id: int
    subject: str
    body: str
    status: str
    resolution: str | None
    refund_amount: Decimal | None
    refund_currency: str | None
    details: Mapping[str, object]
    opened_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Shop:
    customers: tuple[Customer, ...] = ()
    orders: tuple[Order, ...] = ()
    order_items: tuple[OrderItem, ...] = ()
    payments: tuple[Payment, ...] = ()
    cases: tuple[Case, ...] = ()

    def __add__(self, other: "Shop") -> "Shop":
        return Shop(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def of_letters(letters: Sequence[Letter], now: datetime, *, first: int = 1) -> Shop:
    """Everything that these letters need. Ids count from `first`; an order may have up to 100 lines."""
    return sum((_of_letter(letter, now, first + place) for place, letter in enumerate(letters)), start=Shop())


def around(now: datetime, *, first: int) -> Shop:
    """The shop's other business: sixty customers, their orders, and cases that are settled already."""
    chance = Random(SEED)  # noqa: S311  it makes the same shop every time, and no secrets
    letters = [_everyday(chance, place) for place in range(60)]
    shop = of_letters(letters, now, first=first)
    settled = (_settled(chance, case) for case in shop.cases[:14])
    return Shop(shop.customers, shop.orders, shop.order_items, shop.payments, tuple(settled))


def charge_of(order: str) -> str:
    """The name of an order's charge at the payment provider: the same every time."""
    return f"ch_{hashlib.sha256(order.encode()).hexdigest()[:24]}"


def _of_letter(letter: Letter, now: datetime, id: int) -> Shop:
    placed = (now - timedelta(days=letter.days_since_order)).date()
    opened = now.replace(microsecond=0) - timedelta(hours=letter.hours_ago)
    lines = tuple(
        OrderItem(id * 100 + place, id, item.name, item.price, item.quantity)
        for place, item in enumerate(letter.bought)
    )
    case = Case(
        letter.number, id, id, letter.subject, letter.body, OPEN, None, None, None, letter.details, opened, opened
    )
    return Shop(
        (Customer(id, letter.name, letter.email),),
        (Order(id, letter.order, id, placed, letter.total, letter.currency),),
        lines,
        (Payment(id, id, charge_of(letter.order), letter.total, letter.currency, placed),),
        (case,),
    )


def _everyday(chance: Random, place: int) -> Letter:
    first, last = _pick(chance, FIRST), _pick(chance, LAST)
    bought = tuple(_some(chance) for _ in range(1 + _below(chance, 3)))
    return Letter(
        number=f"{47_100 + 7 * place:08}",
        name=f"{first} {last}",
        email=f"{first}.{last}{place}@{_pick(chance, PLACES)}".lower(),
        order=f"HP-{10_100 + 3 * place}",
        bought=bought,
        subject=f"Question about the {bought[0].name}",
        body=f"Hello, when will the {bought[0].name} be with me? Regards, {first} {last}",
        details={"channel": "email", "photos": 0},
        hours_ago=24 * (12 + _below(chance, 40)),
        days_since_order=60 + _below(chance, 60),
    )


def _settled(chance: Random, case: Case) -> Case:
    return case._replace(
        status=CLOSED, resolution=_pick(chance, ANSWERS), updated_at=case.opened_at + timedelta(hours=5)
    )


def _some(chance: Random) -> Bought:
    return replace(_pick(chance, GOODS), quantity=1 + _below(chance, 2))


def _pick(chance: Random, among: Sequence[T]) -> T:
    return among[_below(chance, len(among))]


def _below(chance: Random, bound: int) -> int:
    return int(chance.random() * bound)  # of all its methods, random() alone promises the same numbers in every version
