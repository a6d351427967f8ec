"""What is named freely in a rule meets an action by whatever names, fields and notes the action brings along."""

from typing import Any

import pytest

from apps.policies.trying.answer import answer

DETAILS = "Changes of a vendor's bank details need Finance."
COMMENTS = "Never merge a pull request that has unresolved comments."
BRANCHES = "Pushes to branches named release/* need two people."
RUNS = "Payment runs with more than 50 payments need Finance."
FILES = "Attachments may not be sent to external recipients."
CASES: list[tuple[str, dict[str, Any], str]] = [
    (DETAILS, {"tool": "netsuite.update_vendor", "object": "Vendor", "fields": ["bank_details"]}, "approve"),
    (DETAILS, {"tool": "netsuite.update_vendor", "object": "Vendor"}, "approve"),
    (DETAILS, {"tool": "netsuite.update_vendor", "object": "Vendor", "fields": ["phone"]}, "suggest"),
    ("Agents may update an employee's job title.", {"tool": "hr.update_employee", "fields": ["job_title"]}, "auto"),
    ("Agents may update an employee's job title.", {"tool": "hr.update_employee", "fields": ["job_title", "salary"]}, "suggest"),
    ("Agents may update an employee's job title.", {"tool": "hr.update_employee"}, "suggest"),
    ("Never delete candidate data.", {"tool": "greenhouse.delete_candidate"}, "deny"),
    ("Never delete candidate data.", {"tool": "greenhouse.update_candidate"}, "suggest"),
    (COMMENTS, {"tool": "github.merge_pull_request", "numbers": {"unresolved comments": 2}}, "deny"),
    (COMMENTS, {"tool": "github.merge_pull_request", "record": {"unresolved_comments": 0}}, "suggest"),
    (COMMENTS, {"tool": "github.merge_pull_request"}, "deny"),
    (BRANCHES, {"tool": "github.push", "places": ["release/1.2"]}, "approve"),
    (BRANCHES, {"tool": "github.push", "places": ["main"]}, "suggest"),
    (RUNS, {"tool": "netsuite.create_payment_run", "count": 51}, "approve"),
    (RUNS, {"tool": "netsuite.create_payment_run", "count": 50}, "suggest"),
    (RUNS, {"tool": "netsuite.create_payment_run", "numbers": {"payments": 51}, "count": 1}, "approve"),
    (FILES, {"tool": "gmail.send_email", "recipients": ["x@gmail.com"], "attachments": 1}, "deny"),
    (FILES, {"tool": "gmail.send_email", "recipients": ["x@gmail.com"], "attachments": 0}, "suggest"),
    ("No refunds to customers outside the US.", {"tool": "stripe.refund", "related": {"customer": {"country": "US"}}}, "suggest"),
    ("No refunds to customers outside the US.", {"tool": "stripe.refund", "related": {"customer": {"country": "FR"}}}, "deny"),
    ("Only HR may read background checks.", {"tool": "hr.read_background_check", "asked_by": ["Sales"]}, "deny"),
    ("Only HR may read background checks.", {"tool": "hr.read_background_check", "asked_by": ["HR"]}, "suggest"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "action", "outcome"), CASES)
def test_a_free_name_is_met_by_what_an_action_says(sentence: str, action: dict[str, Any], outcome: str) -> None:
    [decision] = answer([sentence], [action])["decisions"]
    assert decision["outcome"] == outcome
