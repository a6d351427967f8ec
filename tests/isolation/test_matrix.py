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

from tests.isolation.ask import leaks
from tests.isolation.cells import Cell, cells
from tests.isolation.ground import ASKERS, BELTS, Ground

SAMPLE = 170  # cells for each state of the belts


class Heard(logging.Handler):
    """Whatever is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''}")


def test_nothing_of_another_workspace_can_be_told_from_nothing(
    ground: Ground, belts: str, asker: str | None, record_property: pytest.FixtureRequest
) -> None:
    tried = sample(ground, belts) if asker is None else [cell for cell in cells(ground) if cell.asker == asker]
    with listening() as heard:
        found = [leak for cell in tried for leak in leaks(cell, ground)]
    record_property("cells", len(tried))
    record_property("leaks", len(found))
    print(len(list(cells(ground))))
    assert "\n".join(found) == ""
    assert not [line for line in heard.lines if ground.canary in line or ground.person_canary in line]
    assert not mail.outbox


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
