"""Values as the target writes them, and the lines of the before/after table."""

from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

JsonDict: TypeAlias = dict[str, Any]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(Frozen):
    """A value as the target itself writes it: `{"type": "numeric", "text": "50.0"}`."""

    type: str
    text: str


class Absent(Frozen):
    """The place does not exist: a key that is not in the JSON, a row that is not in the table."""

    absent: Literal[True] = True


ABSENT = Absent()
# None of the three can be taken for another, so the first that fits is it.
Cell: TypeAlias = Annotated[Value | Absent | None, Field(union_mode="left_to_right")]


class Moves(StrEnum):
    CHANGES = "changes"
    STAYS = "stays"  # shown for context only
    SET_WHEN_IT_RUNS = "set when it runs"  # outside digest comparison and verification


class Change(Frozen):
    """One line of the before/after table."""

    record: str  # which record, as people know it: "Case 00048213"
    field: str  # its label, or the path into a JSON column: "details.address.city"
    before: Cell
    after: Cell
    moves: Moves = Moves.CHANGES
    shown_before: str = ""  # as people read it ("$0.00 of $312.00"); empty: the text itself
    shown_after: str = ""
