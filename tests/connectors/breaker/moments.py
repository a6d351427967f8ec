"""What befalls a breaker in tests, said in a word: it is asked, it opens, time passes."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from apps.connectors import breaker, breaker_sql
from apps.connectors.breaker import Admission, note


def admits(connections: Sequence[UUID]) -> dict[UUID, Admission]:
    with transaction.atomic():
        return breaker.admits(connections)


def opened(till: UUID) -> UUID:
    for _ in range(breaker_sql.IN_A_ROW):
        note(till, ok=False)
    return till


def later(till: UUID, seconds: float) -> None:
    """So much time has passed for this breaker."""
    moments = ("next_try_at", "probing_until", "not_before", "counted_at")
    moved = ", ".join(f"{name} = {name} - make_interval(secs => %(s)s)" for name in moments)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE connectors_breaker SET {moved} WHERE connection_id = %(id)s", {"s": seconds, "id": till}
        )
