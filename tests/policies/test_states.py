"""What is said of records in words of one's own is told from whatever the action says of them; never guessed."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from tests.policies.corpus import WORDS

SHIPPED = "Orders which have already shipped may not be cancelled."
CANCEL = {"tool": "shopify.cancel_order", "object": "Order"}
PLAN = "If the customer is on the Enterprise plan, refunds need Finance."
FLAGGED = "Refunds to customers flagged for fraud need Finance."
VERIFIED = "Refunds to customers who have been verified are automatic."
DISPUTE = "Never refund when the customer has an open dispute."
IDLE = "Tickets that have been inactive for 14 days may be closed automatically."
CLOSE = {"tool": "zendesk.close_ticket", "object": "Ticket"}
UNMATCHED = "Never pay when the invoice has no matching order."
BUDGET = "Purchases outside the approved budget need Finance."


def refund(**customer: Any) -> dict[str, Any]:
    return {"tool": "stripe.refund", "related": {"customer": customer}}


CASES: list[tuple[str, dict[str, Any], str]] = [
    (SHIPPED, {**CANCEL, "record": {"status": "shipped"}}, "deny"),
    (SHIPPED, {**CANCEL, "record": {"status": "processing"}}, "suggest"),
    (SHIPPED, {**CANCEL, "record": {"shipped": True}}, "deny"),
    (SHIPPED, {**CANCEL, "record": {"shipped": False}}, "suggest"),
    (SHIPPED, CANCEL, "deny"),
    (PLAN, refund(plan="Enterprise"), "approve"),
    (PLAN, refund(plan="Starter"), "suggest"),
    (PLAN, refund(name="Jo"), "approve"),
    (FLAGGED, refund(fraud_flag=True), "approve"),
    (FLAGGED, refund(fraud_flag=False), "suggest"),
    (FLAGGED, refund(flags=["fraud"]), "approve"),
    (FLAGGED, refund(flags=[]), "approve"),
    (FLAGGED, {"tool": "stripe.refund", "checks": {"flagged for fraud": False}}, "suggest"),
    (VERIFIED, refund(verified=True), "auto"),
    (VERIFIED, refund(verified=False), "suggest"),
    (VERIFIED, refund(not_verified=True), "suggest"),
    (VERIFIED, refund(verification_pending=True), "suggest"),
    (VERIFIED, refund(status="verification failed"), "suggest"),
    (DISPUTE, refund(open_dispute=True), "deny"),
    (DISPUTE, refund(disputes=0), "suggest"),
    (DISPUTE, {"tool": "stripe.refund", "related": {"dispute": {"status": "open"}}}, "deny"),
    (DISPUTE, {"tool": "stripe.refund", "related": {"dispute": {"status": "closed"}}}, "suggest"),
    (DISPUTE, {"tool": "stripe.refund", "related": {"dispute": None}}, "suggest"),
    (IDLE, {**CLOSE, "ages": {"last activity": 14}}, "auto"),
    (IDLE, {**CLOSE, "ages": {"last activity": 13}}, "suggest"),
    (IDLE, {**CLOSE, "record": {"days_inactive": 20}}, "auto"),
    (IDLE, {**CLOSE, "ages": {"customer": 900}}, "suggest"),
    (UNMATCHED, {"tool": "bank.pay", "related": {"invoice": {"matching_order": "PO-1"}}}, "suggest"),
    (UNMATCHED, {"tool": "bank.pay", "related": {"invoice": {"matching_order": None}}}, "deny"),
    (BUDGET, {"tool": "coupa.create_purchase", "checks": {"within approved budget": True}}, "suggest"),
    (BUDGET, {"tool": "coupa.create_purchase", "checks": {"within approved budget": False}}, "approve"),
]


@pytest.mark.parametrize(("sentence", "action", "outcome"), CASES)
def test_a_state_is_told_from_what_is_said(sentence: str, action: dict[str, Any], outcome: str) -> None:
    said = answer([sentence], [action])
    assert said["decisions"][0]["outcome"] == outcome


def test_a_text_that_the_model_wrote_lets_nothing() -> None:
    said = answer(
        ["Refunds for items marked defective are automatic."],
        [{"tool": "stripe.refund", "arguments": {"reason": "the item is marked defective"}}],
    )
    assert said["decisions"][0]["outcome"] == "suggest"


@pytest.mark.parametrize(
    "sentence",
    [
        "Refunds to customers who have complained more than twice need a manager.",
        "Leave requests need the manager; longer ones need HR.",
    ],
)
def test_a_comparison_is_never_swallowed_by_a_name(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)
