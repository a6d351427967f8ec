from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from apps.connectors import breaker
from apps.connectors.models import Connection
from apps.core import scope
from apps.workspaces.models import Workspace
from tests import make


@pytest.fixture
def acme(db: None) -> Iterator[Workspace]:
    breaker._watched.clear()
    breaker._calm_calls.clear()
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        yield workspace


@pytest.fixture
def connect(acme: Workspace) -> Callable[[str], UUID]:
    def made(name: str) -> UUID:
        said = {"connector": "stripe", "name": name, "created_by": "operator"}
        return Connection.objects.create(workspace_id=acme.pk, **said).pk

    return made
