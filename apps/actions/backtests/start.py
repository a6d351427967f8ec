"""Starting a backtest: the draft as it is now, the days, and the parts that workers will take up."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.actions.backtests import cases, work
from apps.audit import log
from apps.core import doorbell, ids
from apps.core.errors import Invalid
from apps.core.ids import uuid7
from apps.policies.models import Backtest, BacktestPart, ChangedCase, Draft, InForce, OpenBacktest

OF = 2_500  # cases in a part: about half a second of work
SIDE_BY_SIDE = 2  # workers that are rung for
LONGEST_DAYS = 366


@transaction.atomic
def start(draft: Draft, *, days: int, by: UUID) -> Backtest:
    """Ask the draft, as it is now, about the cases of the last days. What an earlier one of it listed goes."""
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(f"Choose from 1 to {LONGEST_DAYS} days.")
    workspace, until = draft.workspace_id, timezone.now()
    ChangedCase.objects.filter(backtest__draft=draft).delete()
    found = list(cases.parts(workspace, until - timedelta(days=days), until, of=OF))
    current = InForce.objects.values_list("version_id", flat=True).first()
    made = Backtest.objects.create(
        workspace_id=workspace, draft=draft, sentences=draft.sentences, digest=draft.digest, version_id=current,
        days=days, since=until - timedelta(days=days), until=until, cases=sum(count for *_, count in found),
        asked_by=by,
    )  # fmt: skip
    opened = _open(made, [
        BacktestPart(id=uuid7(), workspace_id=workspace, backtest=made, number=number, first=first, last=last, cases=n)
        for number, (first, last, n) in enumerate(found, 1)
    ])  # fmt: skip
    facts = {"days": days, "cases": made.cases, "digest": draft.digest}
    log.append("policy.backtested", workspace=workspace, subject=ids.say("draft", draft.pk), by=f"user:{by.hex}",
               facts=facts)  # fmt: skip
    for part in opened[:SIDE_BY_SIDE]:
        doorbell.ring("backtest", part, workspace=workspace)
    if not opened:
        work.finish(made.pk)
    return made


def _open(made: Backtest, parts: list[BacktestPart]) -> list[UUID]:
    BacktestPart.objects.bulk_create(parts)
    OpenBacktest.objects.bulk_create(
        OpenBacktest(part_id=one.pk, backtest_id=made.pk, workspace_id=one.workspace_id, number=one.number,
                     due_at=made.until) for one in parts
    )  # fmt: skip
    return [one.pk for one in parts]
