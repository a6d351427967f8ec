from typing import Any

import pytest

from apps.connectors.contract import Known
from apps.policies.engine import decide
from apps.policies.question import Question
from tests.policies.make import NONE, OURS, UNTOLD, message, policy, refund, update

EUROS = Known(value={"amount": 1, "currency": "EUR"})
# what the fact says → outcome of: never over, only suggest over, ask over, auto up to
MONEY: list[tuple[Any, tuple[str, str, str, str]]] = [
    (Known(value={"amount": 50_001, "currency": "USD"}), ("deny", "suggest", "approve", "suggest")),
    (Known(value={"amount": 50_000, "currency": "USD"}), ("suggest", "suggest", "suggest", "auto")),
    (NONE, ("suggest", "suggest", "suggest", "suggest")),
    (UNTOLD, ("deny", "suggest", "approve", "suggest")),
    (EUROS, ("deny", "suggest", "approve", "suggest")),
    (Known(value={"amount": 5.5, "currency": "USD"}), ("deny", "suggest", "approve", "suggest")),
    (Known(value={"amount": -1, "currency": "USD"}), ("deny", "suggest", "approve", "suggest")),
    (Known(value={"amount": 2**63, "currency": "USD"}), ("deny", "suggest", "approve", "suggest")),
    (Known(value={"amount": True, "currency": "USD"}), ("deny", "suggest", "approve", "suggest")),
    (Known(value={"currency": "USD"}), ("deny", "suggest", "approve", "suggest")),
    (Known(value=None), ("deny", "suggest", "approve", "suggest")),
]
SENTENCES = (
    "Never refund over 500 USD.",
    "Only suggest refunds over 500 USD.",
    "Refunds over 500 USD need one person.",
    "Refund up to 500 USD without asking.",
)


@pytest.mark.parametrize(("money", "outcomes"), MONEY)
def test_what_cannot_be_told_counts_where_that_is_stricter(money: Any, outcomes: tuple[str, ...]) -> None:
    assert tuple(decide(policy(text), refund(money=money)).outcome for text in SENTENCES) == outcomes


ANY = "Refunds need one person when the amount is over 500 USD or more than 10 records change."
ALL = "Refunds need one person when the amount is over 500 USD and more than 10 records change."
OVER, UNDER = Known(value={"amount": 50_001, "currency": "USD"}), Known(value={"amount": 1, "currency": "USD"})


@pytest.mark.parametrize(
    ("text", "money", "count", "counts"),
    [
        (ANY, NONE, UNTOLD, True),
        (ANY, NONE, Known(value=10), False),
        (ANY, UNDER, UNTOLD, True),
        (ANY, UNTOLD, Known(value=11), True),
        (ALL, UNTOLD, UNTOLD, True),
        (ALL, UNTOLD, Known(value=10), False),
        (ALL, NONE, UNTOLD, False),
        (ALL, OVER, UNTOLD, True),
    ],
)
def test_and_and_or_join_what_cannot_be_told(text: str, money: Any, count: Any, counts: bool) -> None:
    assert bool(decide(policy(text), refund(money=money, count=count)).matched) == counts


@pytest.mark.parametrize(
    ("text", "asked", "says"),
    [
        (SENTENCES[0], refund(money=UNTOLD), "the amount cannot be told"),
        (SENTENCES[0], refund(money=EUROS), "the limit is in USD and the amount in EUR"),
        ("Never message external domains.", message(recipients=UNTOLD), "who receives it"),
        ("Never change permissions.", update("Case", permission_change=UNTOLD), "changes permissions cannot be told"),
        ("Never update Case.", update(record=UNTOLD), "which object"),
        (
            "Updates to Case need one person when the field Status changes.",
            update("Case", fields=UNTOLD),
            "which fields",
        ),
    ],
)
def test_the_answer_names_what_could_not_be_told(text: str, asked: Question, says: str) -> None:
    (line,) = decide(policy(text), asked).matched
    assert says in line.note


def test_a_mild_rule_that_could_not_be_applied_is_named_too() -> None:
    decision = decide(policy("Refund up to 500 USD without asking."), refund(money=UNTOLD))
    assert not decision.matched
    assert any("the amount cannot be told" in note for note in decision.notes)


def test_a_rule_whose_facts_are_all_known_has_no_note() -> None:
    (line,) = decide(policy("Never message external domains."), message("eve@x.example", f"ada@{OURS}")).matched
    assert line.note == ""
