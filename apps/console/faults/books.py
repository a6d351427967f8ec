"""What the trial's target has really done: the oracle. Four tiers, and nothing that knows of us. No Django."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Reply = tuple[int, dict[str, Any]]


@dataclass
class Effect:
    key: str
    op: str
    record: str
    amount: int
    at: float
    was: str = ""  # what the record held before


@dataclass
class Books:
    lag_s: float = 0  # how long its search does not show a new line
    effects: list[Effect] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)  # tier A: those that it remembers
    records: dict[str, tuple[str, int]] = field(default_factory=dict)  # tier B: value, version

    def do(self, request: dict[str, Any]) -> Reply:
        """One request arrives."""
        key, op = request["key"], request["op"]
        if op in ("pay", "take_back"):
            return self._once(request) if key not in self.keys else (200, {"effect": key})
        return self._set(request) if op == "set" else self._add(request)

    def edit(self, record: str, value: str) -> None:
        """Somebody else writes into a record."""
        self.records[record] = value, self.read(record)[1] + 1

    def read(self, record: str) -> tuple[str, int]:
        return self.records.get(record, ("", 1))

    def search(self, key: str) -> list[str]:
        shown = time.monotonic() - self.lag_s
        return [one.key for one in self.effects if one.key == key and one.at <= shown]

    def counts(self) -> dict[str, int]:
        """How often each key had its effect."""
        return dict(Counter(one.key for one in self.effects))

    def _once(self, request: dict[str, Any]) -> Reply:
        self.keys.add(request["key"])
        return self._add(request)

    def _set(self, request: dict[str, Any]) -> Reply:
        value, version = self.read(request["record"])
        if request["version"] != str(version):
            return 412, {"value": value}
        self.records[request["record"]] = request["value"], version + 1
        return self._add(request, was=value)

    def _add(self, request: dict[str, Any], was: str = "") -> Reply:
        made = Effect(
            request["key"], request["op"], request["record"], int(request.get("amount", 0)), time.monotonic(), was
        )
        self.effects.append(made)
        return 200, {"effect": made.key}
