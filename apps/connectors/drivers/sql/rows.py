"""What a write is, and what it did: steps go in, rows come out. Both travel in frozen documents and results."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from apps.connectors.contract import Frozen, JsonDict, Moves, Value


class Do(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Step(Frozen):
    """One row to write. `expect` is what must still stand there."""

    do: Do
    table: str  # as ticked
    key: dict[str, Value] = Field(default_factory=dict)
    set: dict[str, Value | None] = Field(default_factory=dict)
    expect: dict[str, Value | None] = Field(default_factory=dict)
    restore: bool = False  # puts a row back as it was: identity columns too


class Row(Frozen):
    """One row before and after. None: there is no such row then."""

    table: str  # as ticked, else schema.name
    ticked: bool
    object: str  # what people call such a row: "Case"
    name: str  # as people know it: "Case 00048213"
    key: dict[str, Value]  # empty where the key is set when it runs
    before: dict[str, Value | None] | None
    after: dict[str, Value | None] | None
    named: bool = True  # False: nobody named it, a cascade or a trigger reached it
    at_run: tuple[str, ...] = ()  # columns set when it runs: in no comparison
    by_itself: bool = False  # comes back when the named rows are put back: a trigger sees to it

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that differ, in their order; of a new or deleted row, all."""
        before, after = self.before or {}, self.after or {}
        if self.before is None or self.after is None:
            return tuple(before or after)
        return tuple(name for name in after if before.get(name) != after[name] or name in self.at_run)

    @property
    def key_before(self) -> dict[str, Value]:
        """The key that the row had before: a write may change it."""
        old = self.before or {}
        return {name: old.get(name) or value for name, value in self.key.items()}

    def moves(self, column: str) -> Moves:
        return Moves.SET_WHEN_IT_RUNS if column in self.at_run else Moves.CHANGES

    def trimmed(self, *, keep_at_run: bool) -> "Row":
        """Only what changed: the rest of the record is nobody's business. A signed row leaves out what a run sets."""
        shown = [name for name in self.changed if keep_at_run or name not in self.at_run]
        before = self.before and {name: self.before[name] for name in self.changed}
        after = self.after and {name: self.after[name] for name in shown}
        unsure = not keep_at_run and any(name in self.at_run for name in self.key)
        return self.model_copy(update={"before": before, "after": after, "key": {} if unsure else self.key})


class Request(Frozen):
    """Exactly what runs: the steps, and the rows that people saw they would touch."""

    steps: tuple[Step, ...]
    rows: tuple[Row, ...]
    how: Literal["run", "computed"]
    proof: Literal["marker", "xact"]
    key: str = "${action.key}"


class Guarded(Frozen):
    """One row that must not have moved. `was`: what it holds before an earlier action of the proposal runs."""

    table: str
    name: str
    key: dict[str, Value]
    version: str = ""  # xmin; empty where it cannot be read or is not settled yet
    values: dict[str, Value | None] | None
    earlier: bool = False
    was: dict[str, Value | None] | None = None


def result(rows: tuple[Row, ...] | list[Row]) -> JsonDict:
    """The rows as a result: record values as text."""
    return {"rows": [row.trimmed(keep_at_run=True).model_dump(mode="json") for row in rows]}


def of_result(found: JsonDict) -> tuple[Row, ...]:
    return tuple(Row.model_validate(row) for row in found.get("rows", ()))
