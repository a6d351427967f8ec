from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.flows import simulators


@pytest.fixture
def sandboxes(tmp_path: Path, settings: Settings) -> Iterator[dict[str, str]]:
    """The simulators run, and this process knows where."""
    with simulators.running(tmp_path) as addresses:
        settings.SANDBOXES = addresses
        yield addresses
