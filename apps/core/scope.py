"""Which workspaces this piece of work may touch.

The database backend names them to PostgreSQL at the start of every transaction, where row security reads them,
and the scoped managers filter by them. Outside a scope there is nothing to see.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_workspaces: ContextVar[tuple[UUID, ...]] = ContextVar("workspaces", default=())


class OutOfScope(RuntimeError):
    """A tenant's table was touched without saying whose: wrap the work in `scope.workspace(id)`."""


@contextmanager
def workspace(*ids: UUID) -> Iterator[None]:
    """Work inside these workspaces until the block ends; the scope outside comes back then."""
    token = _workspaces.set(ids)
    try:
        yield
    finally:
        _workspaces.reset(token)


def current() -> tuple[UUID, ...]:
    return _workspaces.get()


def required() -> tuple[UUID, ...]:
    """The workspaces in scope. Raises OutOfScope where there are none."""
    ids = current()
    if not ids:
        raise OutOfScope("No workspace is in scope.")
    return ids


def only() -> UUID:
    """The one workspace in scope. Raises OutOfScope where there is none, or more than one."""
    ids = required()
    if len(ids) != 1:
        raise OutOfScope(f"{len(ids)} workspaces are in scope where one is needed.")
    return ids[0]
