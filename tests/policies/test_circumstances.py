"""Circumstances in whatever words: each is the one test that it means, and what it does not say is not decided."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

NAMES = {"groups": ["Billing", "Warehouse"], "domains": ["acme.com"], "lists": ["loyal hosts"],
         "fields": ["Payout account"]}  # fmt: skip
WORDS = vocabulary_of([], NAMES)
ASKS = 'need one person from "Billing"'
READ = (
    ("Credit notes need Billing before the duplicate check has come back clean.",
     f'Credits {ASKS} unless the check "duplicate check" has passed.'),
    ("With a green pipeline, merges need no approval.", 'Merge without asking when the check "pipeline" has passed.'),
    ("Imports whose virus scan turned up red are forbidden.", 'Never import unless the check "virus scan" has passed.'),
    ("Imports with either the ledger check or the tax check failing need Billing.",
     (f'Imports {ASKS} when it is not so that the check "ledger check" has passed or it is not so that the check '
      '"tax check" has passed.')),
    ("If neither the ledger check nor the tax check passed, imports are forbidden.",
     'Never import unless the check "ledger check" has passed or the check "tax check" has passed.'),
    ("A failed tax check means that the import must be approved by Billing.",
     f'Imports {ASKS} unless the check "tax check" has passed.'),
    ("Invoices whose payee is not on the list of known payees need Billing.",
     f'Invoices {ASKS} unless it goes to one of the "known payees".'),
    ("Never email a host who is on the complaints list.", 'Never email when it goes to one of the "complaints list".'),
    ("Credit notes to guests missing from our register of residents need Billing.",
     f'Credits {ASKS} unless it goes to one of the "residents".'),
    ("Credit notes to an address not listed in our register of residents need Billing.",
     f'Credits {ASKS} unless it goes to one of the "residents".'),
    ("Never issue a credit note without both a reason and a receipt.",
     'Never credit when it is not so that there is a "reason" or it is not so that there is a "receipt".'),
    ("Credit notes with neither a reason nor a receipt are forbidden.",
     'Never credit unless there is a "reason" or there is a "receipt".'),
    ("Invoices whose bank account was copied from an incoming email need Billing.",
     f'Invoices {ASKS} when any value of "bank account" came only from outside text.'),
    ("Invoices with an IBAN that the model made up are forbidden.",
     'Never invoice when any value of "IBAN" was made up by the model.'),
    ("Payments to a supplier we have never paid before need Billing.",
     f'Payments {ASKS} when it is the first time for the "supplier".'),
    ("The first time a credit note is issued to a customer, Billing has to approve it.",
     f'Credits {ASKS} when it is the first time for the "customer".'),
    ("Once a customer has received 200 EUR in refunds this month, further refunds need Billing.",
     f'Refunds {ASKS} when before this one, the total per "customer" per "month" is at least 200 EUR.'),
    ("Refunds that take the customer's total for the week above 90 EUR need Billing.",
     f'Refunds {ASKS} when with this one, the total per "customer" per "week" is over 90 EUR.'),
    ("A third refund to the same customer within a month needs Billing.",
     f'Refunds {ASKS} when before this one, the count per "customer" per "month" is at least 2.'),
    ("Imports outside the hours from 07:30 to 16:00 need Billing.",
     f"Imports {ASKS} unless it is between 07:30 and 16:00."),
    ("Imports later than 7 pm are forbidden.", "Never import when it is between 19:00 and 00:00."),
    ("As long as the release freeze lasts, imports are forbidden.",
     'Never import when the "release" freeze is in force.'),
    ("A message going to someone outside our domains needs Billing.",
     f"Messages to anyone outside our domains {ASKS}."),
    ("Emails whose recipients are all colleagues may be sent without approval.",
     "Email without asking when every recipient is inside our domains."),
    ('An email in which the word "rebate" occurs needs Billing.', f'Emails {ASKS} when the text says "rebate".'),
    ("When more than two files are attached, emails need Billing.", f'Emails {ASKS} when the "attachments" is over 2.'),
    ("Anything of at least high risk needs Billing.",
     'Anything needs one person from "Billing" when the risk is at least high.'),
    ("Exports asked for by somebody in Warehouse need Billing.",
     f"Exports {ASKS} when it was asked for by Warehouse."),
    ("Supplier updates in which the payout account changes need Billing.",
     f'Updates to Supplier {ASKS} when the field "Payout account" changes.'),
)  # fmt: skip
BESIDES = (  # what looks alike and is none; people whom a permission is for
    (
        "Agents may email contractors who have passed the training check without asking.",
        'Email without asking when it goes to one of the "contractors" and the check "training" has passed.',
    ),
    (
        "Access for users who have failed the training check is forbidden.",
        'Never grant access unless the check "training check" has passed.',
    ),
    (
        "Changes that are on the list of planned changes run without asking anybody.",
        'Make changes without asking when it goes to one of the "planned changes".',
    ),
    ("Invoices must be approved by somebody in Billing.", f"Invoices {ASKS}."),
    ("Payments to a customer who has never complained need Billing.",
     f'Payments {ASKS} unless the "customer" is "complained".'),
    ("Tickets rated high need Billing.", f'Tickets {ASKS} when the "record" is "high".'),
)  # fmt: skip
REFUSED = (
    "Imports on weekends and after 7 pm are forbidden.",
    "Imports when the ledger check and the tax check have not passed are forbidden.",
    "Imports on the last day of a month need Billing.",
    "Refunds need Billing once a customer has received 200 EUR in vouchers this month.",
)
EMAIL = {"tool": "gmail.send_email", "verb": "send", "object": "Email", "text": "hello"}
TO_ONE = "Emails to ops@rival.example may be sent without approval."
TO_DOMAIN = "Never send an email to an address at rival.example."
OTHERS = ["ops@rival.example", "jo@acme.com"]


@pytest.mark.parametrize(("sentence", "meaning"), READ + BESIDES)
def test_a_circumstance_is_the_test_that_it_means(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_could_mean_two_things_or_cannot_be_told_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


@pytest.mark.parametrize(
    ("sentence", "more", "outcome"),
    [
        (TO_ONE, {"recipients": ["ops@rival.example"]}, "auto"),
        (TO_ONE, {"recipients": OTHERS}, "suggest"),
        (TO_ONE, {}, "suggest"),
        (TO_DOMAIN, {"recipients": OTHERS}, "deny"),
        (TO_DOMAIN, {"recipients": ["jo@acme.com"]}, "suggest"),
        (TO_DOMAIN, {"recipients": ["jo@rival.example.net"]}, "suggest"),
        ("Emails to hosts absent from the gold list are forbidden.", {"lists": {"gold list": False}}, "deny"),
        ("Emails to hosts absent from the gold list are forbidden.", {"lists": {"gold list": True}}, "suggest"),
        ("Emails need no approval as long as the tax check is green.", {"checks": {"tax": True}}, "auto"),
        ("Emails need no approval as long as the tax check is green.", {"checks": {"tax": False}}, "suggest"),
        ("Emails need no approval as long as the tax check is green.", {}, "suggest"),
    ],
)
def test_a_circumstance_decides(sentence: str, more: dict[str, Any], outcome: str) -> None:
    assert answer([sentence], [{**EMAIL, **more}], NAMES)["decisions"][0]["outcome"] == outcome
