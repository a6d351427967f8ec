"""The other side of `pool.py`: a connection of its own, and spans read on it. No Django, so that it starts fast."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

Execute = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Errand:
    """What another process is told."""

    task: Callable[[Execute, UUID, int, int, Any], Any]
    address: str
    workspace: UUID
    extra: Any


_standing: list[tuple[Errand, "psycopg.Connection[Any]"]] = []  # of this process, which has been started for it


def begin(errand: Errand) -> None:
    opened = psycopg.connect(errand.address, autocommit=True)
    opened.execute("SELECT set_config('countersign.workspaces', %s, false)", [str(errand.workspace)])
    _standing.append((errand, opened))


def go(span: tuple[int, int]) -> Any:
    errand, opened = _standing[0]

    def there(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return opened.execute(sql, values, binary=True).fetchall()

    return errand.task(there, errand.workspace, *span, errand.extra)
