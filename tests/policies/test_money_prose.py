"""Limits, steps and totals of money in flowing prose: what is refused beside wordings.txt, and what totals decide."""

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of

WORDS = vocabulary_of([], {})
REFUSED = (
    "Buy at once whatever will be dearer next month.",
    "A subscription must not be cancelled until the run is sent an invoice.",
    "Refunds up to $50 are free, the usual ones need Finance.",
    "Payments over $900 need Treasury and Legal; a smaller one needs one.",
    "Payments need Treasury; a smaller one needs Legal.",
    "Refunds to gold customers need Finance over $200; for all other customers the limit is $50.",
)
DECIDED = (
    ("At most $4,000 a week may be paid to any one supplier.", "1,000 USD", 3000, "suggest"),
    ("At most $4,000 a week may be paid to any one supplier.", "1,000.01 USD", 3000, "deny"),
    ("A payment that pushes a supplier's total for the week above $4,000 goes to Treasury.", "1,001 USD", 3000, "approve"),
)  # fmt: skip


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_limit_that_leans_on_two_things_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


@pytest.mark.parametrize(("sentence", "money", "before", "outcome"), DECIDED)
def test_a_total_counts_what_was_paid_before(sentence: str, money: str, before: int, outcome: str) -> None:
    so_far = [{"period": "week", "per": "supplier", "amount": before, "currency": "USD", "count": 2}]
    action = {"tool": "bank.send_payment", "object": "payment", "money": money, "so_far": so_far}
    assert answer([sentence], [action])["decisions"][0]["outcome"] == outcome
