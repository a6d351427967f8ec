from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from apps.billing import budgets, ledger
from apps.billing.budgets import Amount
from apps.billing.models import Budget
from apps.core import scope
from apps.core.ids import uuid7
from tests import make


@pytest.fixture
def acme(db: None) -> Iterator[UUID]:
    """A workspace in scope."""
    workspace = make.workspace()
    with scope.workspace(workspace.pk):
        yield workspace.pk


@pytest.fixture
def budget(acme: UUID) -> Callable[..., Budget]:
    """A cap on the number of actions of the workspace a day, unless the test says otherwise."""

    def set_up(cap: int, **said: Any) -> Budget:
        known = {"name": "Actions", "scope": ("workspace", acme), "unit": "actions", "period": "day", "by": "operator"}
        return budgets.set_up(workspace=acme, cap=cap, **(known | said))

    return set_up


@pytest.fixture
def reserve(acme: UUID) -> Callable[..., UUID]:
    """A reservation in a transaction of its own, of one action in the workspace's scope; the action's id."""

    def one(*amounts: Amount, action: UUID | None = None, scopes: Any = None) -> UUID:
        action = action or uuid7()
        with transaction.atomic():
            budgets.reserve(
                workspace=acme,
                action=action,
                scopes=scopes or [("workspace", acme)],
                amounts=amounts or [Amount("actions", 1)],
            )
        return action

    return one


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Callable[[UUID], None]:
    """From here on this thread is that worker, whose leases are its own."""
    return lambda worker: monkeypatch.setattr(ledger, "holder", lambda: worker)


def end(action: UUID, *used: Amount) -> None:
    """Settle with what was used, or release where nothing was."""
    with transaction.atomic():
        if used:
            budgets.settle(action, used)
        else:
            budgets.release(action)
