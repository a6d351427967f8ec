"""Budgets: set up, changed, ended; and the ledger's verbs, reserve, release and settle."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now

from apps.audit import log
from apps.billing.amounts import Amount, say
from apps.billing.ledger import (
    Need,
    Used,
    is_short,
    needed,
    release,
    release_many,
    reserve,
    reserve_many,
    reserving,
    settle,
    settle_many,
    settling,
    spent,
    tell_later,
    tell_soon,
)
from apps.billing.models import Budget, HardLine
from apps.billing.over import OverCap
from apps.billing.rooms import Headroom, headroom
from apps.billing.verify import ledger_faults
from apps.core.errors import NotFound, Refused

HIGHEST = 10**15  # so that no sum and no per cent of it leaves 64 bits


@transaction.atomic
def set_up(
    *, workspace: UUID, name: str, scope: tuple[str, UUID], unit: str, cap: int, period: str, by: str,
    currency: str = "", category: str = "", soft: int = 80, hard_line: str = HardLine.STOP,
    owners: UUID | None = None, slice: int = 0, id: UUID | None = None,
) -> Budget:  # fmt: skip
    """A new budget, in force from now on."""
    _check_cap(cap)
    kind, scope_id = scope
    budget = Budget(
        workspace_id=workspace, name=name, scope_kind=kind, scope_id=scope_id, unit=unit, currency=currency,
        category=category, cap=cap, period=period, soft=soft, hard_line=hard_line, owners=owners, slice=slice,
        **({} if id is None else {"id": id}),
    )  # fmt: skip
    budget.save(force_insert=True)
    facts = {"name": name, "scope": f"{kind}:{scope_id.hex}", "cap": say(unit, cap, currency), "period": period}
    log.append("budget.set_up", workspace=workspace, subject=_subject(budget), by=by, facts=facts)
    return budget


def set_cap(budget_id: UUID, cap: int, *, by: str) -> int:
    """Raise or lower a cap; returns the one before. Lowering always succeeds: it only refuses what comes after."""
    return change(budget_id, by=by, cap=cap).cap


@transaction.atomic
def change(
    budget_id: UUID, *, by: str, cap: int | None = None, soft: int | None = None, hard_line: str | None = None,
    slice: int | None = None,
) -> Budget:  # fmt: skip
    """Change what is given; returns the budget as it was.

    What workers have leased and not reserved comes back first, so that what follows is held to the cap in force.
    """
    wanted = {"cap": cap, "soft": soft, "hard_line": hard_line, "slice": slice}
    new = {name: value for name, value in wanted.items() if value is not None}
    _check_cap(new.get("cap", 0))
    budget = _locked(budget_id)
    _gather(budget)
    Budget.objects.filter(pk=budget_id).update(**new)
    facts = {"name": budget.name, "before": _say(budget, budget.cap), "after": _say(budget, new.get("cap", budget.cap))}
    facts |= {name: str(value) for name, value in new.items() if name != "cap"}
    log.append("budget.cap_set", workspace=budget.workspace_id, subject=_subject(budget), by=by, facts=facts)
    return budget


@transaction.atomic
def end(budget_id: UUID, *, by: str) -> None:
    """The budget limits nothing from now on; what was counted stays."""
    budget = _locked(budget_id)
    _gather(budget)
    Budget.objects.filter(pk=budget_id, ended_at=None).update(ended_at=Now())
    log.append(
        "budget.ended", workspace=budget.workspace_id, subject=_subject(budget), by=by, facts={"name": budget.name}
    )


@transaction.atomic
def reopen(budget_id: UUID, *, by: str) -> None:
    """An ended budget is in force again, with what its window has counted."""
    budget = _locked(budget_id)
    Budget.objects.filter(pk=budget_id).update(ended_at=None)
    facts = {"name": budget.name}
    log.append("budget.reopened", workspace=budget.workspace_id, subject=_subject(budget), by=by, facts=facts)


def _locked(budget_id: UUID) -> Budget:
    found = Budget.objects.select_for_update(no_key=True).filter(pk=budget_id).first()
    if found is None:
        raise NotFound
    return found


def _gather(budget: Budget) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT billing_gather_1(ARRAY[%s]::uuid[], NULL)", [budget.pk])


def _check_cap(cap: object) -> None:
    if not isinstance(cap, int) or not 0 <= cap <= HIGHEST:
        raise Refused("A cap is zero or more, and no more than a thousand million millions.")


def _say(budget: Budget, n: object) -> str:
    return say(budget.unit, int(str(n)), budget.currency)


def _subject(budget: Budget) -> str:
    return f"budget:{budget.pk.hex}"


__all__ = [
    "Amount", "Headroom", "Need", "OverCap", "Used", "change", "end", "headroom", "is_short", "ledger_faults", "needed",
    "release", "release_many", "reopen", "reserve", "reserve_many", "reserving", "set_cap", "set_up", "settle",
    "settle_many", "settling", "spent", "tell_later", "tell_soon",
]  # fmt: skip
