"""What is done to what, however it is said: by whom, in which voice, by a noun for the verb, in which system."""

from typing import Any

import pytest

from apps.policies.language import NotUnderstood, parse
from apps.policies.trying.answer import answer
from apps.policies.trying.vocabulary import vocabulary_of
from tests.policies.make import reads_as

WORDS = vocabulary_of([], {})
READ = (
    # the agent is the subject
    ("No agent issues a credit of more than 40 USD.", "Never credit over 40 USD."),
    ("The assistant sends no invitations.", 'Never make "sending invitations".'),
    ("An agent does not print payslips.", "Never print Payslip."),
    ("An agent refunds more than 90 USD only with approval from Finance.",
     "Refunds over 90 USD need one person from Finance."),
    ("Agents may do no bulk imports.", 'Never import when it is of the kind "bulk".'),
    # who wants to do it, and what an agent does
    ("Whoever wants to retire a server needs approval from Security.",
     '"retiring server" need one person from Security.'),
    ("Anyone wishing to rename a project needs approval from Finance.",
     '"renaming project" need one person from Finance.'),
    ("Any attempt to export payroll data is denied.", 'Never export when it is labelled "payroll data".'),
    ("Any file the agent uploads must be approved by Security.", "Uploads need one person from Security."),
    # what somebody gets
    ("No intern is granted admin rights.", 'Never make admin rights when it is of the kind "intern".'),
    ("A customer receives a voucher only with the approval of Finance.", "Vouchers need one person from Finance."),
    ("When a user is granted the auditor role, Security must approve.",
     'Access grants of Role need one person from Security when it is in "auditor".'),
    # light verbs, and nouns for the verb
    ("Carrying out a restore needs approval from Security.", "Restores need one person from Security."),
    ("A restore is only carried out with approval from Security.", "Restores need one person from Security."),
    ("The renaming of a project needs approval from Finance.", '"renaming of project" need one person from Finance.'),
    ("The issuance of a refund requires approval from Finance.", "Refunds need one person from Finance."),
    ("The suspension of a merchant needs approval from Finance.",
     '"suspension of merchant" need one person from Finance.'),
    ("The creation, change or deletion of a tax code needs approval from Finance.",
     '"creation of tax code", "change of tax code" and "deletion of tax code" need one person from Finance.'),
    # when it is done, goes out, leaves
    ("When a payee is added, Finance has to approve.", "Creations of Payee need one person from Finance."),
    ("A newsletter goes out only after approval by Finance.", "Campaigns need one person from Finance."),
    # in which system
    ("Inviting guests to HubSpot is not allowed.", 'Never make "inviting guests" in HubSpot.'),
    ("Exports from Salesforce need approval from Finance.", "Exports in Salesforce need one person from Finance."),
    ("Muting or deleting a monitor in HubSpot needs approval from Finance.",
     '"muting monitor" in HubSpot and deletions of Monitor in HubSpot need one person from Finance.'),
    # several doings of one thing, none of one
    ("Closing and reopening a ticket needs no approval.", 'Close tickets and reopen "Ticket" without asking.'),
    ("Neither archiving nor reopening a ticket needs approval.",
     'Archive "Ticket" and make reopenings of "Ticket" without asking.'),
)  # fmt: skip
REFUSED = (
    "An agent refunds customers.",
    "No agent without a reason.",
    "The agent gets an invoice.",
    "Whoever wants to rename a project should think twice.",
)
PROJECT = {"tool": "jira.rename_project", "verb": "update", "object": "project"}
DECIDED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("The renaming of a project needs approval from Finance.", PROJECT, "approve"),
    ("The renaming of a board needs approval from Finance.", PROJECT, "suggest"),
    ("The suspension of a merchant needs approval from Finance.", {"tool": "pay.suspend_merchant"}, "approve"),
    ("The suspension of a merchant needs approval from Finance.", {"tool": "pay.suspend_listing"}, "suggest"),
    ("Lease extensions need no approval.", {"tool": "erp.extend_lease"}, "auto"),
    ("Exports from Salesforce need approval from Finance.", {"tool": "tableau.export_report"}, "suggest"),
    ("Closing and reopening a ticket needs no approval.", {"tool": "zendesk.close_ticket"}, "auto"),
    ("Closing and reopening a ticket needs no approval.", {"tool": "bank.close_account"}, "suggest"),
    ("No intern is granted admin rights.", {"tool": "okta.grant_admin_rights", "kinds": ["intern"]}, "deny"),
    ("No intern is granted admin rights.", {"tool": "okta.grant_admin_rights", "kinds": ["lead"]}, "suggest"),
    ("Terminating a container is forbidden.", {"tool": "aws.terminate_container", "verb": "delete"}, "deny"),
)


@pytest.mark.parametrize(("sentence", "meaning"), READ)
def test_a_deed_is_read_however_it_is_said(sentence: str, meaning: str) -> None:
    assert reads_as(sentence, WORDS) == meaning


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_names_no_deed_or_says_nothing_of_it_is_refused(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(sentence, WORDS)


@pytest.mark.parametrize(("sentence", "action", "outcome"), DECIDED)
def test_it_decides_that_deed_and_no_other(sentence: str, action: dict[str, Any], outcome: str) -> None:
    assert answer([sentence], [action])["decisions"][0]["outcome"] == outcome
