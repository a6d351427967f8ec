"""How a connection in trouble is told to people: one state, one sentence, when it is tried next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from apps.connectors.models import Breaker
from apps.core import scope

FINE = "fine"  # closed: calls go through
WAITING = "waiting"  # closed, but the target asked us to wait
OPEN = "open"
TRYING = "trying"  # half open: one call is let through to see
LABELS = {WAITING: "Asked us to wait", OPEN: "Not called: it does not answer", TRYING: "One call is let through"}


@dataclass(frozen=True)
class Trouble:
    state: str = FINE
    since: datetime | None = None
    next_try: datetime | None = None

    @property
    def label(self) -> str:
        return LABELS.get(self.state, "")

    def sentence(self, name: str) -> str:
        """Why work over this connection waits; empty where it does not."""
        if self.state == FINE or self.next_try is None:
            return ""
        at = f"{timezone.localtime(self.next_try):%H:%M:%S}"
        if self.state == WAITING:
            return f"{name} asked not to be called before {at}."
        if self.state == TRYING:
            return f"{name} did not answer; one call is under way to see whether it does again."
        return f"{name} does not answer. The next try is at {at}."


def of(connections: Iterable[UUID]) -> dict[UUID, Trouble]:
    """Those of these connections, in the workspaces in scope, that are not called freely now."""
    rows = Breaker.objects.filter(workspace_id__in=scope.required(), connection_id__in=list(connections))
    told = {row.connection_id: _trouble(row, timezone.now()) for row in rows}
    return {id: trouble for id, trouble in told.items() if trouble.state != FINE}


def _trouble(row: Breaker, now: datetime) -> Trouble:
    asked = row.not_before if row.not_before and row.not_before > now else None
    if row.opened_at is None:
        return Trouble(WAITING, None, asked) if asked else Trouble()
    if row.probing_until and row.probing_until > now:
        return Trouble(TRYING, row.opened_at, row.probing_until)
    moments = [moment for moment in (row.next_try_at, asked) if moment]
    return Trouble(OPEN, row.opened_at, max(moments))
