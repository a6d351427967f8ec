"""Budgets: set up, caps, room left; and the ledger's three verbs, reserve, release and settle."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now

from apps.audit import log
from apps.billing import sql
from apps.billing.amounts import Amount, say
from apps.billing.ledger import OverCap, release, reserve, settle
from apps.billing.models import Budget, Period
from apps.billing.verify import ledger_faults
from apps.core.errors import NotFound, Refused


@dataclass(frozen=True)
class Headroom:
    """A budget in force and how much of its current window is taken."""

    budget: UUID
    name: str
    scope_kind: str
    scope_id: UUID
    unit: str
    currency: str
    category: str
    period: str
    cap: int
    reserved: int
    used: int

    @property
    def left(self) -> int:
        return max(self.cap - self.reserved - self.used, 0)

    @property
    def sentence(self) -> str:
        """Refunds today: $184.50 of $3,000.00, $2,815.50 left."""
        taken, cap, left = (say(self.unit, n, self.currency) for n in (self.reserved + self.used, self.cap, self.left))
        return f"{self.name} {Period(self.period).label}: {taken} of {cap}, {left} left."


@transaction.atomic
def set_up(
    *, workspace: UUID, name: str, scope: tuple[str, UUID], unit: str, cap: int, period: str, by: str,
    currency: str = "", category: str = "",
) -> Budget:  # fmt: skip
    """A new budget, in force from now on."""
    _check_cap(cap)
    kind, scope_id = scope
    budget = Budget.objects.create(
        workspace_id=workspace, name=name, scope_kind=kind, scope_id=scope_id, unit=unit, currency=currency,
        category=category, cap=cap, period=period,
    )  # fmt: skip
    facts = {"name": name, "scope": f"{kind}:{scope_id.hex}", "cap": say(unit, cap, currency), "period": period}
    log.append("budget.set_up", workspace=workspace, subject=_subject(budget), by=by, facts=facts)
    return budget


@transaction.atomic
def set_cap(budget_id: UUID, cap: int, *, by: str) -> int:
    """Raise or lower a cap; returns the one before. Lowering always succeeds: it only refuses what comes after."""
    _check_cap(cap)
    budget = _locked(budget_id)
    before = budget.cap
    Budget.objects.filter(pk=budget_id).update(cap=cap)
    facts = {"name": budget.name, "before": _say(budget, before), "after": _say(budget, cap)}
    log.append("budget.cap_set", workspace=budget.workspace_id, subject=_subject(budget), by=by, facts=facts)
    return before


@transaction.atomic
def end(budget_id: UUID, *, by: str) -> None:
    """The budget limits nothing from now on; what was counted stays."""
    budget = _locked(budget_id)
    Budget.objects.filter(pk=budget_id, ended_at=None).update(ended_at=Now())
    log.append(
        "budget.ended", workspace=budget.workspace_id, subject=_subject(budget), by=by, facts={"name": budget.name}
    )


def headroom(workspace: UUID, scopes: set[tuple[str, UUID]] | None = None) -> list[Headroom]:
    """Every budget in force with what its current window has left; of these scopes alone, where they are given."""
    with connection.cursor() as cursor:
        cursor.execute(sql.HEADROOM, [workspace])
        found = [Headroom(*row) for row in cursor.fetchall()]
    return [one for one in found if scopes is None or (one.scope_kind, one.scope_id) in scopes]


def _locked(budget_id: UUID) -> Budget:
    found = Budget.objects.select_for_update(no_key=True).filter(pk=budget_id).first()
    if found is None:
        raise NotFound
    return found


def _check_cap(cap: int) -> None:
    if cap < 0:
        raise Refused("A cap is zero or more.")


def _say(budget: Budget, n: int) -> str:
    return say(budget.unit, n, budget.currency)


def _subject(budget: Budget) -> str:
    return f"budget:{budget.pk.hex}"


__all__ = [
    "Amount", "Headroom", "OverCap", "end", "headroom", "ledger_faults", "release", "reserve", "set_cap", "set_up",
    "settle",
]  # fmt: skip
