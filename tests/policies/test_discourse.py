"""Sentences that lean on the one before, say their parts in another order, or say besides what changes nothing."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

WORDS = vocabulary_of([], {"groups": ["Treasury", "Archive"], "kinds": ["daily", "monthly", "quarterly", "yearly"]})
ONE = "one person from"
LEANING = (
    ("Exporting cases is forbidden. The same goes for exporting tasks.", "Never export Case; never export Task."),
    ("Bookings above 900 USD need Treasury. In that case, Finance must be told.",
     f"Travel bookings over 900 USD need {ONE} Treasury; for travel bookings over 900 USD, tell Finance."),
    ("A recording labelled confidential may not be published. It may not be forwarded either.",
     ('Never make "publishing recording" when it is labelled "confidential"; never make "forwarding recording" when it is '
      'labelled "confidential".')),
    ("A recording labelled confidential may not be published. Nor may it be forwarded.",
     ('Never make "publishing recording" when it is labelled "confidential"; never make "forwarding recording" when it is '
      'labelled "confidential".')),
    ("Daily reports may be deleted without approval, quarterly ones need Archive, and yearly ones may not be deleted.",
     ('Delete Report without asking when it is of the kind "daily"; deletions of Report need one person from "Archive" '
     'when it is of the kind "quarterly"; never delete Report when it is of the kind "yearly".')),
    ("A rebate of 5 percent or more needs Sales, and one of 15 percent or more needs Finance instead.",
     (f"Rebate need {ONE} Sales when it is at least 5% and it is under 15%; rebates need {ONE} Finance when it is "
     f"at least 15%.")),
    ("Payouts need Treasury; however, payouts of up to 40 EUR may be made without approval.",
     f"Payouts over 40 EUR need {ONE} Treasury; pay out up to 40 EUR without asking."),
    ("Cases may be read without approval. Changing them needs Sales.",
     f"Read Case without asking; writes to Case need {ONE} Sales."),
    ("A payout above 8,000 USD needs Treasury. It needs Finance as well if the payee is new.",
     (f"Payouts over 8,000 USD need {ONE} Treasury; payouts need {ONE} Finance when the amount is over 8,000 USD "
      f"and it is "
      'the first time for the "payee".')),
    ("Price changes of more than 8 percent need Sales. Finance must be told of such a change, too.",
     f"Price changes need {ONE} Sales when it is over 8%; for price changes when it is over 8%, tell Finance."),
    ("Discounts need Sales; if the discount is greater than 20 percent, Finance must approve as well.",
     f'Discounts need {ONE} Sales; discounts need {ONE} Finance when the "discount" is over 20%.'),
)  # fmt: skip
ORDERED = (
    ("An invoice, if it exceeds 450 EUR, needs Finance.", f"Invoices over 450 EUR need {ONE} Finance."),
    ("Payouts, at weekends, need Treasury.", f"Payouts need {ONE} Treasury when it is Saturday or Sunday."),
    ("In the event of a payout above 60 USD, the approval of Finance is needed.", (f"Payouts over 60 USD need "
     f"{ONE} Finance.")),
    ("What Legal must approve: deleting a case and deleting a task.",
     f"Deletions of Case and all deletions of Task need {ONE} Legal."),
    ("Only with the consent of Treasury may an account be closed.", f"Account closures need {ONE} Treasury."),
    ("Legal first, then Finance: leases above 70,000 USD are approved in this order.",
     f"Leases over 70,000 USD need {ONE} Legal, then {ONE} Finance."),
    ("Legal, then Finance: both must sign when a lease is taken out.", f'"taking out a lease" need {ONE} Legal, then {ONE} Finance.'),
    ("When more than 1,300 USD is refunded, Support must sign.", f"Refunds over 1,300 USD need {ONE} Support."),
)  # fmt: skip
BESIDES = (
    ("Whoever asks for it, a payout needs Treasury.", f"Payouts need {ONE} Treasury."),
    ("Closing an account needs Legal, so that nothing is lost.", f"Account closures need {ONE} Legal."),
    ("For tax reasons, every lease needs Finance.", f"Leases need {ONE} Finance."),
    ("Payouts need Treasury, even at weekends.", f"Payouts need {ONE} Treasury."),
    ("Payouts, no matter how small they are, need Treasury.", f"Payouts need {ONE} Treasury."),
    ("To be on the safe side, every payout needs Treasury.", f"Payouts need {ONE} Treasury."),
    ("For the avoidance of doubt: no agent may delete cases.", "Never delete Case."),
)  # fmt: skip
REFUSED = (
    "Payouts need Treasury, even at weekends, on Mondays.",  # the second of these narrows
    "Whoever asks for a payout, Finance must be told.",
    "Exporting cases is forbidden. The same goes for whatever seems similar.",
    "Payouts need Treasury. It is so.",
)


@pytest.mark.parametrize(("sentence", "meaning"), LEANING + ORDERED + BESIDES)
def test_it_is_read_as_if_it_were_said_in_full(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_leans_on_nothing_or_narrows_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


PAYOUT = {"tool": "bank.create_payout", "object": "Payout"}
NEW = "A payout above 8,000 USD needs Treasury. It needs Finance as well if the payee is new."
EXCEPT = "Payouts need Treasury; however, payouts of up to 40 EUR may be made without approval."
DECIDED: tuple[tuple[str, dict[str, Any], str, int], ...] = (
    (NEW, {"money": "8001 USD", "first_for": {"payee": False}}, "approve", 1),
    (NEW, {"money": "8001 USD", "first_for": {"payee": True}}, "approve", 2),
    (NEW, {"money": "8000 USD", "first_for": {"payee": True}}, "suggest", 0),
    (EXCEPT, {"money": "40 EUR"}, "auto", 0),
    (EXCEPT, {"money": "40.01 EUR"}, "approve", 1),
    (EXCEPT, {"money": "5 USD"}, "approve", 1),
)


@pytest.mark.parametrize(("sentence", "action", "outcome", "people"), DECIDED)
def test_it_decides_at_its_limits(sentence: str, action: dict[str, Any], outcome: str, people: int) -> None:
    (decision,) = answer([sentence], [PAYOUT | action], None)["decisions"]
    assert decision["outcome"] == outcome
    assert sum(need["people"] for need in decision["requirements"]) == people
