"""Clauses before, behind and within the main one: who must have agreed, what is done, what the run has done already."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse, render
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of

WORDS = vocabulary_of(
    [], {"groups": ["Legal", "CTO", "Data Stewards"], "labels": ["personal"], "domains": ["acme.com"]}
)
READ = (
    ("Unless Legal has agreed, no contract above 900 EUR is signed.", "Contracts over 900 EUR need one person from Legal."),
    ("Until the CTO has signed off, no beta may go live.", "Beta need one person from CTO."),
    ("Keys are never handed out before the CTO has approved it.", '"handing out keys" need one person from CTO.'),
    ("Once Legal has approved, an exception may be granted.", '"exception" need one person from Legal.'),
    ("Whenever a sluice is opened, ask the CTO.", '"opening sluice" need one person from CTO.'),
    ("Before an agent closes an account, somebody from Legal must agree.", "Account closures need one person from Legal."),
    ("Each time a payment leaves our company, tell Legal.",
     "For payments when a recipient is outside our domains, tell Legal."),
    ("Two people from Legal must sign before any price list leaves the company.",
     '"sending price list" need two people from Legal when a recipient is outside our domains.'),
    ("Legal is to be notified whenever an agent changes somebody's permissions.", "For permission changes, tell Legal."),
    ("A run that has exported anything must not send e-mail outside acme.com.",
     "Never email when a recipient is outside our domains and the run has already done exports."),
    ("No run that has viewed invoices may post anything.",
     'Never post when the run has already done reads of "Invoice".'),
    ("A payment may not run until an invoice has been read in the same run.",
     'Never pay unless the run has already done reads of "Invoice".'),
    ("Whoever signs off on a wire transfer must use a hardware key.", "For wire transfers, confirm with a security key."),
    ("Brochures may be sent without approval to people inside our own domains.",
     "Make brochures without asking when every recipient is inside our domains."),
    ("Invoices may, without asking anyone, be voided in staging.", 'Make "voiding invoices" without asking when it is in "staging".'),
    ("A firewall change goes to Legal first and then to the CTO.",
     "Firewall rule changes need one person from Legal, then one person from CTO."),
    ("Price changes are signed by Legal before the CTO.", "Price changes need one person from Legal, then one person from CTO."),
    ("For price changes Legal signs first, then the CTO.", "Price changes need one person from Legal, then one person from CTO."),
    ("Nothing that changes permissions goes through without the approval of Legal.",
     "Permission changes need one person from Legal."),
    ("If a parcel is insured, its disposal needs two people.",
     'Disposal need two people when the "parcel" is "insured".'),
    ("Exports of more than 50 files take the approval of a data steward.",
     "Exports need one person from Data Stewards when more than 50 records change."),
    ("Files labelled personal must not be exported.", 'Never export "File" when it is labelled "personal".'),
)  # fmt: skip
REFUSED = (
    "Unless it feels right, no lease is signed.",
    "Once Legal has approved, no waiver may be granted.",
    "A run that has been odd must not send e-mail.",
    "Whenever something is wrong, ask Legal.",
)
SENT: dict[str, Any] = {"tool": "gmail.send_email", "verb": "send", "object": "Email", "recipients": ["jo@else.org"]}
SENTENCE = "A run that has exported anything must not send e-mail outside acme.com."


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_a_clause_is_put_where_the_grammar_knows_it(sentence: str, meaning: str) -> None:
    rule = parse(sentence, WORDS)
    assert render(rule) == meaning
    assert parse(meaning, WORDS) == rule


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_clause_that_says_nothing_decidable_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


@pytest.mark.parametrize(
    ("more", "outcome"),
    [({"earlier": ["exports"]}, "deny"), ({"earlier": []}, "suggest"), ({}, "deny"),
     ({"earlier": ["exports"], "recipients": ["jo@acme.com"]}, "suggest")],
)  # fmt: skip
def test_what_the_run_has_done_decides(more: dict[str, Any], outcome: str) -> None:
    assert answer([SENTENCE], [{**SENT, **more}])["decisions"][0]["outcome"] == outcome


def test_sending_files_is_no_writing_to_them() -> None:
    delete = {"tool": "reports.delete_report", "verb": "delete", "object": "Report"}
    assert answer(["Reports may be sent without asking."], [delete])["decisions"][0]["outcome"] == "suggest"
