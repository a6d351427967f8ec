"""Named freezes: times in which rules are stricter, everywhere or in some places.

When one begins or ends, whoever has open work is told (`Turn`), so that it is decided again.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Now

from apps.audit import log
from apps.core.errors import NotFound
from apps.workspaces.models import Freeze, Turn

MANY = 200
BY_CLOCK = "clock"


@dataclass(frozen=True)
class Span:
    """What a freeze is: its name, from when until when, and where; no place: everywhere."""

    name: str
    begins: datetime
    ends: datetime
    places: tuple[str, ...] = ()


def in_force(at: datetime) -> list[Freeze]:
    return list(Freeze.objects.filter(ended_at=None, begins_at__lte=at, ends_at__gt=at).order_by("begins_at", "id"))


def standing(at: datetime, *, limit: int = MANY) -> list[Freeze]:
    """Those in force and those to come, soonest first."""
    return list(Freeze.objects.filter(ended_at=None, ends_at__gt=at).order_by("begins_at", "id")[:limit])


def holds(span: Span) -> bool:
    return _same(span).exists()


def names(kind: str) -> "QuerySet[Freeze, tuple[str, str]]":
    """Every name that a freeze ever had here, as (kind, name): rules may speak of it."""
    return Freeze.objects.values_list(Value(kind), "name").distinct()


@transaction.atomic
def say(span: Span, *, workspace: UUID, by: str) -> Freeze:
    """It is in force in that time."""
    made = Freeze.objects.create(
        workspace_id=workspace, name=span.name, begins_at=span.begins, ends_at=span.ends, places=list(span.places),
        said_by=by,
    )  # fmt: skip
    Turn.objects.create(freeze_id=made.pk, workspace_id=workspace, due_at=span.begins)
    _enter("freeze.said", made, by)
    return made


@transaction.atomic
def end(span: Span, *, workspace: UUID, by: str) -> bool:
    """It is in force no more, or never will be; False where there is none such."""
    found = _same(span).select_for_update().first()
    if found is None:
        return False
    Freeze.objects.filter(pk=found.pk).update(ended_at=Now())
    Turn.objects.filter(freeze_id=found.pk, workspace_id=workspace).delete()
    _enter("freeze.ended", found, by)
    return True


def due() -> list[tuple[UUID, UUID]]:
    """The freezes that begin or end now, with their workspaces, wherever they are."""
    found = Turn.objects.filter(due_at__lte=Now()).order_by("due_at")[:MANY]
    return list(found.values_list("freeze_id", "workspace_id"))


@transaction.atomic
def turn(freeze_id: UUID) -> bool:
    """Its next moment is there: it began, or it is over. False where somebody else was first. The log says so."""
    waits = Turn.objects.select_for_update(skip_locked=True).filter(freeze_id=freeze_id, due_at__lte=Now()).first()
    if waits is None:
        return False
    found = Freeze.objects.filter(pk=freeze_id).first()
    if found is None:
        raise NotFound
    if waits.due_at < found.ends_at:
        Turn.objects.filter(pk=freeze_id).update(due_at=found.ends_at)
        _enter("freeze.began", found, BY_CLOCK)
    else:
        waits.delete()
        _enter("freeze.over", found, BY_CLOCK)
    return True


def _same(span: Span) -> QuerySet[Freeze]:
    return Freeze.objects.filter(
        ended_at=None, name=span.name, begins_at=span.begins, ends_at=span.ends, places=list(span.places)
    )


def _enter(kind: str, freeze: Freeze, by: str) -> None:
    facts = {
        "name": freeze.name, "begins": freeze.begins_at.isoformat(), "ends": freeze.ends_at.isoformat(),
        "places": list(freeze.places),
    }  # fmt: skip
    log.append(kind, workspace=freeze.workspace_id, subject=f"freeze:{freeze.pk.hex}", by=by, facts=facts)
