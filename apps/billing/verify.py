"""Does the ledger add up? Named guarantees over one workspace."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from django.db import connection

from apps.audit.verify import Guarantee, Verdict, verdict
from apps.billing.models import Lease, Reservation, Window

GRANTED_BEYOND = """
SELECT b.name, r.action_id, r.total_after, r.cap_then FROM billing_reservation r
JOIN billing_budget b ON b.id = r.budget_id
WHERE r.workspace_id = %s AND (r.total_after > r.cap_then AND NOT r.signed OR r.total_after < r.amount) ORDER BY r.id
"""
LEASED_BEYOND = """
SELECT b.name, l.total_after, l.cap_then FROM billing_lease l JOIN billing_budget b ON b.id = l.budget_id
WHERE l.workspace_id = %s AND l.total_after > l.cap_then ORDER BY l.id
"""
WINDOWS_OFF = """
SELECT b.name, w.starts_on, w.reserved + leased.reserved, w.used + leased.used, sums.held, sums.spent
FROM billing_window w
JOIN billing_budget b ON b.id = w.budget_id
JOIN LATERAL (
    SELECT coalesce(sum(reserved), 0) AS reserved, coalesce(sum(used), 0) AS used
    FROM billing_lease l WHERE l.window_id = w.id
) leased ON true
JOIN LATERAL (
    SELECT coalesce(sum(amount) FILTER (WHERE state = 'held'), 0) AS held,
        coalesce(sum(used) FILTER (WHERE state = 'spent'), 0) AS spent
    FROM billing_reservation r WHERE r.workspace_id = w.workspace_id AND r.window_id = w.id
) sums ON true
WHERE w.workspace_id = %s AND (w.reserved + leased.reserved, w.used + leased.used) <> (sums.held, sums.spent)
ORDER BY w.id
"""
LEASES_OFF = """
SELECT b.name, l.reserved, l.used, sums.held, sums.spent
FROM billing_lease l
JOIN billing_budget b ON b.id = l.budget_id
JOIN LATERAL (
    SELECT coalesce(sum(amount) FILTER (WHERE state = 'held'), 0) AS held,
        coalesce(sum(used) FILTER (WHERE state = 'spent'), 0) AS spent
    FROM billing_reservation r
    WHERE r.workspace_id = l.workspace_id AND r.window_id = l.window_id AND r.lease_id = l.id
) sums ON true
WHERE l.workspace_id = %s AND (l.reserved, l.used) <> (sums.held, sums.spent) ORDER BY l.id
"""


def no_reservation_beyond_its_cap(workspace: UUID) -> Verdict:
    """Every reservation left its window within the cap that was in force when it was granted."""
    faults = (
        f"{name}: the reservation of action {action} brought it to {total}, with a cap of {cap}."
        for name, action, total, cap in _rows(GRANTED_BEYOND, workspace)
    )
    count = Reservation.objects.filter(workspace_id=workspace).count()
    return verdict("No reservation was granted beyond the cap then in force", checked=count, faults=faults)


def windows_equal_their_ledger(workspace: UUID) -> Verdict:
    """What a window says is reserved and used is the sum of its reservations."""
    faults = (
        f"{name} from {day}: says {reserved} reserved and {used} used, its reservations {held} and {spent}."
        for name, day, reserved, used, held, spent in _rows(WINDOWS_OFF, workspace)
    )
    count = Window.objects.filter(workspace_id=workspace).count()
    return verdict("Every budget equals the sum of its reservations", checked=count, faults=faults)


def leases_are_within_their_caps(workspace: UUID) -> Verdict:
    """Every lease left its window within the cap then in force, and counts what was reserved and used from it."""
    beyond = (
        f"{name}: a lease brought it to {total}, with a cap of {cap}."
        for name, total, cap in _rows(LEASED_BEYOND, workspace)
    )
    off = (
        f"{name}: a lease says {reserved} reserved and {used} used, its reservations {held} and {spent}."
        for name, reserved, used, held, spent in _rows(LEASES_OFF, workspace)
    )
    count = Lease.objects.filter(workspace_id=workspace).count()
    return verdict("Every lease of a budget is within its cap and counts what came of it", checked=count,
                   faults=chain(beyond, off))  # fmt: skip


GUARANTEES: tuple[Guarantee, ...] = (
    no_reservation_beyond_its_cap,
    windows_equal_their_ledger,
    leases_are_within_their_caps,
)


def ledger_faults(workspace: UUID) -> tuple[str, ...]:
    """Everything in this workspace's ledger that does not add up."""
    return tuple(fault for guarantee in GUARANTEES for fault in guarantee(workspace).faults)


def _rows(statement: str, workspace: UUID) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [workspace])
        yield from cursor.fetchall()
