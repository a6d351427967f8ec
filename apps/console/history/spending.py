"""What the past set aside and used: reservations within their windows, usage, and its sums by day."""

from collections import defaultdict
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.console.history import tables
from apps.console.history.moulds import Mould
from apps.console.history.setting import Cap, Place
from apps.console.history.tables import Rows
from apps.core.ids import uuid7

Kind = tuple[str, str, str]  # unit, currency, category
By = tuple[UUID, UUID | None]  # agent and connection


class Spending:
    """One workspace's ledger, window by window and day by day."""

    def __init__(self, place: Place, rows: Rows) -> None:
        self.place, self.rows = place, rows
        self._zone = ZoneInfo(place.zone)
        self._windows: dict[tuple[UUID, date], tuple[UUID, int]] = {}
        self._days: dict[tuple[date, Kind, By], list[int]] = defaultdict(lambda: [0, 0])

    def spend(self, mould: Mould, action: UUID, agent: UUID, at_ms: int, *, used: bool) -> None:
        """An action that came to an answer: what it held is spent, or was given back."""
        at, by = _at(at_ms), (agent, self.place.connections[mould.connector][0])
        amounts: dict[Kind, int] = {("actions", "", "writes"): 1}
        if mould.amount:
            amounts["money", "USD", mould.category] = mould.amount
        for cap in self.place.caps:
            for (unit, _, category), amount in amounts.items():
                if cap.unit == unit and cap.category in ("", category):
                    self._reserve(cap, amount, action, at, used=used)
        for kind, amount in amounts.items() if used else ():
            self._use(action, kind, amount, at, by)

    def think(self, step: UUID, agent: UUID, at_ms: int, *, tokens: int, micro_usd: int) -> None:
        """A step in which a model was asked."""
        at, by = _at(at_ms), (agent, None)
        for cap in self.place.caps:
            if cap.unit == "micro_usd":
                self._reserve(cap, micro_usd, step, at, used=True)
        self._use(step, ("tokens", "", ""), tokens, at, by)
        self._use(step, ("micro_usd", "", ""), micro_usd, at, by)

    def sums(self) -> list[tuple[UUID, int]]:
        """What each window holds in the end."""
        return list(self._windows.values())

    def days(self) -> None:
        """Store what was used, by day, agent and connection."""
        for (day, kind, by), (amount, times) in self._days.items():
            self.rows.add(tables.DAY, uuid7(), self.place.workspace, day, *kind, *by, amount, times)
        self._days.clear()

    def _reserve(self, cap: Cap, amount: int, holder: UUID, at: datetime, *, used: bool) -> None:
        day = at.astimezone(self._zone).date()
        begins = (cap.budget, day.replace(day=1) if cap.period == "month" else day)
        if begins not in self._windows:
            self._windows[begins] = (uuid7(), 0)
            self.rows.add(tables.WINDOW, self._windows[begins][0], self.place.workspace, *begins, 0, 0)
        window, before = self._windows[begins]
        self._windows[begins] = (window, before + amount if used else before)
        cap_then = max(cap.cap, before + amount)  # a busy day, for which people had raised the cap
        self.rows.add(
            tables.RESERVATION, uuid7(int(at.timestamp() * 1000)), self.place.workspace, holder, cap.budget, window,
            amount, amount if used else 0, "spent" if used else "released", cap_then, before + amount, at, at,
        )  # fmt: skip

    def _use(self, holder: UUID, kind: Kind, amount: int, at: datetime, by: By) -> None:
        self.rows.add(tables.USAGE, uuid7(int(at.timestamp() * 1000)), self.place.workspace, holder, *kind, amount, at)
        of_day = self._days[at.astimezone(self._zone).date(), kind, by]
        of_day[0], of_day[1] = of_day[0] + amount, of_day[1] + 1


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
