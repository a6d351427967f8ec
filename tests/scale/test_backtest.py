"""A backtest over a generated past: what decided it says the same to every case, in however many processes."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from apps.console.history.generate import Generated


@pytest.fixture
def unblocked(past: Generated, django_db_blocker: DjangoDbBlocker) -> Iterator[Generated]:
    """Other processes ask, so no transaction of the test's is around it."""
    with django_db_blocker.unblock():
        yield past
        connections.close_all()


def told(past: Generated, **options: Any) -> dict[str, Any]:
    said = StringIO()
    call_command("backtest", workspace=past.places[-1].slug, days=366, stdout=said, **options)
    return dict(json.loads(said.getvalue()))


def test_the_policy_that_decided_says_the_same_to_the_bit(unblocked: Generated) -> None:
    found = told(unblocked)
    assert found["cases"] > 1_000
    assert (found["identical"], found["changed"]) == (found["cases"], 0)


def test_a_draft_from_a_file_counts_alike_in_one_process_and_in_two(unblocked: Generated, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("Refund up to 100 USD without asking.\n\nMessage without asking.\n")
    one, two = (told(unblocked, draft=file, processes=n) for n in (1, 2))
    assert one | {"seconds": 0} == two | {"seconds": 0}
    assert one["changed"] > 0


def test_a_draft_that_is_not_understood_is_refused(unblocked: Generated, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("Be careful.\n")
    with pytest.raises(CommandError, match="Sentence 1"):
        told(unblocked, draft=file)
    with pytest.raises(CommandError, match="no workspace"):
        call_command("backtest", workspace="nowhere")
