"""The sample's caps: how much may be refunded a day, how much the agent may do, and what its models may cost."""

from typing import Any
from uuid import UUID

from apps.agents.models import Agent
from apps.billing import budgets
from apps.billing.models import Budget, Period, Scope, Unit

REFUNDS, ACTIONS, MODELS = "Refunds", "Actions of the Refunds agent", "Model cost"
A_DAY_MINOR = 3_000_00
ACTIONS_A_DAY = 400
MODELS_A_MONTH = 250_000_000  # micro-dollars


def cap(workspace_id: UUID, agent: Agent) -> None:
    """The caps are in force; one that is there keeps its height."""
    there = set(Budget.objects.filter(workspace_id=workspace_id).values_list("name", flat=True))
    for name, facts in _caps(workspace_id, agent).items():
        if name not in there:
            budgets.set_up(workspace=workspace_id, name=name, by="operator", **facts)


def _caps(workspace_id: UUID, agent: Agent) -> dict[str, dict[str, Any]]:
    refunds = {"scope": (Scope.WORKSPACE, workspace_id), "unit": Unit.MONEY, "currency": "USD", "category": "refunds"}
    actions = {"scope": (Scope.AGENT, agent.pk), "unit": Unit.ACTIONS}
    models = {"scope": (Scope.WORKSPACE, workspace_id), "unit": Unit.MICRO_USD}
    return {
        REFUNDS: {**refunds, "cap": A_DAY_MINOR, "period": Period.DAY},
        ACTIONS: {**actions, "cap": ACTIONS_A_DAY, "period": Period.DAY},
        MODELS: {**models, "cap": MODELS_A_MONTH, "period": Period.MONTH},
    }
