from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from apps.console.faults import trial, world
from tests.harness import stage
from tests.harness.rehearsal import PORTS, Rehearsal, on_stage


@pytest.fixture
def rehearsal(transactional_db: None, settings: Settings) -> Iterator[Rehearsal]:
    """A workspace whose connections lead to a target that we hold in our hands, and two workers to be led."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    trial.join()
    place = world.furnish(1, PORTS)
    with on_stage(place) as made:
        yield made


__all__ = ["rehearsal", "stage"]
