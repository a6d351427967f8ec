"""Sixty-four at once where ten fit, in every unit: exactly ten are granted, whether the budget is hot or not."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from django.db import connection, transaction

from apps.billing import budgets
from apps.billing.budgets import Amount, OverCap
from apps.billing.models import Unit
from apps.billing.race import plan
from apps.core import scope
from apps.core.ids import uuid7

AT_ONCE, FIT = 64, 10


def run(runs: int) -> dict[str, object]:
    workspace = plan.set_up(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        exact = [all(once(threads, workspace, unit) for unit in Unit) for _ in range(runs)]
    return {"runs": runs, "at_once": AT_ONCE, "fit": FIT, "units": Unit.values, "exact": sum(exact)}


def once(threads: ThreadPoolExecutor, workspace: UUID, unit: str) -> bool:
    """A budget with room for ten and one with room for ten that is hot: both must hold."""
    agent, currency, each = ("agent", uuid7()), "USD" if unit == Unit.MONEY else "", 7
    with scope.workspace(workspace):
        for slice in (0, 3 * each):
            budgets.set_up(workspace=workspace, name=f"Ten {slice}", scope=agent, unit=unit, currency=currency,
                           cap=FIT * each, period="day", by="operator", slice=slice)  # fmt: skip
    start = Barrier(AT_ONCE)
    amounts = [Amount(unit, each, currency)]
    granted = list(threads.map(lambda _: _try(workspace, agent, amounts, start), range(AT_ONCE)))
    with scope.workspace(workspace):
        rooms = budgets.headroom(workspace, {agent})
        return sum(granted) == FIT and {one.taken for one in rooms} == {FIT * each}


def _try(workspace: UUID, agent: tuple[str, UUID], amounts: Sequence[Amount], start: Barrier) -> bool:
    with scope.workspace(workspace):
        connection.ensure_connection()
        start.wait(timeout=60)
        try:
            with transaction.atomic():
                budgets.reserve(workspace=workspace, action=uuid7(), scopes=[agent], amounts=amounts)
        except OverCap:
            return False
        return True
