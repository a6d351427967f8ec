"""Months past their time: said first, exported whole, noted in the log, then gone; never one with open work."""

import gzip
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from apps.actions.models import Action
from apps.audit.models import Entry
from apps.console.history.generate import Generated
from apps.core import ids, scope
from apps.core.ids import uuid7
from apps.core.postgres import partitions
from apps.workspaces.models import User

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
LONG_AGO = datetime(2019, 3, 5, tzinfo=UTC)
TEXT = 'a "quoted" \\ line\nand another'


@pytest.fixture
def old(past: Generated) -> UUID:
    """A workspace with two step bodies of March 2019."""
    workspace = past.places[1].workspace
    partitions.make(connections["owner"], first=LONG_AGO, until=LONG_AGO)
    with connections["owner"].cursor() as owner:
        for _ in range(2):
            at = uuid7(int(LONG_AGO.timestamp() * 1000))
            owner.execute(
                "INSERT INTO runs_stepbody (id, workspace_id, step_id, body) VALUES (%s, %s, %s, %s::jsonb)",
                [at, workspace, uuid7(), json.dumps({"said": TEXT})],
            )
    return workspace


def retired(into: Path, *more: str, table: str = "runs_stepbody") -> str:
    said = StringIO()
    call_command("partitions", "--retire", table, "--keep-days", "1500", "--into", str(into), *more, stdout=said)
    return said.getvalue()


def there() -> bool:
    with connections["owner"].cursor() as owner:
        owner.execute("SELECT to_regclass('runs_stepbody_2019_03') IS NOT NULL")
        return bool(owner.fetchone()[0])


def test_a_dry_run_only_says_what_would_go(old: UUID, tmp_path: Path) -> None:
    assert "runs_stepbody_2019_03: 2 rows, would go." in retired(tmp_path, "--dry-run")
    assert there()
    assert not list(tmp_path.iterdir())


def test_a_month_goes_once_it_is_exported_and_noted(old: UUID, tmp_path: Path) -> None:
    retired(tmp_path)
    assert not there()
    with gzip.open(tmp_path / "runs_stepbody_2019_03.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    assert [row["body"]["said"] for row in rows] == [TEXT, TEXT]
    with scope.workspace(old):
        noted = Entry.objects.get(kind="history.exported").facts
    assert (noted["rows"], noted["month"]) == (2, "2019-03")
    assert noted["sha256"]


def test_months_that_are_young_enough_stay(old: UUID, tmp_path: Path) -> None:
    assert retired(tmp_path, "--dry-run").count("would go") == 1


def test_a_month_with_open_work_stays(past: Generated, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="are not finished, so that month stays"):
        call_command("partitions", "--retire", "actions_action", "--keep-days", "-40", "--dry-run")


def test_a_month_with_a_signature_that_is_still_owed_stays(past: Generated) -> None:
    place = past.places[0]
    with scope.workspace(place.workspace):
        ended = Action.objects.filter(state="done").order_by("-id")[0]
    with connections["owner"].cursor() as owner:
        owner.execute("DELETE FROM actions_openwork")
        call_command("partitions", "--retire", "actions_action", "--keep-days", "-40", "--dry-run")
        owner.execute(
            "INSERT INTO actions_afterwards (proposal_id, workspace_id, due_at, next_at, ran)"
            " VALUES (%s, %s, now(), now(), true)",
            [ended.proposal_id, place.workspace],
        )
    with pytest.raises(CommandError, match=r"\d actions of .* are not finished"):
        call_command("partitions", "--retire", "actions_action", "--keep-days", "-40", "--dry-run")


def test_what_is_no_history_by_the_month_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        retired(tmp_path, table="audit_entry")


def test_a_proposal_whose_actions_are_gone_is_no_page_and_no_row_any_more(past: Generated) -> None:
    place = past.places[0]
    client = Client()
    client.force_login(
        User.objects.get(pk=next(iter(place.signers))), backend="django.contrib.auth.backends.ModelBackend"
    )
    with scope.workspace(place.workspace):
        ended = Action.objects.filter(state="done").order_by("-id")[0]
        Action.objects.filter(proposal_id=ended.proposal_id).delete()
    said = ids.say("proposal", ended.proposal_id)
    assert client.get(f"/w/{place.slug}/proposals/{said}/").status_code == 404
    assert said.encode() not in client.get(f"/w/{place.slug}/inbox/?view=done").content
