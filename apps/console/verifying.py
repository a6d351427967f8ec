"""The guarantees of every app over one workspace. Where there is much to look into, several processes look at once."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from uuid import UUID

import django

from apps.actions.verify import GUARANTEES as OF_ACTIONS
from apps.approvals.verify import GUARANTEES as OF_REQUESTS
from apps.audit import pool
from apps.audit.models import Head
from apps.audit.verify import GUARANTEES as OF_LOG
from apps.audit.verify import Guarantee, Verdict
from apps.billing.verify import GUARANTEES as OF_BUDGETS
from apps.core import scope

OTHERS: Sequence[Guarantee] = (*OF_ACTIONS, *OF_REQUESTS, *OF_BUDGETS)


def verdicts(workspace: UUID) -> Iterator[Verdict]:
    """Every named guarantee, in order. Those of the log spread themselves; the others are spread here."""
    with scope.workspace(workspace):
        head = Head.objects.filter(workspace_id=workspace).first()
        yield from (guarantee(workspace) for guarantee in OF_LOG)
        if head is None or head.seq < pool.FEW:
            yield from (guarantee(workspace) for guarantee in OTHERS)
            return
    with ProcessPoolExecutor(pool.PROCESSES, get_context("spawn"), django.setup) as processes:
        yield from processes.map(_look, [(workspace, place) for place in range(len(OTHERS))])


def _look(errand: tuple[UUID, int]) -> Verdict:
    workspace, place = errand
    with scope.workspace(workspace):
        return OTHERS[place](workspace)
