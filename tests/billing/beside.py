"""The ledger beside a model of it in plain Python: the same steps give the same answers and the same sums.

Workers come and go, their leases run out, caps move, and some budgets are hot. The model knows nothing of leases: for
whoever reserves there must be no difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from apps.billing import budgets, ledger
from apps.billing.budgets import Amount, Need, OverCap, Used
from apps.billing.models import Budget, Lease
from apps.core.ids import uuid7
from apps.core.postgres import plain

KEPT = (
    ("actions", "", "", 8, 0),
    ("money", "USD", "", 100, 20),
    ("money", "USD", "refunds", 90, 0),
    ("seconds", "", "", 200, 60),
    ("steps", "", "", 9, 3),
)  # unit, currency, category, cap and slice of each budget
PLACES = range(len(KEPT))
actions = st.integers(0, 9)
cents = st.integers(0, 25)
categories = st.sampled_from(["refunds", "charges"])
Needs: TypeAlias = list[int | None]


@dataclass
class Model:
    """The caps, and for every action what it holds and has spent of each; None: the budget does not see it."""

    caps: list[int]
    held: dict[int, Needs] = field(default_factory=dict)
    spent: dict[int, Needs] = field(default_factory=dict)

    def sums(self) -> list[tuple[int, int]]:
        """Reserved and used, by budget."""
        return [(_sum(self.held, place), _sum(self.spent, place)) for place in PLACES]

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
    money = Amount("money", n, "USD", category)
    return [Amount("actions", 1), money, Amount("seconds", 2 * n), Amount("steps", 1)]


def by_budget(n: int, category: str) -> Needs:
    return [1, n, n if category == "refunds" else None, 2 * n, 1]


# As a claim reserves and its settlement settles, where nothing is out of the ordinary.
RESERVE_ALL = """
SELECT billing_reserve_3(%s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::uuid[], %s::text[], %s::bigint[], %s, %s, %s)
"""
SETTLE_ALL = """
SELECT billing_settle_3(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::int[], %s::text[],
    %s::text[], %s::text[], %s::bigint[], %s)
"""


def _at_once(needs: list[Need]) -> bool:
    try:
        with transaction.atomic():
            actions = [one.action for one in needs]
            plain.rows(RESERVE_ALL, [[one.workspace for one in needs], actions, *budgets.needed(needs), uuid7()])
    except DatabaseError as why:
        if plain.code(why) != "CS004" and not budgets.is_short(why):
            raise
        return False
    return True


def _one_by_one(needs: list[Need]) -> dict[UUID, OverCap]:
    with transaction.atomic():
        return budgets.reserve_many(needs)


class Beside(RuleBasedStateMachine):
    """Each run in a scope of its own, so that nothing of earlier runs counts."""

    def __init__(self, workspace: UUID, hot: bool) -> None:
        super().__init__()
        self.hot = hot
        self.workspace, self.scope = workspace, ("agent", uuid7())
        self.ids = [uuid7() for _ in range(10)]
        self.workers = [uuid7() for _ in range(2)]
        self.model = Model([cap for *_, cap, _ in KEPT])
        self.budgets = [self._set_up(place) for place in PLACES]

    def _set_up(self, place: int) -> UUID:
        unit, currency, category, cap, slice = KEPT[place]
        return budgets.set_up(
            workspace=self.workspace, name=f"{place}", scope=self.scope, unit=unit, currency=currency, cap=cap,
            category=category, slice=slice * self.hot, period="day", by="operator",
        ).pk  # fmt: skip

    def _need(self, action: int, n: int, category: str) -> Need:
        return Need(self.workspace, self.ids[action], [self.scope], amounts(n, category))

    def _reserve(self, worker: int, needs: list[Need]) -> dict[UUID, OverCap]:
        """The first worker asks for all at once where it can, the second one by one."""
        before, ledger.holder = ledger.holder, lambda: self.workers[worker]
        try:
            return {} if worker == 0 and _at_once(needs) else _one_by_one(needs)
        finally:
            ledger.holder = before

    @rule(worker=st.integers(0, 1), action=actions, n=cents, category=categories)
    def reserve(self, worker: int, action: int, n: int, category: str) -> None:
        refused = self._reserve(worker, [self._need(action, n, category)])
        assert (not refused) == self.model.reserve(action, by_budget(n, category))

    @rule(
        worker=st.integers(0, 1), wanted=st.lists(st.tuples(actions, cents), unique_by=lambda one: one[0], max_size=4)
    )
    def reserve_several(self, worker: int, wanted: list[tuple[int, int]]) -> None:
        refused = self._reserve(worker, [self._need(action, n, "refunds") for action, n in wanted])
        fits = [self.model.reserve(action, by_budget(n, "refunds")) for action, n in wanted]
        assert [self.ids[action] not in refused for action, _ in wanted] == fits

    @rule(worker=st.integers(0, 1), action=actions)
    def to_the_brim(self, worker: int, action: int) -> None:
        """Just what is left of the money and the seconds: whoever still reserves then has too much."""
        left = [cap - reserved - used for cap, (reserved, used) in zip(self.model.caps, self.model.sums(), strict=True)]
        self.reserve(worker, action, max(min(left[1], left[2], left[3] // 2), 0), "refunds")

    @rule(action=actions)
    def release(self, action: int) -> None:
        with transaction.atomic():
            budgets.release(self.ids[action])
        self.model.held.pop(action, None)

    @rule(worker=st.integers(0, 1), action=actions, n=cents, category=categories)
    def settle(self, worker: int, action: int, n: int, category: str) -> None:
        """The first worker settles as for an action that is done, the second as for a read or a run."""
        used = Used(self.workspace, self.ids[action], amounts(n, category), [self.scope])
        with transaction.atomic():
            if worker == 0:
                plain.rows(SETTLE_ALL, [[self.workspace], [self.ids[action]], *budgets.spent([used]), uuid7()])
            else:
                budgets.settle_many([used])
        if needs := self.model.held.pop(action, None):
            spent = by_budget(n, category)
            self.model.spent[action] = [one if need is not None else 0 for one, need in zip(spent, needs, strict=True)]

    @rule(place=st.sampled_from(PLACES), cap=st.integers(30, 120))
    def set_cap(self, place: int, cap: int) -> None:
        assert budgets.set_cap(self.budgets[place], cap, by="operator") == self.model.caps[place]
        self.model.caps[place] = cap

    @rule(place=st.sampled_from(PLACES), slice=st.sampled_from([0, 15, 40]))
    def heat(self, place: int, slice: int) -> None:
        budgets.change(self.budgets[place], slice=slice, by="operator")

    @rule(worker=st.integers(0, 1))
    def kill(self, worker: int) -> None:
        """Its leases run out some time after; another takes its place."""
        Lease.objects.filter(holder=self.workers[worker]).update(expires_at="2026-01-01T00:00:00Z")
        self.workers[worker] = uuid7()

    @invariant()
    def windows_equal_the_model(self) -> None:
        rooms = budgets.headroom(self.workspace, {self.scope})
        assert [(one.reserved, one.used) for one in rooms] == self.model.sums()

    def teardown(self) -> None:
        assert budgets.ledger_faults(self.workspace) == ()
        Budget.objects.filter(scope_id=self.scope[1]).update(ended_at="2026-01-01T00:00:00Z")


def beside_the_model(workspace: UUID, *, hot: bool, examples: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    few = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )

    class Here(Beside):
        def __init__(self) -> None:
            super().__init__(workspace, hot)

    run_state_machine_as_test(Here, settings=few)


def beside_the_model_by_hand(workspace: UUID, hot: bool) -> None:
    """Where chance seldom leads: to the brim beside another's lease, a cap lowered under one, a batch beyond a
    cap, a budget that is hot no more and leased still, one settled of two by either way."""
    brim, lowered, batch, cooled, settled = (Beside(workspace, hot) for _ in range(5))
    brim.reserve(0, 0, 1, "charges"), brim.to_the_brim(1, 1)
    for action in (2, 3):
        brim.reserve(0, action, 9, "charges")
    lowered.reserve(0, 0, 1, "charges"), lowered.reserve(0, 1, 1, "charges"), lowered.set_cap(1, 30)
    lowered.to_the_brim(1, 2)
    batch.reserve(0, 9, 1, "refunds"), batch.reserve_several(0, [(action, 25) for action in range(5)])
    cooled.heat(1, 40), cooled.reserve(0, 0, 1, "charges"), cooled.reserve(0, 1, 19, "charges")
    cooled.heat(1, 0), cooled.set_cap(1, 30), cooled.reserve(0, 2, 15, "charges")
    for action in range(4):
        settled.reserve(0, action, 9, "charges")
    settled.settle(0, 0, 4, "charges"), settled.settle(1, 1, 4, "charges")
    for machine in (brim, lowered, batch, cooled, settled):
        machine.windows_equal_the_model()
        machine.teardown()
