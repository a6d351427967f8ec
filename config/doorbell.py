"""Who opens when the doorbell rings: one task, which looks for what is due and does it.

A message is only a wake-up: it may be doubled, late, or senseless. None of that ends a worker.
"""

import logging
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from celery import Task, shared_task
from celery.exceptions import InvalidTaskError
from celery.worker.strategy import default

from apps.actions import decide_again, execute, governing, reminders
from apps.actions.backtests import work
from apps.core import doorbell, scope
from apps.core.doorbell import TASK
from apps.runner import step

AT_ONCE = 20  # claimed together at most, under a backlog; one when idle
LONGEST_S = 20.0  # how long one ring keeps a worker; it then rings for whoever comes next

log = logging.getLogger(__name__)


def careful(task: Any, app: Any, consumer: Any, **options: Any) -> Callable[..., Any]:
    """Celery's way of taking a message, which a body that is no call would end together with the worker."""
    take = default(task, app, consumer, **options)

    def take_message(message: Any, body: Any, *args: Any, **more: Any) -> Any:
        call = message.payload
        if not (isinstance(call, list) and [type(part) for part in call[:2]] == [list, dict] and len(call) == 3):
            raise InvalidTaskError("The body of this message is not a call.")
        return take(message, body, *args, **more)

    return take_message


class Careful(Task):  # type: ignore[type-arg]  # generic in the stubs alone
    Strategy = "config.doorbell:careful"


@shared_task(name=TASK, acks_late=True, base=Careful)
def rung(kind: str = "", id: str = "", workspace: str = "", *_more: object) -> None:
    try:
        answer, where, whose = KINDS[kind], UUID(id), UUID(workspace)
    except (KeyError, TypeError, ValueError, AttributeError):
        log.warning("A message for nobody: %.40r", kind)
        return
    answer(where, whose)


def _actions(id: UUID, workspace: UUID) -> None:
    """Whatever is due, until there is nothing more; the id only says that something is."""
    since, limit = time.monotonic(), 1
    with doorbell.awake("action"):
        while found := execute.run_due(limit):
            limit = min(AT_ONCE, limit * 2) if found == limit else found
            if time.monotonic() - since > LONGEST_S:
                break
    if found:
        doorbell.ring("action", id, workspace=workspace)


def _run(id: UUID, workspace: UUID) -> None:
    with scope.workspace(workspace):
        step.take(id)


def _backtest(id: UUID, workspace: UUID) -> None:
    with scope.workspace(workspace):
        work.take(id, workspace)


def _policy(id: UUID, workspace: UUID) -> None:
    with scope.workspace(workspace):
        decide_again.all_open(id, by="worker")


def _organisation(id: UUID, _seat: UUID) -> None:
    governing.holds(id, by="worker")


def _reminder(id: UUID, workspace: UUID) -> None:
    with scope.workspace(workspace):
        reminders.send(id)


KINDS: dict[str, Callable[[UUID, UUID], None]] = {
    "action": _actions, "run": _run, "backtest": _backtest, "policy": _policy,
    "organisation": _organisation, "reminder": _reminder,
}  # fmt: skip
