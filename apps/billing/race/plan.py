"""What the race is run over: a workspace with budgets of every unit and scope, hot ones and tight ones among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID, uuid5

from apps.billing import budgets
from apps.billing.budgets import Amount, Need
from apps.billing.models import Budget
from apps.core import scope
from apps.core.ids import uuid7
from apps.workspaces import found

HOME = UUID("6b1d4c1e-0000-4000-8000-000000000000")
MOST = 40  # reservations in one transaction


def thing(kind: str, number: int) -> tuple[str, UUID]:
    """The scope of one agent, person, connection or run of the race."""
    return kind, uuid5(HOME, f"{kind} {number}")


def set_up(actions: int) -> UUID:
    """The workspace and its budgets, for about so many actions; some of them will not fit."""
    workspace = found.workspace("Race Inc", name="Race", slug="race", time_zone="Europe/Copenhagen", domains=[],
                                sandbox=True).pk  # fmt: skip
    with scope.workspace(workspace):
        for number, (where, unit, cap, period, slice) in enumerate(_caps(workspace, actions)):
            currency, category = ("USD", "refunds") if unit == "money" else ("", "")
            budgets.set_up(workspace=workspace, name=f"{unit} {number}", scope=where, unit=unit, cap=cap, period=period,
                           by="operator", slice=slice, currency=currency, category=category)  # fmt: skip
    return workspace


def _caps(workspace: UUID, n: int) -> list[tuple[tuple[str, UUID], str, int, str, int]]:
    whole = ("workspace", workspace)
    return [
        (whole, "actions", n, "forever", 400),
        (whole, "money", 40 * n, "month", 40_000),
        *((thing("agent", one), "actions", n // 12 + 5, "month", 0) for one in range(3)),
        *((thing("person", one), "tokens", 60 * n, "week", 0) for one in range(2)),
        (thing("connection", 0), "micro_usd", 3_000 * n, "month", 500_000),
        *((thing("run", one), "steps", 25, "forever", 0) for one in range(2)),  # tight: what is released comes back
        (thing("run", 2), "seconds", 400, "forever", 0),
    ]


@dataclass(frozen=True)
class Asked:
    """One action of the race. Its id tells which worker asked."""

    id: UUID
    scopes: tuple[tuple[str, UUID], ...]
    amounts: tuple[Amount, ...]

    def need(self, workspace: UUID) -> Need:
        return Need(workspace, self.id, (("workspace", workspace), *self.scopes), self.amounts)


def ask(chance: Random, worker: int) -> Asked:
    id = UUID(int=uuid7().int >> 32 << 32 | worker)
    scopes = tuple(thing(kind, chance.randrange(8)) for kind in ("agent", "person", "connection", "run"))
    amounts = [Amount("actions", 1)]
    if chance.random() < 0.4:
        amounts.append(Amount("money", chance.randint(1, 200), "USD", chance.choice(("refunds", "charges"))))
    if chance.random() < 0.3:
        amounts += [Amount("tokens", chance.randint(1, 900)), Amount("micro_usd", chance.randint(1, 50_000))]
    if chance.random() < 0.3:
        amounts += [Amount("steps", 1), Amount("seconds", chance.randint(0, 30))]
    return Asked(id, scopes, tuple(amounts))


def used(chance: Random, amounts: Sequence[Amount]) -> list[Amount]:
    """What it really took: never more than was set aside."""
    return [Amount(one.unit, chance.randint(0, one.n), one.currency, one.category) for one in amounts]


def caps() -> dict[UUID, int]:
    return dict(Budget.objects.values_list("pk", "cap"))
