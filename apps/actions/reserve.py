"""What an action sets aside before it acts: one count, and the money it moves, in every scope it runs in."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from apps.actions import document
from apps.actions.models import Action
from apps.actions.permit import Picked
from apps.billing import budgets
from apps.billing.budgets import Amount, Need, OverCap
from apps.connectors.contract import Known, Prepared

WRITE = Amount("actions", 1, category="writes")


class Wished(Protocol):
    @property
    def picked(self) -> Picked: ...
    @property
    def amounts(self) -> Sequence[Amount]: ...


def for_all(wishes: Sequence[Wished]) -> dict[UUID, OverCap]:
    """Reserve for each, inside the claim's transaction; held already, nothing more. Who found no room, and why."""
    needs = [Need(one.picked.workspace, one.picked.action, scopes_of(one.picked), one.amounts) for one in wishes]
    return budgets.reserve_many(needs) if needs else {}


def scopes_of(picked: Picked) -> list[tuple[str, UUID]]:
    """Whose budgets count it: the workspace's, its agent's, the asker's, its connection's and its run's."""
    joined = [("connection", picked.connection)] if picked.connection else []
    return [
        ("workspace", picked.workspace), ("agent", picked.agent), ("person", picked.asker), *joined,
        ("run", picked.run),
    ]  # fmt: skip


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
