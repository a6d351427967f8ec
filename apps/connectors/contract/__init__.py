"""What goes in and out of the tool plane: plain, frozen values. No table, no Django.

Record values are the target's own text with their type, never Python numbers; null is None and absent is ABSENT.
"""

from apps.connectors.contract.answers import (
    Answer,
    Done,
    Found,
    Guarded,
    InDoubt,
    Looked,
    Moved,
    NotSent,
    NotThere,
    RefusedByTarget,
    Same,
    Unclear,
)
from apps.connectors.contract.facts import FAMILIES, Around, CannotTell, Fact, Facts, HasNone, Known, Origin, Sum
from apps.connectors.contract.prepared import Call, InverseCall, NoInverse, Prepared
from apps.connectors.contract.session import Attempt, Note, Opened
from apps.connectors.contract.tool import Blanks, Risk, Tier, Tool, Undo, UndoKind, Verb
from apps.connectors.contract.values import ABSENT, Absent, Cell, Change, Frozen, JsonDict, Moves, Value

__all__ = [
    "ABSENT",
    "FAMILIES",
    "Absent",
    "Answer",
    "Around",
    "Attempt",
    "Blanks",
    "Call",
    "CannotTell",
    "Cell",
    "Change",
    "Done",
    "Fact",
    "Facts",
    "Found",
    "Frozen",
    "Guarded",
    "HasNone",
    "InDoubt",
    "InverseCall",
    "JsonDict",
    "Known",
    "Looked",
    "Moved",
    "Moves",
    "NoInverse",
    "NotSent",
    "NotThere",
    "Note",
    "Opened",
    "Origin",
    "Prepared",
    "RefusedByTarget",
    "Risk",
    "Same",
    "Sum",
    "Tier",
    "Tool",
    "Unclear",
    "Undo",
    "UndoKind",
    "Value",
    "Verb",
]
