"""One write as it goes into the frozen document, and the calls that ask for one."""

from apps.connectors.contract.facts import Around, Facts
from apps.connectors.contract.tool import Risk, Tier, Undo, UndoKind
from apps.connectors.contract.values import Change, Frozen, JsonDict


class Prepared(Frozen):
    """One write, read against the live record: what goes into the frozen document."""

    tool: str  # full name
    definition: str
    title: str  # rendered by us from the validated arguments and the record: "Refund $184.50 to Maria Oduya"
    button: str  # "refund of $184.50", to follow "Sign"
    record: str  # "Case 00048213", "Payment ch_…", "Email to …"
    risk: Risk
    arguments: JsonDict  # after validation and defaulting
    before: JsonDict  # the snapshot: values as {"type", "text"} or null
    changes: tuple[Change, ...]
    text: str = ""  # the whole text of a message or document, when the change is one
    guard: JsonDict  # what must still be so
    request: JsonDict  # rendered: exactly this is sent. `${action.key}` alone stays open until the action's id is known
    facts: Facts
    around: Around = Around()
    undo: Undo
    hold_s: int
    tier: Tier
    notes: tuple[str, ...] = ()  # "Previewed by reading and computing: the table has triggers."
    unnamed_rows: dict[str, int] = {}  # rows nobody named, by table (cascades, triggers)
    other_fields: int = 0  # "34 other fields stay as they are"


class Call(Frozen):
    """What an agent wants: a tool and its arguments."""

    tool: str
    arguments: JsonDict


class InverseCall(Frozen):
    """What undo_plan proposes."""

    kind: UndoKind
    say: str
    tool: str
    arguments: JsonDict


class NoInverse(Frozen):
    why: str
    changes: tuple[Change, ...] = ()  # what moved since: before = as we left it, after = now
