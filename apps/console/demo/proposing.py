"""The two ways to a proposal: an outside agent brings one over the API, or the Refunds agent works one out itself."""

import re
import uuid
from typing import Any

from apps.console.demo.case import LAMP, PRICE_MINOR
from apps.console.demo.desk import Seen
from apps.console.demo.promise import Broken
from apps.console.demo.stage import Stage, awaited
from apps.console.demo.systems import Subject
from apps.console.sample import connections
from apps.console.sample.people import DOMAIN
from apps.core.money import Money

AGENT = re.compile(r'value="(agt_[0-9a-f]{32})"')


def from_outside(stage: Stage, subject: Subject) -> Seen:
    """Three actions, to be signed together; Leo is named as the one who asked."""
    price = Money(PRICE_MINOR, subject.currency)
    body = {
        "goal": f"Refund the broken {LAMP} of case {subject.case}, resolve the case, and tell the customer",
        "asked_by": f"leo@{DOMAIN}",
        "actions": [_refund(subject), _case(subject, price), _mail(subject, price)],
    }
    return stage.desk.proposes(body, key=str(uuid.uuid4()))


def by_the_agent(stage: Stage, subject: Subject) -> Seen:
    """Leo starts the Refunds agent on the case; it reads, and proposes."""
    leo = stage.people["leo"]
    found = AGENT.search(leo.reads("runs/").html)
    if found is None:
        raise Broken("No hosted agent can be started on the Runs page.")
    page = leo.sends("runs/", agent=found.group(1), case=subject.case)
    if "/runs/run_" not in page.path:
        raise Broken(f"The run did not start: {page.refusal or page.status}")
    run = page.path.rstrip("/").rpartition("/")[2]
    proposal = awaited(lambda: next(iter(leo.reads(f"runs/{run}/").proposals), None), "the Refunds agent has proposed")
    return stage.desk.looks(proposal)


def _refund(subject: Subject) -> dict[str, Any]:
    return {
        "connection": connections.STRIPE,
        "tool": "stripe.refund",
        "arguments": {"charge": subject.charge, "amount": PRICE_MINOR, "reason": "requested_by_customer"},
    }


def _case(subject: Subject, price: Money) -> dict[str, Any]:
    values = {
        "status": "Resolved", "resolution": f"Refunded {price} for the {LAMP}", "refund_amount": price.plain(),
        "refund_currency": price.currency,
    }  # fmt: skip
    return {
        "connection": connections.OPERATIONS,
        "tool": "postgres.update",
        "arguments": {"table": "cases", "key": {"number": subject.case}, "set": values},
    }


def _mail(subject: Subject, price: Money) -> dict[str, Any]:
    text = f"Hello Noor,\n\nwe are sorry about the {LAMP}. We have returned {price} to your card.\n\nHarbour & Pine"
    return {
        "connection": connections.MAIL,
        "tool": "mail.send",
        "arguments": {"to": [subject.email], "subject": "Your refund", "text": text},
    }
