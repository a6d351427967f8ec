"""What anybody can try without a workspace: sentences on actions written by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from apps.policies.starters import STARTERS
from apps.policies.trying.answer import answer

REFUND = {"tool": "stripe.refund", "money": "80 USD"}


def outcome(sentence: str, **action: Any) -> str:
    said = answer([sentence], [{"tool": "stripe.refund", **action}])
    return str(said["decisions"][0]["outcome"])


def test_a_sentence_is_tried_on_an_action(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "action.json"
    file.write_text(json.dumps(REFUND))
    call_command("policy", "try", "--sentence", "Refunds over $75 need a manager.", "--action", str(file))
    said = json.loads(capsys.readouterr().out)
    assert said["decisions"][0]["outcome"] == "approve"
    assert said["decisions"][0]["requirements"][0]["groups"] == ["manager"]


def test_a_corpus_is_answered_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "corpus.jsonl"
    lines = [{"id": 1, "sentence": "Never refund.", "action": REFUND}, {"id": 2, "sentence": "Be careful."}]
    file.write_text("\n".join(map(json.dumps, lines)) + "\nno json\n")
    call_command("policy", "try", "--jsonl", str(file))
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["decisions"][0]["outcome"]) == (1, "deny")
    assert (second["understood"], third["understood"]) == (False, None)


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ({"tool": "stripe.refund", "mony": "5 USD"}, "Did you mean “money”"),
        ({"money": "5 USD"}, "which tool"),
        ({"tool": "stripe.refund", "money": "five"}, "no amount"),
        ({"tool": "stripe.refund", "verb": "fly"}, "fly"),
        ({"tool": "stripe.refund", "vocabulary": {"grups": ["A"]}}, "Did you mean “groups”"),
    ],
)
def test_an_action_that_cannot_be_read_is_refused_in_words(action: dict[str, Any], says: str) -> None:
    said = answer(["Never refund."], [action])
    assert said["understood"] is None
    assert says in said["error"]


def test_what_is_left_out_cannot_be_told_and_null_is_none() -> None:
    assert outcome("Never refund over 500 USD.") == "deny"
    assert outcome("Never refund over 500 USD.", money=None) == "suggest"
    assert outcome("Never change permissions.") == "suggest"


@pytest.mark.parametrize("tool", ["stripe.refund", "stripe.create_refund", "stripe.refund_payment"])
def test_the_kind_of_deed_is_read_off_the_name_of_the_tool(tool: str) -> None:
    assert outcome("Never refund.", tool=tool) == "deny"


def test_a_tool_that_says_change_is_met_by_what_restricts_changes_and_by_nothing_that_lets_them() -> None:
    change = {"tool": "servicenow.implement_change", "at": "2026-12-04T12:00:00+00:00"}
    assert answer(["No changes on Fridays."], [change])["decisions"][0]["outcome"] == "deny"
    assert answer(["Changes need no approval."], [change])["decisions"][0]["outcome"] == "suggest"


def test_a_relation_an_order_and_what_is_owed_are_said() -> None:
    said = answer(["Refunds need the asker's manager, then one person from Finance, and tell Legal."], [REFUND])
    first, second = said["decisions"][0]["requirements"]
    assert (first["groups"], first["order"], second["order"]) == (["@asker's manager"], 1, 2)
    assert said["decisions"][0]["owed"] == [{"kind": "tell", "groups": ["Legal"]}]


def test_what_holds_anyway_is_accepted_and_says_so() -> None:
    assert "always" in answer(["No one may approve their own request."], [])["note"]


@pytest.mark.parametrize("sentence", [sentence for starter in STARTERS for sentence in starter.sentences])
def test_each_sentence_of_a_starter_policy_is_understood(sentence: str) -> None:
    assert answer([sentence], [])["understood"] is True


def test_a_policy_is_printed_as_cedar(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("policy", "code", "--sentence", "Never refund.")
    assert "permit(principal" in capsys.readouterr().out


def test_the_rule_says_of_what_kind_each_condition_is() -> None:
    [said] = answer(["Refunds over 100 USD need two people from Finance."], [])["rule"]
    assert said["clauses"][0]["condition"] == {"kind": "amount", "op": ">", "amount": 10_000, "currency": "USD"}


def test_an_organisations_sentences_limit_what_the_others_let_and_are_named() -> None:
    over = ["Never refund over 500 USD.", "Refunds over 100 USD need one person from Finance."]
    small, middle, large = ({"tool": "stripe.refund", "money": f"{amount} USD"} for amount in (50, 200, 600))
    said = answer(["Refund without asking."], [small, middle, large], above=over)["decisions"]
    assert [one["outcome"] for one in said] == ["auto", "approve", "deny"]
    assert said[1]["requirements"][0]["above"] == "organisation"
    assert answer(["Refund without asking."], [small], above=["Never refnd things somehow."])["understood"] is False
