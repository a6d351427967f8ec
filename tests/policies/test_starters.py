"""Four policies to begin with: short, whole, and each stops what its first readers would fear."""

from typing import Any

import pytest

from apps.policies.starters import STARTERS
from apps.policies.trying.answer import answer

BY_TITLE = {starter.title: starter.sentences for starter in STARTERS}
NOW = "2026-12-01T12:00:00+00:00"
DECIDED: list[tuple[str, dict[str, Any], str]] = [
    ("Support", {"tool": "stripe.refund", "money": "50 USD", "arguments": {"amount": 50}, "origins": {"amount": "record"}}, "auto"),
    ("Support", {"tool": "stripe.refund", "money": "50.01 USD"}, "approve"),
    ("Support", {"tool": "stripe.refund", "money": "50 USD", "origins": {"amount": "outside"}, "arguments": {"amount": 50}}, "suggest"),
    ("Support", {"tool": "mail.send", "recipients": ["ada@acme.com"], "text": "4111 1111 1111 1111"}, "deny"),
    ("Finance", {"tool": "netsuite.pay", "categories": ["payments"], "money": "499.99 USD", "first_for": {"payee": False}, "so_far": [{"period": "day", "amount": 0, "currency": "USD"}]}, "approve"),
    ("Finance", {"tool": "netsuite.pay", "categories": ["payments"], "money": "500 USD", "so_far": [{"period": "day", "amount": 50000, "currency": "USD"}]}, "deny"),
    ("IT", {"tool": "github.deploy", "categories": ["deployments"], "places": ["production"], "checks": {"tests": True}, "freezes": [], "undo": "exact"}, "approve"),
    ("IT", {"tool": "github.deploy", "categories": ["deployments"], "places": ["production"], "checks": {"tests": False}, "freezes": [], "undo": "exact"}, "deny"),
    ("IT", {"tool": "github.deploy", "categories": ["deployments"], "places": ["staging"], "freezes": ["code"]}, "deny"),
    ("Sales", {"tool": "salesforce.discount", "categories": ["discounts"], "numbers": {"percent": 10}}, "auto"),
    ("Sales", {"tool": "salesforce.discount", "categories": ["discounts"], "numbers": {"percent": 10.01}}, "approve"),
    ("Sales", {"tool": "salesforce.export", "categories": ["exports"], "labels": ["personal data"]}, "deny"),
]  # fmt: skip


def test_a_starter_is_at_most_seven_sentences_of_which_none_is_said_twice() -> None:
    assert list(BY_TITLE) == ["Support", "Finance", "IT", "Sales"]
    assert all(len(set(sentences)) == len(sentences) <= 7 for sentences in BY_TITLE.values())


@pytest.mark.parametrize(("title", "action", "outcome"), DECIDED)
def test_a_starter_decides_as_its_readers_expect(title: str, action: dict[str, Any], outcome: str) -> None:
    assert answer(BY_TITLE[title], [{"at": NOW, **action}])["decisions"][0]["outcome"] == outcome
