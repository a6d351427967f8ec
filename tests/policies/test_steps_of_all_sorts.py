"""Who signs for how many, for which kind and when: in rows, and in sentences that go on from the one before."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

OWN = {"groups": ["Treasury", "Vault"], "objects": ["badge"], "kinds": ["daily", "monthly", "yearly", "urgent"]}
WORDS = vocabulary_of([], OWN)
ONE = "one person from"
BADGES = "Issuing badges: up to 10 badges, Vault; more than 10, Vault and Finance."
URGENT = "One person from Vault approves a payout; if it is an urgent payout, two do."
READ = (
    ("Deletions of badges: up to 10 badges Vault, more than 10 badges Finance.",
     (f"Deletions of badge need {ONE} Vault when up to 10 records change; deletions of badge need {ONE} Finance when more "
      "than 10 records change.")),
    ("Who signs a payout depends on its amount: up to 900 EUR Vault, up to 9,000 EUR Treasury, beyond that Finance.",
     (f"Payouts up to 900 EUR need {ONE} Vault; payouts over 900 EUR and up to 9,000 EUR need {ONE} Treasury; payouts over "
      f"9,000 EUR need {ONE} Finance.")),
    ("Payouts need one approval during working hours and two outside them.",
     ("Payouts need one person when it is within working hours; payouts need two people unless it is within working hours.")),
    ("If a payout is over 700 USD it needs Treasury, and if it is over 7,000 USD it needs Finance too.",
     f"Payouts over 700 USD need {ONE} Treasury; payouts over 7,000 USD need {ONE} Finance."),
    ("Invoices of at least 600 GBP are approved by Treasury, invoices of at least 6,000 GBP by Finance instead.",
     f"Invoices of at least 600 GBP and under 6,000 GBP need {ONE} Treasury; invoices of at least 6,000 GBP need {ONE} Finance."),
    ("Apart from invoices below 50 USD, every invoice needs Finance.", f"Invoices of at least 50 USD need {ONE} Finance."),
    ("Payouts need Treasury. Exception: payouts of up to 25 USD need no approval.",
     f"Payouts over 25 USD need {ONE} Treasury; pay out up to 25 USD without asking."),
    (URGENT, (f'Payouts need {ONE} Vault unless it is of the kind "urgent"; payouts need two people from Vault when it is of the kind "urgent".')),
)  # fmt: skip
REFUSED = (
    "Who signs a payout depends on its colour: whatever seems right.",
    "Payouts need Treasury. If it is, two.",
    "Apart from invoices below 50 USD, every payout that seems odd needs Finance.",
)


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_each_step_is_a_clause_of_its_own(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_step_without_its_case_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


KINDS = "Who signs a payout depends on its kind: daily, Vault; monthly, Treasury; yearly, nobody."
PAYOUT = {"tool": "bank.create_payout", "object": "Payout"}
DECIDED: tuple[tuple[str, dict[str, Any], str, int], ...] = (
    (BADGES, {"tool": "door.issue_badge", "object": "badge", "count": 10}, "approve", 1),
    (BADGES, {"tool": "door.issue_badge", "object": "badge", "count": 11}, "approve", 2),
    (KINDS, PAYOUT | {"kinds": ["monthly"]}, "approve", 1),
    (KINDS, PAYOUT | {"kinds": ["yearly"]}, "auto", 0),
    (KINDS, PAYOUT | {"kinds": ["weekly"]}, "suggest", 0),
    (URGENT, PAYOUT | {"kinds": ["urgent"]}, "approve", 2),
    (URGENT, PAYOUT | {"kinds": []}, "approve", 1),
)


@pytest.mark.parametrize(("sentence", "action", "outcome", "people"), DECIDED)
def test_as_many_sign_as_its_step_says(sentence: str, action: dict[str, Any], outcome: str, people: int) -> None:
    (decision,) = answer([sentence], [action], OWN)["decisions"]
    assert decision["outcome"] == outcome
    assert sum(need["people"] for need in decision["requirements"]) == people
