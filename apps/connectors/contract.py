"""What goes in and out of the tool plane: plain, frozen values. No table, no Django.

Record values are the target's own text with their type, never Python numbers; null is None and absent is ABSENT.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal, Protocol, TypeAlias

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
Cell: TypeAlias = Value | Absent | None


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


class Known(Frozen):
    kind: Literal["known"] = "known"
    value: Any


class HasNone(Frozen):
    kind: Literal["none"] = "none"


class CannotTell(Frozen):
    kind: Literal["cannot tell"] = "cannot tell"
    why: str = ""


Fact: TypeAlias = Annotated[Known | HasNone | CannotTell, Field(discriminator="kind")]


class Facts(Frozen):
    """What policy may speak of, one entry a family. A family a tool says nothing about cannot be told."""

    money: Fact = CannotTell()  # Known: {"amount": minor units, "currency": "USD", "category": "refunds" | "charges" | …}
    recipients: Fact = CannotTell()  # Known: list of addresses, lower case
    fields: Fact = CannotTell()  # Known: list of field names written
    permission_change: Fact = CannotTell()  # Known: bool
    billing_change: Fact = CannotTell()  # Known: bool
    count: Fact = CannotTell()  # Known: number of records touched
    record: Fact = CannotTell()  # Known: {"object": "Case", "id": "00048213"}


class Verb(StrEnum):
    SEARCH = "search"
    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    SEND = "send"
    SCHEDULE = "schedule"
    RUN = "run"

    @property
    def reads(self) -> bool:
        return self in (Verb.SEARCH, Verb.READ)


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Tier(StrEnum):
    A = "A"  # dedupe key
    B = "B"  # conditional write on a record version
    C = "C"  # findable by our reference
    D = "D"  # nothing: never sent twice


class UndoKind(StrEnum):
    EXACT = "exact"
    COMPENSATE = "compensate"
    NONE = "none"


class Undo(Frozen):
    """How this would be taken back, said before anybody signs."""

    kind: UndoKind
    say: str  # "Puts three fields back."
    tool: str = ""  # the tool the inverse uses; empty where there is none


class Blanks(Frozen):
    """The six blanks of a write tool as badges: filled with a word, or a sentence why not."""

    before: str
    diff: str
    guard: str
    idempotency: str
    reconcile: str
    undo: str


class Tool(Frozen):
    """One typed operation of a connector, as the manifest defines it."""

    connector: str  # "stripe"
    name: str  # "refund"; the full name is "stripe.refund"
    title: str  # "Refund a payment"
    verb: Verb
    risk: Risk
    object: str  # what a sentence calls it: "Refund", "Charge", "Message"; "" when the argument says (SQL tables)
    categories: tuple[str, ...] = ()  # "refunds", "charges", "messages", "permissions", "deletions"
    input: JsonDict  # JSON Schema 2020-12, additionalProperties false
    tier: Tier
    hold_s: int = 0  # in earnest; a sandbox connection holds 2 s at most
    undo: UndoKind
    outside_text: bool = True  # its result holds text from outside
    private: bool = True  # reaches private data
    leaves: bool = True  # changes state or sends outside
    blanks: Blanks | None = None  # None for reads
    definition: str  # "sha256:…" over the tool's part of the manifest

    @property
    def full_name(self) -> str:
        return f"{self.connector}.{self.name}"


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


# --- answers of recheck, reconcile and execute -------------------------------------------------------------------


class Same(Frozen):
    version: str = ""  # tier B: the record version to name in the request


class Moved(Frozen):
    """Somebody changed the record since. One change a place: before = at preview, after = now."""

    changes: tuple[Change, ...]


class Found(Frozen):
    """Our effect is there, found by our reference."""

    result: JsonDict


class NotThere(Frozen):
    """Looked, and it is surely not there."""


class Unclear(Frozen):
    """Cannot be told: shown to a person."""

    why: str


class Done(Frozen):
    """The target said yes. `result` holds record values as text; `reference` is the target's own request id."""

    result: JsonDict
    reference: str = ""
    differs: tuple[str, ...] = ()  # verification after a positive answer: rows that did not come true


class RefusedByTarget(Frozen):
    """A plain no; nothing happened."""

    why: str


class NotSent(Frozen):
    """Surely nothing reached the target. `retry_after_s`: it asked us to wait."""

    why: str
    retry_after_s: int = 0


class InDoubt(Frozen):
    """Silence or a broken answer: it may have happened."""

    why: str


Guarded: TypeAlias = Same | Moved | Unclear
Looked: TypeAlias = Found | NotThere | Unclear
Answer: TypeAlias = Done | RefusedByTarget | Moved | NotSent | InDoubt


class Note(Protocol):
    """Stores a proof beside the attempt before the target commits; False: the attempt is not ours any more, roll back."""

    def __call__(self, proof: JsonDict, /) -> bool: ...


class Opened(Frozen):
    """A connection with its secret in the clear, for the length of one call. Never stored, logged or passed to a task."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str
    connector: str
    sandbox: bool
    address: JsonDict  # the manifest's connection fields: base_url, domain, sender, tables …
    secret: JsonDict = Field(repr=False)
    fingerprint: str  # first 8 hex of the secret's SHA-256: which credential acted


class Attempt(Frozen):
    """What the engine may know about the try it makes."""

    key: str  # the action's idempotency key: one per action, the same for each attempt
    number: int
    timeout_s: float
    lease_left_s: float  # the target session's own timeouts end inside it
    version: str = ""  # tier B
    doubts: tuple[JsonDict, ...] = ()  # proofs that earlier attempts stored
