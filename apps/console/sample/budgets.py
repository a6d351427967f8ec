"""The sample's caps: how much may be refunded a day, and how much the agent may do."""

from typing import Any
from uuid import UUID

from apps.agents.models import Agent
from apps.billing import budgets
from apps.billing.models import Budget, Period, Scope, Unit

REFUNDS, ACTIONS = "Refunds", "Actions of the Refunds agent"
A_DAY_MINOR = 3_000_00
ACTIONS_A_DAY = 400


def cap(workspace_id: UUID, agent: Agent) -> None:
    """Both caps are in force; one that is there keeps its height."""
    there = set(Budget.objects.filter(workspace_id=workspace_id).values_list("name", flat=True))
    for name, facts in _caps(workspace_id, agent).items():
        if name not in there:
            budgets.set_up(workspace=workspace_id, name=name, period=Period.DAY, by="operator", **facts)


def _caps(workspace_id: UUID, agent: Agent) -> dict[str, dict[str, Any]]:
    refunds = {"scope": (Scope.WORKSPACE, workspace_id), "unit": Unit.MONEY, "currency": "USD", "category": "refunds"}
    actions = {"scope": (Scope.AGENT, agent.pk), "unit": Unit.ACTIONS}
    return {REFUNDS: {**refunds, "cap": A_DAY_MINOR}, ACTIONS: {**actions, "cap": ACTIONS_A_DAY}}
