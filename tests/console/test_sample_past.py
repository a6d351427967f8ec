"""The sample's month: told once, whole, and such that verify, usage and the starters have something to look at."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from apps.actions.models import Recording
from apps.audit.models import Entry
from apps.billing.models import Day
from apps.console.sample import ensure, past
from apps.core import scope
from apps.policies.starters import STARTERS, Starter
from apps.runs.models import Run
from tests.harness import databases

BOOKS = "postgresql://operations:secret@127.0.0.1:5432/harbour_operations"


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[bool]]:
    """What telling it twice says."""
    with django_db_blocker.unblock():
        workspace = ensure.founded()
        with scope.workspace(workspace):
            ensure.furnish(workspace, tmp_path_factory.mktemp("sample"), BOOKS)
        yield [past.ensure(), past.ensure()]
        connections.close_all()
        databases.renew()


def test_the_month_is_told_once_and_the_log_says_that_it_was_invented(told: list[bool]) -> None:
    assert told == [True, False]
    with scope.workspace(ensure.founded()):
        assert list(Entry.objects.order_by("-seq").values_list("kind", flat=True)[:1]) == [past.TOLD]


def test_the_agent_is_put_on_the_first_cases_of_today(told: list[bool]) -> None:
    past.begin()
    with scope.workspace(ensure.founded()):
        begun = Run.objects.exclude(ended_at__isnull=False).order_by("id").values_list("goal", flat=True)
        assert list(begun) == [f"Answer case {number}" for number in past.CASES]


def test_every_guarantee_holds_over_it(told: list[bool]) -> None:
    said = StringIO()
    call_command("verify", stdout=said)
    assert "All guarantees hold" in said.getvalue()


def test_usage_is_there_for_each_day_of_it(told: list[bool]) -> None:
    with scope.workspace(ensure.founded()):
        days = Day.objects.filter(unit="micro_usd").values("day").distinct().count()
    assert days > past.DAYS - 5


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.title)
def test_each_starter_is_asked_about_the_whole_month(told: list[bool], starter: Starter, tmp_path: Path) -> None:
    draft, said = tmp_path / "draft.txt", StringIO()
    draft.write_text("\n".join(starter.sentences))
    call_command("backtest", workspace=ensure.SLUG, days=366, draft=draft, stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    with scope.workspace(ensure.founded()):
        assert found["cases"] == Recording.objects.count()
    assert found["changed"] > 0
