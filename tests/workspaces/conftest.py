from collections.abc import Iterator
from uuid import UUID

import pytest

from apps.core import scope
from tests import make


@pytest.fixture
def acme(db: None) -> Iterator[UUID]:
    """A workspace in scope."""
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        yield workspace.pk
