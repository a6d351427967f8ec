"""Starting a backtest: the draft as it is now, the days, and the parts that workers will take up."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.actions.backtests import cases, work
from apps.audit import log
from apps.core import doorbell, ids, scope
from apps.core.errors import Invalid
from apps.core.ids import uuid7
from apps.policies.models import Backtest, BacktestPart, ChangedCase, Draft, InForce, OpenBacktest
from apps.workspaces import organisations

OF = 2_500  # cases in a part: about half a second of work
SIDE_BY_SIDE = 2  # workers that are rung for
LONGEST_DAYS = 366


class Piece(NamedTuple):
    """Cases from one recording to another, and whose; None: the draft's own workspace's."""

    whose: UUID | None
    first: UUID
    last: UUID
    cases: int


def start(draft: Draft, *, days: int, by: UUID) -> Backtest:
    """Ask the draft, as it is now, about the cases of the last days; an organisation's about those of its workspaces.
    What an earlier one of it listed goes. Not inside a transaction where the draft is a seat's.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(f"Choose from 1 to {LONGEST_DAYS} days.")
    until = timezone.now()
    return _start(draft, days, until, list(_past(draft.workspace_id, until - timedelta(days=days), until)), by=by)


def _past(workspace: UUID, since: datetime, until: datetime) -> Iterator[Piece]:
    organisation = organisations.governed_from(workspace)
    if organisation is None:
        yield from (Piece(None, *one) for one in cases.parts(workspace, since, until, of=OF))
        return
    for other in organisations.members_of(organisation):
        if other != workspace:
            with scope.workspace(other):
                found = list(cases.parts(other, since, until, of=OF))
            yield from (Piece(other, *one) for one in found)


@transaction.atomic
def _start(draft: Draft, days: int, until: datetime, found: Sequence[Piece], *, by: UUID) -> Backtest:
    workspace = draft.workspace_id
    ChangedCase.objects.filter(backtest__draft=draft).delete()
    current = InForce.objects.values_list("version_id", flat=True).first()
    made = Backtest.objects.create(
        workspace_id=workspace, draft=draft, sentences=draft.sentences, digest=draft.digest, version_id=current,
        days=days, since=until - timedelta(days=days), until=until, cases=sum(one.cases for one in found),
        asked_by=by,
    )  # fmt: skip
    opened = _open(made, [
        BacktestPart(id=uuid7(), workspace_id=workspace, backtest=made, number=number, **one._asdict())
        for number, one in enumerate(found, 1)
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
