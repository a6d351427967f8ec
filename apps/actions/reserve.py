"""What an action sets aside before it acts: one count, and the money it moves, in every scope it runs in."""

from uuid import UUID

from apps.actions import document
from apps.actions.models import Action
from apps.actions.permit import Picked
from apps.billing import budgets
from apps.billing.budgets import Amount
from apps.connectors.contract import Known, Prepared

WRITE = Amount("actions", 1, category="writes")


def once(picked: Picked) -> None:
    """Reserve for this action, inside the claim's transaction; held already, nothing more. Raises OverCap."""
    scopes = [("workspace", picked.workspace), ("agent", picked.agent)]
    budgets.reserve(workspace=picked.workspace, action=picked.action, scopes=scopes, amounts=of_action(picked.action))


def of_action(action: UUID) -> list[Amount]:
    stored = Action.objects.values_list("document", flat=True).get(pk=action)
    return of(document.read(stored).prepared) if stored else [WRITE]


def of(prepared: Prepared) -> list[Amount]:
    """One action, and where money moves its amount in minor units under its category: refunds, charges."""
    count = WRITE
    money = prepared.facts.money
    if not isinstance(money, Known):
        return [count]
    return [count, Amount("money", money.value["amount"], money.value["currency"], money.value.get("category", ""))]
