"""Working a backtest off: take a part under a lease, ask its cases again, store what came of it with the part's end.

Whoever dies loses no more than one part: when its lease is over somebody else takes it. A part is stored by whoever
still holds it, so nothing is counted twice.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from apps.actions.backtests import listed
from apps.actions.backtests.desk import Changed, Desk
from apps.actions.backtests.seat import SeatDesk
from apps.core import doorbell
from apps.policies import tally
from apps.policies.language import NotUnderstood
from apps.policies.models import Backtest, BacktestPart, OpenBacktest
from apps.policies.models.backtests import Progress
from apps.policies.tally import Tally
from apps.workspaces import organisations
from apps.workspaces.models import Workspace

log = logging.getLogger(__name__)

LEASE_S = 30
LONGEST_S = 20.0  # how long one ring keeps a worker
TAKE = """
UPDATE policies_openbacktest SET due_at = clock_timestamp() + make_interval(secs => %(lease)s) WHERE part_id = (
    SELECT part_id FROM policies_openbacktest WHERE backtest_id = %(of)s AND due_at <= clock_timestamp()
    AND (NOT %(in_order)s OR number = (SELECT min(number) FROM policies_openbacktest WHERE backtest_id = %(of)s))
    ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING part_id, due_at
"""


@dataclass(frozen=True)
class Held:
    """A part that is ours until its lease is over."""

    part: BacktestPart
    until: datetime


def take(part_id: UUID, workspace: UUID) -> None:
    """Work at the backtest of this part for a while; then ring for whoever comes next. The workspace is in scope."""
    part = BacktestPart.objects.filter(pk=part_id).first()
    if part is not None and not run(part.backtest_id, seconds=LONGEST_S):
        doorbell.ring("backtest", part_id, workspace=workspace)


def run(backtest_id: UUID, *, seconds: float) -> bool:
    """Take parts until there are none, or the time is over. Was there nothing more to take?"""
    began, told = time.monotonic(), 0
    one = Backtest.objects.get(pk=backtest_id)
    try:
        desk = (
            SeatDesk(one) if organisations.governed_from(one.workspace_id) else Desk.of(one.sentences, since=one.since)
        )
        while held := _held(one, in_order=desk.running is not None):
            if isinstance(desk, Desk) and desk.running is not None:
                _catch_up(desk, held.part, told)
            _settle(held, *desk.asked_again(held.part))
            told = held.part.number
            if time.monotonic() - began > seconds:
                return False
    except (NotUnderstood, ValueError) as why:  # what nobody can read, no other worker can either
        log.exception("Backtest %s", backtest_id)
        _fail(backtest_id, f"It cannot be asked: {why}")
        return True
    finish(backtest_id)
    return True


def _catch_up(desk: Desk, part: BacktestPart, told: int) -> None:
    """Ask again what others have stored of the parts before, for the totals that they led to."""
    missed = BacktestPart.objects.filter(backtest=part.backtest_id, number__gt=told, number__lt=part.number)
    for first, last in missed.order_by("number").values_list("first", "last"):
        desk.asked(first, last)


def finish(backtest_id: UUID) -> bool:
    """Put the parts together once all are stored. The first who finds them so does it."""
    with transaction.atomic():
        one = Backtest.objects.select_for_update().get(pk=backtest_id)
        left = BacktestPart.objects.filter(backtest=one, tally__isnull=True).exists()
        if left or one.state != Progress.RUNNING:
            return False
        zone = Workspace.objects.values_list("time_zone", flat=True).get(pk=one.workspace_id)
        stored = [part.tally or {} for part in BacktestPart.objects.filter(backtest=one)]
        one.tally = tally.together(stored, ZoneInfo(zone)).stored
        one.state, one.ended_at = Progress.DONE, timezone.now()
        one.save(update_fields=["tally", "state", "ended_at"])
    return True


@transaction.atomic
def _held(one: Backtest, *, in_order: bool) -> Held | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"lease": LEASE_S, "of": one.pk, "in_order": in_order})
        row = cursor.fetchone()
    return Held(BacktestPart.objects.get(pk=row[0]), row[1]) if row else None


@transaction.atomic
def _settle(held: Held, sums: Tally, changed: Sequence[Changed]) -> None:
    """Store a part, unless its lease ran out and somebody else has it."""
    ours, _ = OpenBacktest.objects.filter(part_id=held.part.pk, due_at=held.until).delete()
    if ours:
        BacktestPart.objects.filter(pk=held.part.pk).update(tally=sums.stored)
        listed.keep(held.part, changed)


@transaction.atomic
def _fail(backtest_id: UUID, why: str) -> None:
    OpenBacktest.objects.filter(backtest_id=backtest_id).delete()
    running = Backtest.objects.filter(pk=backtest_id, state=Progress.RUNNING)
    running.update(state=Progress.FAILED, why=why, ended_at=timezone.now())
