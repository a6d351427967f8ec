"""What the three systems hold, asked of themselves: over HTTP, and the books by SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg

from apps.console.sample.connections import SANDBOX_KEY
from apps.console.sample.stripe import customer_of
from apps.core.money import Money


@dataclass(frozen=True)
class Systems:
    """Where they are."""

    stripe: str
    mail: str
    books: str


@dataclass(frozen=True)
class Subject:
    """The one case that the story is about."""

    case: str
    email: str
    charge: str
    currency: str


@dataclass(frozen=True)
class Held:
    """All that there is about the case, in the three systems, at one moment."""

    refunded: Money
    refunds: int
    owed: Money  # what the customer is billed next time
    lines: int  # on that bill
    case: str  # the whole row, as the database writes it
    status: str
    resolution: str
    refund: str
    mails: tuple[Mapping[str, Any], ...]  # to this customer, oldest first

    def __str__(self) -> str:
        subjects = "".join(f"\n             “{mail['subject']}”" for mail in self.mails)
        return (
            f"Stripe       refunded {self.refunded} ({self.refunds}), to be billed {self.owed} ({self.lines})\n"
            f"Operations   status {self.status}, resolution {self.resolution}, refund {self.refund}\n"
            f"Mail         {len(self.mails)} to the customer{subjects}"
        )


def read(systems: Systems, subject: Subject) -> Held:
    charge = _stripe(systems, f"/v1/charges/{subject.charge}")
    payer = customer_of(subject.email)
    customer = _stripe(systems, f"/v1/customers/{payer}")
    row, status, resolution, refund = _case(systems, subject)
    return Held(
        refunded=Money(charge["amount_refunded"], subject.currency),
        refunds=len(_stripe(systems, f"/v1/refunds?charge={subject.charge}")["data"]),
        owed=Money(customer["balance"], subject.currency),
        lines=len(_stripe(systems, f"/v1/customers/{payer}/balance_transactions")["data"]),
        case=row,
        status=status,
        resolution=resolution,
        refund=refund,
        mails=_mails(systems, subject),
    )


def _stripe(systems: Systems, path: str) -> dict[str, Any]:
    return _json(systems.stripe + path, {"Authorization": f"Bearer {SANDBOX_KEY}"})


def _case(systems: Systems, subject: Subject) -> tuple[str, str, str, str]:
    with psycopg.connect(systems.books) as books:
        found = books.execute(
            "SELECT c::text, status, coalesce(resolution, 'empty'),"
            " coalesce(refund_amount || ' ' || refund_currency, 'empty') FROM cases c WHERE number = %s",
            [subject.case],
        ).fetchone()
    return found or ("gone", "gone", "gone", "gone")


def _mails(systems: Systems, subject: Subject) -> tuple[Mapping[str, Any], ...]:
    messages = _json(f"{systems.mail}/messages")["messages"]
    return tuple(mail for mail in reversed(messages) if subject.email in mail["recipients"])


def _json(url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    answer = httpx.get(url, headers=headers, timeout=10, trust_env=False)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
