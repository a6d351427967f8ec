from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from apps.audit import log
from apps.core import scope
from apps.core.postgres.embedded import OWNER
from tests import make
from tests.harness import environment

TABLES = ("audit_entry", "audit_head", "audit_checkpoint")


@pytest.fixture
def acme(db: None) -> Iterator[UUID]:
    """A workspace in scope; its log has one line."""
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        yield workspace.pk


@pytest.fixture
def write(acme: UUID) -> Callable[..., int]:
    """One line in a transaction of its own."""

    def append(subject: str = "act_1", **said: Any) -> int:
        with transaction.atomic():
            line: dict[str, Any] = {"kind": "action.done", "by": "worker", "facts": {}, **said}
            return log.append(workspace=acme, subject=subject, **line)

    return append


@pytest.fixture
def as_owner(transactional_db: None, acme: UUID) -> Callable[..., None]:
    """What somebody with the owner's login can do: switch the triggers off and change what they like."""

    def execute(statement: str, *values: object) -> None:
        with _owner() as owner:
            for table in TABLES:
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            owner.execute(statement, values)
            for table in TABLES:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return execute


@pytest.fixture
def as_owner_with_triggers(transactional_db: None, acme: UUID) -> Callable[..., None]:
    def execute(statement: str) -> None:
        with _owner() as owner:
            owner.execute(statement)

    return execute


def _owner() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(environment.place.url(OWNER, environment.MAIN))
