"""The ledger beside a model of it in plain Python: the same steps give the same answers and the same sums."""

from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from apps.billing import budgets
from apps.billing.budgets import Amount, OverCap
from apps.core.ids import uuid7

KEPT = (
    ("actions", "", ""),
    ("money", "USD", ""),
    ("money", "USD", "refunds"),
)  # unit, currency, category of each budget
actions = st.integers(0, 4)
cents = st.integers(0, 60)
categories = st.sampled_from(["refunds", "charges"])


Needs: TypeAlias = list[int | None]


@dataclass
class Model:
    """Three caps, and for every action what it holds and has spent of each; None: the budget does not see it."""

    caps: list[int]
    held: dict[int, Needs] = field(default_factory=dict)
    spent: dict[int, Needs] = field(default_factory=dict)

    def sums(self) -> list[tuple[int, int]]:
        """Reserved and used, by budget."""
        return [(_sum(self.held, place), _sum(self.spent, place)) for place in range(3)]

    def reserve(self, action: int, needs: Needs) -> bool:
        if action in self.held or action in self.spent:
            return True
        for need, cap, (reserved, used) in zip(needs, self.caps, self.sums(), strict=True):
            if need is not None and reserved + used + need > cap:
                return False
        self.held[action] = needs
        return True


def _sum(kept: dict[int, Needs], place: int) -> int:
    return sum(one[place] or 0 for one in kept.values())


def amounts(n: int, category: str) -> list[Amount]:
    return [Amount("actions", 1), Amount("money", n, "USD", category)]


def by_budget(n: int, category: str) -> Needs:
    return [1, n, n if category == "refunds" else None]


class Beside(RuleBasedStateMachine):
    def __init__(self, workspace: UUID) -> None:
        super().__init__()
        self.workspace, self.scope = (
            workspace,
            ("agent", uuid7()),
        )  # an agent of its own: nothing of earlier runs counts
        self.ids = [uuid7() for _ in range(5)]
        self.model = Model(caps=[3, 100, 50])
        self.budgets = [
            budgets.set_up(
                workspace=workspace, name=f"{place}", scope=self.scope, unit=unit, currency=currency, category=category,
                cap=cap, period="day", by="operator",
            ).pk
            for place, (cap, (unit, currency, category)) in enumerate(zip(self.model.caps, KEPT, strict=True))
        ]  # fmt: skip

    @rule(action=actions, n=cents, category=categories)
    def reserve(self, action: int, n: int, category: str) -> None:
        try:
            with transaction.atomic():
                budgets.reserve(
                    workspace=self.workspace, action=self.ids[action], scopes=[self.scope], amounts=amounts(n, category)
                )
            fits = True
        except OverCap:
            fits = False
        assert fits == self.model.reserve(action, by_budget(n, category))

    @rule(action=actions)
    def release(self, action: int) -> None:
        with transaction.atomic():
            budgets.release(self.ids[action])
        self.model.held.pop(action, None)

    @rule(action=actions, n=cents, category=categories)
    def settle(self, action: int, n: int, category: str) -> None:
        with transaction.atomic():
            budgets.settle(self.ids[action], amounts(n, category))
        if needs := self.model.held.pop(action, None):
            used = by_budget(n, category)
            self.model.spent[action] = [one if need is not None else 0 for one, need in zip(used, needs, strict=True)]

    @rule(place=st.integers(0, 2), cap=st.integers(0, 120))
    def set_cap(self, place: int, cap: int) -> None:
        assert budgets.set_cap(self.budgets[place], cap, by="operator") == self.model.caps[place]
        self.model.caps[place] = cap

    @invariant()
    def windows_equal_the_model(self) -> None:
        rooms = budgets.headroom(self.workspace, {self.scope})
        assert [(one.reserved, one.used) for one in rooms] == self.model.sums()

    def teardown(self) -> None:
        assert budgets.ledger_faults(self.workspace) == ()


def test_the_ledger_does_what_the_model_does(acme: UUID) -> None:
    few = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(partial(Beside, acme), settings=few)  # type: ignore[arg-type]  # whatever makes one will do
