"""Who opens when the doorbell rings: one task, which looks for what is due and does it."""

from collections.abc import Callable
from uuid import UUID

from celery import shared_task

from apps.actions import execute
from apps.core import scope
from apps.core.doorbell import TASK
from apps.runner import step

AT_MOST = 20  # pieces of work done for one ring, so that a backlog does not need a message each


def _actions(_id: UUID, _workspace: UUID) -> None:
    """Whatever is due; the id only says that something is."""
    for _ in range(AT_MOST):
        if not execute.run_due(1):
            return


def _run(id: UUID, workspace: UUID) -> None:
    with scope.workspace(workspace):
        step.take(id)


KINDS: dict[str, Callable[[UUID, UUID], None]] = {"action": _actions, "run": _run}


@shared_task(name=TASK, acks_late=True)
def rung(kind: str, id: str, workspace: str) -> None:
    KINDS[kind](UUID(id), UUID(workspace))
