"""The race's oracle. It reads reservations alone, never the ledger's own sums.

What stands reserved and used in a window is no more than at the last look, or than the highest cap in force since.
"""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.db import connection, transaction

from apps.billing import budgets
from apps.billing.budgets import Used
from apps.billing.models import Reservation
from apps.billing.race import plan

STANDING = """
SELECT budget_id, window_id, sum(CASE state WHEN 'held' THEN amount WHEN 'spent' THEN used ELSE 0 END)::bigint
FROM billing_reservation WHERE workspace_id = %s GROUP BY budget_id, window_id
"""
IN_DOUBT = """
SELECT DISTINCT action_id FROM billing_reservation WHERE workspace_id = %s AND state = 'held'
    AND right(action_id::text, 8) = ANY (%s)
"""
LEFT = """
SELECT (SELECT count(*) FROM billing_reservation WHERE workspace_id = %s AND state = 'held')
    + (SELECT count(*) FROM billing_window WHERE workspace_id = %s AND reserved <> 0)
    + (SELECT count(*) FROM billing_lease WHERE workspace_id = %s)
    + (SELECT count(*) FROM billing_window w WHERE w.workspace_id = %s AND w.used <> (SELECT coalesce(sum(r.used), 0)
        FROM billing_reservation r WHERE r.workspace_id = w.workspace_id AND r.window_id = w.id AND r.state = 'spent'))
"""


@dataclass
class Watch:
    workspace: UUID
    chance: Random
    lowered: int = 0
    over: int = 0
    stood: dict[UUID, int] = field(default_factory=dict)
    highest: dict[UUID, int] = field(default_factory=dict)
    began: dict[UUID, int] = field(default_factory=dict)
    doubts: int = 0

    def __post_init__(self) -> None:
        self.began, self.highest = plan.caps(), plan.caps()

    def move_a_cap(self) -> None:
        """Down, or up again to about where it was in the beginning."""
        budget, cap = self.chance.choice(sorted(plan.caps().items()))
        down, share = self.chance.random() < 0.6, self.chance.uniform(0.7, 0.99)
        new = int(cap * share) if down else int(self.began[budget] / share)
        budgets.set_cap(budget, new, by="operator")
        self.highest[budget] = max(self.highest[budget], new)
        self.lowered += new < cap

    def look(self) -> None:
        caps = plan.caps()  # no cap moves but by us
        with connection.cursor() as cursor:
            cursor.execute(STANDING, [self.workspace])
            for budget, window, standing in cursor.fetchall():
                self.over += standing > max(self.stood.get(window, 0), self.highest[budget])
                self.stood[window] = standing
        self.highest = caps

    def recover(self, workers: list[int]) -> None:
        """Settle or release what killed workers left reserved; until then it stays so."""
        with connection.cursor() as cursor:
            cursor.execute(IN_DOUBT, [self.workspace, [f"{worker:08x}" for worker in workers]])
            doubts = [action for (action,) in cursor.fetchall()]
        for start in range(0, len(doubts), plan.MOST):
            with transaction.atomic():
                some = doubts[start : start + plan.MOST]
                if self.chance.random() < 0.5:
                    budgets.release_many(some)
                else:
                    budgets.settle_many([Used(self.workspace, one, []) for one in some])
        self.doubts += len(doubts)

    def leaked(self) -> int:
        """What is not given back although everything has ended; setting the caps once more ends the leases."""
        for budget, cap in plan.caps().items():
            budgets.set_cap(budget, cap, by="operator")
        with connection.cursor() as cursor:
            cursor.execute(LEFT, [self.workspace] * 4)
            left = int(cursor.fetchone()[0])
        return left + len(budgets.ledger_faults(self.workspace))

    def granted(self) -> int:
        return Reservation.objects.filter(workspace_id=self.workspace).values("action_id").distinct().count()
