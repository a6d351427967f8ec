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
)  # fmt: skip
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
