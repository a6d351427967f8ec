"""One typed operation of a connector, as its manifest defines it."""

from enum import StrEnum

from apps.connectors.contract.values import Frozen, JsonDict


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
    index_lag_s: int = 0  # how long the target's search may not show what was written
    undo: UndoKind
    outside_text: bool = True  # its result holds text from outside
    outside_fields: tuple[str, ...] | None = None  # which fields of it do; None: any of them
    private: bool = True  # reaches private data
    leaves: bool = True  # changes state or sends outside
    blanks: Blanks | None = None  # None for reads
    definition: str  # "sha256:…" over the tool's part of the manifest

    @property
    def full_name(self) -> str:
        return f"{self.connector}.{self.name}"
