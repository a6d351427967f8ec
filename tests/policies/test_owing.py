"""People as subjects: who gives a reason, who is told, what waits or expires; only such, all others, neither … nor."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

WORDS = vocabulary_of([], {})
READ = (
    ("The requester must enclose a receipt for every hotel booking over 300 EUR.",
     'For hotel bookings over 300 EUR, ask for "receipt".'),
    ("Whoever suspends a licence must state a reason.", 'For "suspending licence", ask for "reason".'),
    ("The agent records the ticket number when it reboots a server.",
     'For restarts of Server, ask for "ticket number".'),
    ("A reason must be given whenever a lease is terminated.", 'For "terminating lease", ask for "reason".'),
    ("Let the Archivist know about every disposal of files.", 'For "disposal of files", tell Archivist.'),
    ("Keep Facilities posted on office moves.", "For office moves, tell Facilities."),
    ("Whenever a shipment is rerouted, Logistics gets a note.", 'For "rerouting shipment", tell Logistics.'),
    ("Parking permits cool off for 2 hours before they go out.", 'For "parking permits", hold for 2 hours.'),
    ("A signature on a parking permit is only valid for 12 hours.",
     'For "parking permit", let approvals expire after 12 hours.'),
    ("Parking permits can be issued immediately, but the Warden has to approve them within one day.",
     '"parking permits" may run first and need one person from Warden within 1 day afterwards.'),
    ("An agent only proposes changes to shift plans.", 'Only suggest "changes to shift plans".'),
    ("Only permits of the kind visitor may be issued.",
     'Never make "issuing permits" unless it is of the kind "visitor".'),
    ("Only permits below 50 EUR may be issued without approval.",
     ('Make "issuing permits" under 50 EUR without asking; "issuing permits" need one person unless the amount is '
     "under 50 EUR.")),
    ("Refunds to gold customers run alone; for all other customers Support signs.",
     ('Refund without asking when the "customer" is "gold"; refunds need one person from Support unless the '
     '"customer" is "gold".')),
    ("To rename a locker you need the sign-off of Facilities.", '"renaming locker" need one person from Facilities.'),
    ("A parking permit is renewed at most twice a year.",
     'Never make "renewing parking permit" when with this one, the count per "year" is over 2.'),
    ("Refunds over 80 EUR need Support, except for customers whose tier is silver.",
     ('Refunds need one person from Support when the amount is over 80 EUR, unless the "tier" of the "customer" is '
     '"silver".')),
    ("For customers in the silver tier, agents may refund up to 40 EUR on their own.",
     'Refund without asking when the amount is up to 40 EUR and the "tier" of the "customer" is "silver".'),
    ("Bonuses above 5 percent need HR, and above 10 percent the CFO signs too.",
     'Bonuses need one person from "HR" when it is over 5%; bonuses need one person from CFO when it is over 10%.'),
    ("Vouchers need one person each from Pricing and Billing.",
     'Vouchers need one person from each of Pricing and "Billing".'),
    ("Legal must approve any reply whose text mentions a lawsuit or a recall.",
     'Replies need one person from Legal when the text says "lawsuit" or "recall".'),
    ("Lockers are confirmed by one of the Wardens before they are moved or repainted.",
     '"moving lockers" and "repainting lockers" need one person from Wardens.'),
    ("Lockers may not be moved or repainted.", 'Never make "moving lockers" or make "repainting lockers".'),
    ("A poster going to more than 500 recipients needs Marketing.",
     'Poster need one person from Marketing when the "recipients" is over 500.'),
    ("Neither leases nor permits may be shredded.", 'Never make "shredding leases" or make "shredding permits".'),
    ("Agents may neither lend nor rename lockers.", 'Never make "lending lockers"; never make "renaming lockers".'),
    ("A badge may be reprinted only with a reason.",
     ('Make "reprinting badge" without asking when there is a "reason"; never make "reprinting badge" unless there '
     'is a "reason".')),
    ("No money is sent to anybody on the sanctions list.", 'Never make money movements when it goes to one of the "sanctions list".'),
)  # fmt: skip
REFUSED = (
    "Let the Archivist know.",
    "The requester must approve.",
    "Only permits may be issued.",
    "Refunds up to 40 EUR to gold customers run alone; for all other customers Support signs.",
    "Whoever shreds a lease must be careful.",
)
TIER = "Refunds over 80 EUR need Support, except for customers whose tier is silver."
DECIDED: tuple[tuple[str, dict[str, Any], str], ...] = (
    (TIER, {"tool": "stripe.refund", "money": "90 EUR", "related": {"customer": {"tier": "silver"}}}, "suggest"),
    (TIER, {"tool": "stripe.refund", "money": "90 EUR", "related": {"customer": {"tier": "gold"}}}, "approve"),
    (TIER, {"tool": "stripe.refund", "money": "90 EUR"}, "approve"),
    ("Only permits of the kind visitor may be issued.", {"tool": "site.issue_permit", "kinds": ["visitor"]}, "suggest"),
    ("Only permits of the kind visitor may be issued.", {"tool": "site.issue_permit", "kinds": ["staff"]}, "deny"),
    ("No money is sent to anybody on the sanctions list.",
     {"tool": "wise.send_payment", "money": "5 EUR", "lists": {"sanctions list": True}}, "deny"),
    ("No money is sent to anybody on the sanctions list.",
     {"tool": "wise.send_payment", "money": "5 EUR", "lists": {"sanctions list": False}}, "suggest"),
)  # fmt: skip


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_what_people_must_do_is_read_and_its_canonical_form_is_the_same_rule(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_says_nothing_of_what_is_done_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


@pytest.mark.parametrize(("sentence", "action", "outcome"), DECIDED)
def test_it_decides_as_it_is_meant(sentence: str, action: dict[str, Any], outcome: str) -> None:
    assert answer([sentence], [action])["decisions"][0]["outcome"] == outcome
