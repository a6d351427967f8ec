"""The guarantees of every app over workspaces. Where there is much to look into, several processes look at once."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
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

EVERY: Sequence[Guarantee] = (*OF_LOG, *OF_ACTIONS, *OF_REQUESTS, *OF_BUDGETS)
OTHERS = range(len(OF_LOG), len(EVERY))
Verdicts = Iterable[Verdict]


def verdicts(workspaces: Sequence[UUID]) -> Iterator[tuple[UUID, Verdicts]]:
    """Every named guarantee over each of these workspaces, in order."""
    lengths = {one: _length(one) for one in workspaces}
    if sum(lengths.values()) < pool.FEW:
        yield from ((one, _look(one, range(len(EVERY)))) for one in workspaces)
        return
    with ProcessPoolExecutor(pool.PROCESSES, get_context("spawn"), django.setup) as processes:
        long = {one for one in workspaces if lengths[one] >= pool.FEW}
        shared = {one: _shared(processes, one, long=one in long) for one in workspaces}
        for one in workspaces:
            yield one, _collected(one, shared[one], long=one in long)


def _length(workspace: UUID) -> int:
    with scope.workspace(workspace):
        head = Head.objects.filter(workspace_id=workspace).first()
    return head.seq if head else 0


def _shared(processes: ProcessPoolExecutor, workspace: UUID, *, long: bool) -> list["Future[list[Verdict]]"]:
    """A short log's workspace is one piece of work; of a long one, each guarantee that does not spread itself."""
    pieces = [[place] for place in OTHERS] if long else [range(len(EVERY))]
    return [processes.submit(_look, workspace, piece) for piece in pieces]


def _collected(workspace: UUID, shared: Sequence["Future[list[Verdict]]"], *, long: bool) -> Iterator[Verdict]:
    if long:
        yield from _look(workspace, range(len(OF_LOG)))
    for piece in shared:
        yield from piece.result()


def _look(workspace: UUID, places: Iterable[int]) -> list[Verdict]:
    with scope.workspace(workspace):
        return [EVERY[place](workspace) for place in places]
