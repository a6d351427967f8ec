"""What rarer wordings decide, at their limits and beside them: that they are read is in wordings.txt."""

from typing import Any

import pytest

from apps.policies.trying.answer import answer

LINK = {"tool": "drive.create_public_link", "object": "Public link"}
REPOSITORY = {"tool": "github.update_repository", "object": "Repository"}
INVOICE = {"tool": "xero.issue_invoice", "object": "Invoice"}
REBATE = {"tool": "crm.create_rebate", "object": "Rebate"}
WIRE = {"tool": "bank.send_wire_transfer"}
ALONE = "Without a person an agent refunds no more than 60 USD."
LINKS = "Public links to files labelled confidential are prohibited."
VISIBLE = "A repository's visibility may not be set to public."
HOURLY = "No agent issues more than 5 invoices per hour."
CURRENCY = "Invoices in currencies other than EUR and USD are refused."
BRANCH = {"tool": "github.delete_branch", "object": "Branch"}
FILE = {"tool": "drive.archive_file", "object": "File"}
TRUNK = "The main branch may not be deleted."
RATION = "Agents may issue no more than four refunds per customer per month."
DORMANT = "Files not edited for more than 1,000 days may be archived without asking."
STEEP = "Rebates are forbidden when the rebate is over 30 %."
ANY_CHANGE = "Changes need the CTO."
SUBMITTED = "The submission of tax forms is forbidden."
QUOTED = "Never email when the text contains 'secret sauce'."
TWELVE = "Deployments affecting twelve hosts or more need the CTO."
BY_NIGHT = "Refunds need Support during working hours; at night they are forbidden."
TIERED = "Refunds need Finance when the customer's tier is gold."
DECIDED: tuple[tuple[str, dict[str, Any], str], ...] = (
    (ALONE, {"tool": "stripe.refund", "money": "60 USD"}, "auto"),
    (ALONE, {"tool": "stripe.refund", "money": "60.01 USD"}, "suggest"),
    (ALONE, {"tool": "stripe.refund", "money": "5 EUR"}, "suggest"),
    (LINKS, LINK | {"labels": ["confidential"]}, "deny"),
    (LINKS, LINK, "deny"),
    (LINKS, LINK | {"labels": ["open"]}, "suggest"),
    (VISIBLE, REPOSITORY | {"fields": ["visibility"], "arguments": {"visibility": "public"}}, "deny"),
    (VISIBLE, REPOSITORY | {"fields": ["visibility"], "arguments": {"visibility": "private"}}, "suggest"),
    (VISIBLE, REPOSITORY | {"fields": ["topic"], "arguments": {"topic": "public"}}, "suggest"),
    (HOURLY, INVOICE | {"so_far": [{"period": "hour", "count": 4}]}, "suggest"),
    (HOURLY, INVOICE | {"so_far": [{"period": "hour", "count": 5}]}, "deny"),
    (CURRENCY, INVOICE | {"money": "5 GBP"}, "deny"),
    (CURRENCY, INVOICE | {"money": "5 USD"}, "suggest"),
    (TRUNK, BRANCH | {"places": ["main"]}, "deny"),
    (TRUNK, BRANCH | {"places": ["feature"]}, "suggest"),
    (RATION, {"tool": "stripe.refund", "so_far": [{"period": "month", "per": "customer", "count": 1}]}, "suggest"),
    (RATION, {"tool": "stripe.refund", "so_far": [{"period": "month", "per": "customer", "count": 4}]}, "deny"),
    (DORMANT, FILE | {"ages": {"edited": 1100, "file": 1200}}, "auto"),
    (DORMANT, FILE | {"ages": {"edited": 900, "file": 1200}}, "suggest"),
    (DORMANT, FILE | {"ages": {"file": 1200}}, "suggest"),
    (STEEP, REBATE | {"numbers": {"percent": 31}}, "deny"),
    (STEEP, REBATE | {"numbers": {"percent": 30}}, "suggest"),
    (STEEP, REBATE | {"numbers": {"percent": 31, "rebate": 12}}, "suggest"),
    (ANY_CHANGE, {"tool": "aws.update_router", "verb": "update", "object": "Router"}, "approve"),
    (ANY_CHANGE, {"tool": "aws.read_router", "verb": "read", "object": "Router"}, "suggest"),
    (SUBMITTED, {"tool": "stripe.submit_tax_form", "object": "Tax form"}, "deny"),
    (SUBMITTED, {"tool": "stripe.print_tax_form", "object": "Tax form"}, "suggest"),
    (QUOTED, {"tool": "gmail.send_email", "text": "Our secret sauce."}, "deny"),
    (QUOTED, {"tool": "gmail.send_email", "text": "Our sauce is no secret."}, "suggest"),
    (BY_NIGHT, {"tool": "stripe.refund", "at": "2026-11-30T12:00:00+00:00"}, "approve"),
    (BY_NIGHT, {"tool": "stripe.refund", "at": "2026-11-30T23:00:00+00:00"}, "deny"),
    (BY_NIGHT, {"tool": "stripe.refund", "at": "2026-11-30T20:00:00+00:00"}, "suggest"),
    (TIERED, {"tool": "stripe.refund", "related": {"tier": {"customer": None}}}, "approve"),
    (TIERED, {"tool": "stripe.refund", "related": {"customer": {"tier": "silver"}}}, "suggest"),
    (TWELVE, {"tool": "ci.deploy", "numbers": {"hosts": 12}}, "approve"),
    (TWELVE, {"tool": "ci.deploy", "numbers": {"hosts": 11}}, "suggest"),
)
SIGNED: tuple[tuple[str, dict[str, Any], list[tuple[int, list[str]]]], ...] = (
    ("Closing a bank account is a decision for two Treasury members.",
     {"tool": "bank.close_bank_account", "object": "Bank account"}, [(2, ["Treasury"])]),
    ("Closing a bank account is a decision for two Treasury members.", {"tool": "bank.send_payment"}, []),
    ("Rebates above 4 % need Sales; those above 9 % also need that of Finance.", REBATE | {"numbers": {"percent": 4}}, []),
    ("Rebates above 4 % need Sales; those above 9 % also need that of Finance.", REBATE | {"numbers": {"percent": 5}},
     [(1, ["Sales"])]),
    ("Rebates above 4 % need Sales; those above 9 % also need that of Finance.", REBATE | {"numbers": {"percent": 10}},
     [(1, ["Sales"]), (1, ["Finance"])]),
    ("Moving a rack requires approval from HR and the hiring manager.", {"tool": "dc.move_rack", "object": "Rack"},
     [(1, ["HR"]), (1, ["@hiring manager"])]),
)  # fmt: skip
REFUSED = (
    "Never refund to a wallet that differs from the wallet of the order.",
    "Never make an export when its owner matches the auditor of the year.",
)
OWED: tuple[tuple[str, dict[str, Any], list[str]], ...] = (
    ("Wait 20 minutes before a payment is released.", {"tool": "bank.send_payment", "money": "4 USD"}, ["hold"]),
    ("Approving a wire transfer over 900 USD takes a security key.", WIRE | {"money": "901 USD"}, ["security key"]),
    ("Approving a wire transfer over 900 USD takes a security key.", WIRE | {"money": "900 USD"}, []),
)


@pytest.mark.parametrize(("sentence", "action", "outcome"), DECIDED)
def test_it_lets_and_denies_as_it_is_meant(sentence: str, action: dict[str, Any], outcome: str) -> None:
    assert answer([sentence], [action])["decisions"][0]["outcome"] == outcome


@pytest.mark.parametrize(("sentence", "action", "needs"), SIGNED)
def test_those_sign_who_are_named(sentence: str, action: dict[str, Any], needs: list[tuple[int, list[str]]]) -> None:
    decided = answer([sentence], [action])["decisions"][0]
    assert [(need["people"], need["groups"]) for need in decided["requirements"]] == needs


@pytest.mark.parametrize(("sentence", "action", "kinds"), OWED)
def test_what_is_owed_is_owed_at_the_limit(sentence: str, action: dict[str, Any], kinds: list[str]) -> None:
    assert [owed["kind"] for owed in answer([sentence], [action])["decisions"][0]["owed"]] == kinds


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_compares_two_things_is_no_state_of_one(sentence: str) -> None:
    assert not answer([sentence], [])["understood"]
