"""Clauses before, behind and within the main one: who must have agreed, what is done, what the run has done already."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

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
     'Disposals need two people when the "parcel" is "insured".'),
    ("Exports of more than 50 files take the approval of a data steward.",
     "Exports need one person from Data Stewards when more than 50 records change."),
    ("Agents must never crush or melt a drive.", 'Never make "crushing drive" or make "melting drive".'),
    ("Renaming or archiving a repository is approved by one of its stewards.",
     '"renaming repository" and archivals of Repository need one person from stewards.'),
    ("Each access grant has to quote a ticket number.", 'For access grants, ask for "ticket number".'),
    ("Backups may not be deleted before they are 20 days old.",
     'Never delete Backup when the age of "record" is under 20 days.'),
    ("Do not merge as long as one of its checks has failed.", 'Never merge unless the check "all checks" has passed.'),
    ("Once orders exceed 500 USD in a month, Legal must approve any further one.",
     'Orders need one person from Legal when with this one, the total per "month" is over 500 USD.'),
    ("Changes to a production database need the CTO.",
     'Writes to Database need one person from CTO when it is in "production".'),
    ("Changes to the production environment need the CTO.",
     'Changes need one person from CTO when it is in "production".'),
    ("If a customer is in dispute, its refunds need Legal.",
     'Refunds need one person from Legal when the "customer" is "in dispute".'),
    ("No change is made to a production database during a freeze.",
     'Never write to Database when it is in "production" and a freeze is in force.'),
    ("Unless the asker belongs to Legal, exports are forbidden.", "Never export unless it was asked for by Legal."),
    ("While an incident is going on, rollbacks need no approval.",
     'Roll back without asking when the "incident" is in force.'),
    ("Nobody has to approve restarts in staging unless a freeze is in force.",
     'Restart without asking when it is in "staging", unless a freeze is in force.'),
    ("Files labelled personal must not be exported.", 'Never export when it is labelled "personal".'),
)  # fmt: skip
REFUSED = (
    "Unless it feels right, no lease is signed.",
    "Once Legal has approved, no waiver may be granted.",
    "A run that has been odd must not send e-mail.",
    "Whenever something is wrong, ask Legal.",
    "Whenever a customer is frustrated, ask Legal.",
    "When somebody asks for a refund, ask Legal.",
    "Anything that is brittle must not be flung by crane or cart.",
)
SENT: dict[str, Any] = {"tool": "gmail.send_email", "verb": "send", "object": "Email", "recipients": ["jo@else.org"]}
SENTENCE = "A run that has exported anything must not send e-mail outside acme.com."


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_a_clause_is_put_where_the_grammar_knows_it(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


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


def test_a_rule_that_is_made_changes_how_things_are_set_up() -> None:
    made = {"tool": "paloalto.create_firewall_rule", "verb": "create", "object": "Firewall Rule"}
    assert answer(["Firewall changes need Security."], [made])["decisions"][0]["outcome"] == "approve"


def test_sending_files_is_no_writing_to_them() -> None:
    delete = {"tool": "reports.delete_report", "verb": "delete", "object": "Report"}
    assert answer(["Reports may be sent without asking."], [delete])["decisions"][0]["outcome"] == "suggest"
