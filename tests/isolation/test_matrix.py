"""Nothing crosses workspaces: every address, operation, method and asker; whatever is the other's is as if it were not.

By default a sample, always the same (RANDOM_EXAMPLES=1 takes another); `manage.py test tests/isolation --whole` tries
all of it and says how much that was.
"""

import logging
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core import mail
from django.test import Client

from apps.core.postgres import base
from apps.workspaces.models import User
from tests.isolation.ask import leaks, make
from tests.isolation.cells import Asked, Cell, cells
from tests.isolation.ground import ASKERS, BELTS, Ground
from tests.isolation.walk import PLACE, routes

SAMPLE = 120  # cells for each state of the belts


class Heard(logging.Handler):
    """Whatever is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''}")


def test_nothing_of_another_workspace_can_be_told_from_nothing(
    ground: Ground, belts: str, asker: str | None, record_property: Callable[[str, object], None]
) -> None:
    tried = sample(ground, belts) if asker is None else [cell for cell in cells(ground) if cell.asker == asker]
    with listening() as heard:
        found = [leak for cell in tried for leak in leaks(cell, ground)]
    record_property("cells", len(tried))
    record_property("leaks", len(found))
    assert not found, "\n".join(found)
    assert not [line for line in heard.lines if ground.canary in line or ground.person_canary in line]
    assert not mail.outbox


@pytest.mark.parametrize("belts", ["without managers"], indirect=True)
def test_without_any_belt_the_matrix_finds_the_other_workspace(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_wanted", lambda: f"{ground.own.workspace},{ground.other.workspace}")
    tried = [cell for cell in cells(ground) if cell.asker == "Admins" and (cell.method, cell.place) == ("GET", "path")]
    assert sum(bool(list(leaks(cell, ground))) for cell in tried[::2]) > 5


@pytest.mark.parametrize("belts", BELTS[:1], indirect=True)
def test_every_page_is_reached_by_what_is_ours(ground: Ground) -> None:
    """Else nothing would be proved: a cell that never gets through the door is alike for all."""
    pages = [route for route in routes() if route.text.startswith(PLACE) and not route.of_a_console]
    for route in pages:
        path = route.filled({"slug": ground.own.slug, **ground.own.values})
        assert make(ground.client("Admins"), "GET", Asked(path)).status_code not in (404, 500), route.text
    assert len(pages) > 20


@pytest.mark.parametrize("belts", BELTS[:1], indirect=True)
def test_the_others_own_people_see_the_canary(ground: Ground) -> None:
    """Else nothing could be found: what the other workspace's pages show are the words that ours may not."""
    spy = Client()
    spy.force_login(User.objects.get(email=ground.other.words["email"]), "django.contrib.auth.backends.ModelBackend")
    for page in (
        f"proposals/{ground.other.said['proposal']}/",
        "connections/",
        "admin/agents/agent/",
        "admin/runs/run/",
    ):
        assert ground.canary in spy.get(f"/w/{ground.other.slug}/{page}").content.decode(), page


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The whole matrix is cut by asker, so that all processors have something to do."""
    if "asker" in metafunc.fixturenames:
        metafunc.parametrize("asker", ASKERS if metafunc.config.getoption("--whole", default=False) else [None])


def sample(ground: Ground, belts: str) -> list[Cell]:
    """Every address and operation, every asker in every place at least once over the belts; the rest by chance."""
    chance = random.Random(None if "RANDOM_EXAMPLES" in os.environ else 7)
    everything = list(cells(ground))
    chance.shuffle(everything)
    first = [
        *_first_of(everything, lambda cell: cell.route),
        *_first_of(everything, lambda cell: (cell.asker, cell.place)),
    ]
    return [*first, *everything[: SAMPLE * len(BELTS) - len(first)]][BELTS.index(belts) :: len(BELTS)]


def _first_of(everything: list[Cell], kind: Callable[[Cell], object]) -> list[Cell]:
    """The first cell of each kind."""
    return list({kind(cell): cell for cell in reversed(everything)}.values())


@contextmanager
def listening() -> Iterator[Heard]:
    heard, root = Heard(), logging.getLogger()
    root.addHandler(heard)
    try:
        yield heard
    finally:
        root.removeHandler(heard)
