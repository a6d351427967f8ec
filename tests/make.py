"""Things for tests, said in one line: `make.workspace()`, `make.person("ben", of=acme, roles=["Finance"])`."""

from collections.abc import Callable, Iterable, Sequence
from threading import Barrier, Event, Thread
from time import sleep
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, connections, transaction

from apps.core import scope
from apps.workspaces import found, pause
from apps.workspaces.models import User, Workspace
from apps.workspaces.pause import Scope


def workspace(slug: str = "acme", **said: Any) -> Workspace:
    known: dict[str, Any] = {"name": slug.title(), "time_zone": "Europe/Copenhagen", "domains": [], "sandbox": True}
    return found.workspace(f"{slug.title()} Inc", slug=slug, **(known | said))


def person(name: str, *, of: UUID, roles: Sequence[str] = ()) -> User:
    user = User.objects.create_user(f"{name}@{of.hex[:8]}.example", name=name.title())
    with scope.workspace(of):
        found.member(of, user, roles=list(roles), by="operator")
    return user


def held(workspace: UUID, scopes: Iterable[Scope]) -> bool:
    """Whether whoever wants to start something in these scopes is told that they are paused. In scope."""
    with transaction.atomic(), connection.cursor() as cursor:
        pause.share(cursor, scopes)
        return bool(pause.paused(cursor, workspace, scopes))


def race(*work: Callable[[], Any], of: UUID) -> list[Any]:
    """Do all of these at the same instant, each on its own connection. What each returned, or raised."""
    outcomes: list[Any] = [None] * len(work)
    start = Barrier(len(work))

    def run(place: int) -> None:
        try:
            with scope.workspace(of):
                connections["default"].ensure_connection()
                start.wait(timeout=60)
                outcomes[place] = work[place]()
        except Exception as why:  # noqa: BLE001  whatever a racer meets is its outcome
            outcomes[place] = why
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def frozen(hold: Callable[[], object], *, of: UUID, seconds: float) -> tuple[Thread, list[object]]:
    """Another session that stops in the middle of a transaction, as a stopped process does: what becomes of it."""
    outcome: list[object] = []
    holds = Event()

    def work() -> None:
        try:
            with scope.workspace(of), transaction.atomic():
                hold()
                holds.set()
                sleep(seconds)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            outcome.append("committed")
        except DatabaseError as why:
            outcome.append(why)
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    assert holds.wait(10)
    return thread, outcome
