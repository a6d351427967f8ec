"""What the past set aside and used: reservations within their windows, and usage. The sums are those of the ledger."""

from datetime import UTC, date, datetime
from uuid import UUID

from apps.console.history import tables
from apps.console.history.moulds import Mould
from apps.console.history.setting import CAP, Place
from apps.console.history.tables import Rows
from apps.core.ids import uuid7


class Spending:
    """One workspace's ledger over the budget on its refunds, day by day."""

    def __init__(self, place: Place, rows: Rows) -> None:
        self.place, self.rows = place, rows
        self._windows: dict[date, tuple[UUID, int]] = {}

    def spend(self, mould: Mould, action: UUID, at_ms: int, *, used: bool) -> None:
        """An action that came to an answer: what it held is spent, or was given back."""
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        if mould.category == "refunds":
            self._reserve(mould.amount, action, at, used=used)
        if not used:
            return
        self._use(action, "actions", "", "writes", 1, at)
        if mould.amount:
            self._use(action, "money", "USD", mould.category, mould.amount, at)

    def sums(self) -> list[tuple[UUID, int]]:
        """What each window holds in the end."""
        return list(self._windows.values())

    def _reserve(self, amount: int, action: UUID, at: datetime, *, used: bool) -> None:
        if at.date() not in self._windows:
            self._windows[at.date()] = (uuid7(), 0)
            first = self._windows[at.date()][0]
            self.rows.add(tables.WINDOW, first, self.place.workspace, self.place.budget, at.date(), 0, 0)
        window, before = self._windows[at.date()]
        self._windows[at.date()] = (window, before + amount if used else before)
        self.rows.add(
            tables.RESERVATION, uuid7(int(at.timestamp() * 1000)), self.place.workspace, action, self.place.budget,
            window, amount, amount if used else 0, "spent" if used else "released", CAP, before + amount, at, at,
        )  # fmt: skip

    def _use(self, action: UUID, unit: str, currency: str, category: str, amount: int, at: datetime) -> None:
        self.rows.add(tables.USAGE, uuid7(int(at.timestamp() * 1000)), self.place.workspace, action, unit, currency,
                      category, amount, at)  # fmt: skip
