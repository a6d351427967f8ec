"""Plans over a past: nothing that grows with history is read from end to end, and no wrong index is taken."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.console.history.generate import Generated
from apps.core import scope
from tests.scale.test_lists import client, place  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db
HISTORY = ("actions_action", "actions_proposal", "actions_attempt", "actions_key", "audit_entry", "approvals_request",
           "approvals_signature", "billing_usage", "billing_reservation", "runs_run", "runs_step", "runs_stepbody")  # fmt: skip
PATHS = ("", "inbox/", "inbox/?view=team", "inbox/?view=done", "actions/", "actions/?state=failed",
         "actions/?state=waiting", "actions/?tool=mail.send", "runs/", "audit/", "audit/?kind=action.failed")  # fmt: skip
MOST_ROWS = 3_000  # that one node of a plan may read for one page


@pytest.mark.parametrize("path", PATHS)
def test_no_page_reads_history_from_end_to_end(place: str, client: Client, path: str, past: Generated) -> None:  # noqa: F811
    with CaptureQueriesContext(connection) as asked:
        assert client.get(place + path).status_code == 200
    questions = [one["sql"] for one in asked if one["sql"].startswith("SELECT") and touches(one["sql"])]
    assert questions
    for question in questions:
        for node in nodes(explained(question)):
            assert not whole_table(node), f"{node['Relation Name']} is read whole by {question}"
            assert node.get("Actual Rows", 0) <= MOST_ROWS, question


SPINE = {
    "the guard of a finish": "UPDATE actions_action SET why = why WHERE id = '{action}' AND workspace_id = '{workspace}'"
    " AND state = 'done' AND attempt = 1",
    "an attempt's end": "UPDATE actions_attempt SET ended_as = ended_as WHERE workspace_id = '{workspace}'"
    " AND action_id = '{action}' AND number = 1 AND ended_at IS NULL",
    "attempts in doubt": "SELECT number FROM actions_attempt WHERE action_id = '{action}' AND started_at IS NOT NULL"
    " AND ended_at IS NULL",
    "a key": "SELECT 1 FROM actions_key WHERE workspace_id = '{workspace}' AND key = 'x'",
    "what an action holds": "SELECT id FROM billing_reservation WHERE workspace_id = '{workspace}'"
    " AND action_id = '{action}' AND state = 'held'",
    "an action and its proposal": "SELECT 1 FROM actions_action a JOIN actions_proposal p ON p.id = a.proposal_id"
    " AND p.workspace_id = a.workspace_id WHERE a.id = '{action}' AND a.workspace_id = '{workspace}'",
}


@pytest.mark.parametrize("name", SPINE)
def test_the_spine_reads_a_handful_of_rows_whatever_the_past(name: str, past: Generated) -> None:
    workspace = past.places[0].workspace
    with scope.workspace(workspace), connection.cursor() as cursor:
        cursor.execute("SELECT action_id FROM actions_attempt ORDER BY id DESC LIMIT 1")
        action = cursor.fetchone()[0]
        plan = explained(SPINE[name].format(action=action, workspace=workspace))
    for node in nodes(plan):
        assert not whole_table(node)
        assert node.get("Index Name") != "actions_attempts_on_the_wire" or "doubt" in name
        assert node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0) <= 10


def touches(question: str) -> bool:
    return any(f'"{table}"' in question or f" {table}" in question for table in HISTORY)


def whole_table(node: dict[str, Any]) -> bool:
    read = node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)
    small = read <= 200  # the first or the last month holds a few rows, and an index would cost more
    return node["Node Type"] == "Seq Scan" and node["Relation Name"].startswith(HISTORY) and not small


def explained(question: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + question.replace("%", "%%"), [])
        (answer,) = cursor.fetchone()
    plan: dict[str, Any] = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for under in plan.get("Plans", ()):
        yield from nodes(under)
