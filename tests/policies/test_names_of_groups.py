"""Who a name names: a workspace's own people before anybody else who is called so."""

from typing import Any

import pytest

from apps.policies.trying.answer import answer

OWN = {"groups": ["Hiring Manager", "Returns", "Privacy Officer", "Finance"]}


def asked(sentence: str, vocabulary: dict[str, Any] | None = None) -> tuple[list[str], int]:
    said = answer([sentence], [{"tool": "stripe.refund", "money": "900 USD"}], vocabulary or {})
    (need,) = said["decisions"][0]["requirements"]
    return need["groups"], need["people"]


@pytest.mark.parametrize(
    ("words", "group", "people"),
    [
        ("the Hiring Manager", "Hiring Manager", 1),
        ("the Returns team", "Returns", 1),
        ("the privacy officer", "Privacy Officer", 1),
        ("two Returns team members", "Returns", 2),
        ("a Finance approver", "Finance", 1),
        ("three Finance reviewers", "Finance", 3),
    ],
)
def test_a_group_of_the_workspace_is_meant_whichever_way_it_is_called(words: str, group: str, people: int) -> None:
    assert asked(f"Refunds over $500 must be approved by {words}.", OWN) == ([group], people)


def test_where_no_such_group_is_a_relation_is_meant() -> None:
    assert asked("Refunds need the hiring manager.") == (["@hiring manager"], 1)


def test_an_object_of_the_workspace_is_no_label_of_the_same_name() -> None:
    export = {"tool": "snowflake.export_report", "object": "Report"}
    sentence = "Customer data is never exported without the approval of Legal."
    said = answer([sentence], [export], {"objects": ["Customer data"]})
    assert said["canonical"] == "Exports of Customer data need one person from Legal."
    assert said["decisions"][0]["matched"] == []


@pytest.mark.parametrize("status", ["overdue", "paid"])
def test_a_status_of_a_record_is_a_field_of_it(status: str) -> None:
    sentence = "Payment reminders may go out without approval, provided the status of the invoice is overdue."
    reminder = {"tool": "billing.send", "object": "payment reminder", "related": {"invoice": {"status": status}}}
    said = answer([sentence], [reminder])
    assert '"status" of the "invoice"' in said["canonical"]
    assert bool(said["decisions"][0]["matched"]) is (status == "overdue")
