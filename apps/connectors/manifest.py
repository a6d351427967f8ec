"""A connector as a frozen value: what its manifest.yaml says, parsed once at the edge.

Unknown keys, an expression that is too large, or a schema that does not compile refuse the whole manifest.
"""

from typing import Self

from pydantic import Field, model_validator

from apps.connectors.contract import Blanks, Risk, Tier, Tool, UndoKind, Verb
from apps.connectors.parts import (
    AroundSaid,
    Auth,
    Blank,
    ConnectionForm,
    Egress,
    Errors,
    FactsSaid,
    HealthRead,
    HttpCall,
    HttpRead,
    JsonSchema,
    MailCall,
    Part,
    Raise,
    Reconcile,
    Remark,
    Require,
    Row,
    RowMap,
    Say,
    SentLook,
    Template,
    TextTemplate,
    UndoRule,
)
from apps.core.canonical import digest

MOST_TOOLS = 12
LEAST_RISK = {Verb.SEARCH: Risk.LOW, Verb.READ: Risk.LOW, Verb.DELETE: Risk.HIGH, Verb.RUN: Risk.CRITICAL}
RISKS = list(Risk)


class Operation(Part):
    """One tool, as its manifest writes it."""

    title: str
    description: str = ""  # for agents: when to use it
    verb: Verb
    risk: Risk
    object: str = ""
    categories: tuple[str, ...] = ()
    input: JsonSchema
    tier: Tier = Tier.D
    hold_s: int = Field(default=0, ge=0, le=3600)
    index_lag_s: int = Field(default=0, ge=0, le=3600)  # how long the target's search may not show what was written
    outside_text: bool = True
    outside_fields: tuple[str, ...] | None = None  # the fields of the result that people outside may have written
    private: bool = True
    raise_: tuple[Raise, ...] = Field(default=(), alias="raise")
    say: Say | None = None
    before: dict[str, HttpRead] = {}
    require: tuple[Require, ...] = ()
    diff: tuple[Row, ...] = ()
    diff_map: RowMap | None = None
    text: TextTemplate = ""
    guard: tuple[str, ...] = ()
    read: HttpRead | SentLook | None = None
    call: HttpCall | MailCall | None = None
    result: dict[str, Template] = {}  # over `answer`
    reconcile: Reconcile | None = None
    facts: FactsSaid = FactsSaid()
    around: AroundSaid = AroundSaid()
    undo: tuple[UndoRule, ...] = ()
    undo_kind: UndoKind = UndoKind.NONE  # where the driver plans the undo
    notes: tuple[Remark, ...] = ()
    by_driver: tuple[Blank, ...] = ()  # the blanks that code fills, not the manifest
    blanks: Blanks | None = None  # each in words; "None: …" says why one is empty

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if RISKS.index(self.risk) < RISKS.index(LEAST_RISK.get(self.verb, Risk.MEDIUM)):
            raise ValueError(f"A {self.verb} is at least {LEAST_RISK.get(self.verb, Risk.MEDIUM)} risk.")
        if not self.verb.reads:
            _check_blanks(self)
        return self

    @property
    def way_back(self) -> UndoKind:
        """The best that an undo of this tool can be."""
        kinds = {rule.kind for rule in self.undo} | {self.undo_kind}
        return next((kind for kind in (UndoKind.EXACT, UndoKind.COMPENSATE) if kind in kinds), UndoKind.NONE)


def _check_blanks(operation: Operation) -> None:
    if operation.blanks is None:
        raise ValueError("A write fills the six blanks, each in words.")
    filled: dict[str, bool] = {
        "before": bool(operation.before),
        "diff": bool(operation.diff or operation.diff_map or operation.text),
        "guard": bool(operation.guard),
        "idempotency": operation.tier is not Tier.D,
        "reconcile": operation.reconcile is not None,
        "undo": bool(operation.undo),
    }
    for blank, words in operation.blanks.model_dump().items():
        empty = words.startswith("None: ")
        if empty and blank in operation.by_driver:
            raise ValueError(f"{blank} is filled by the driver and said to be empty.")
        if empty == (filled[blank] or blank in operation.by_driver):
            raise ValueError(f"What is said of {blank} is not what the manifest holds.")


class Manifest(Part):
    connector: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    title: str
    driver: str
    base_url: TextTemplate = ""
    egress: Egress = Egress()
    auth: Auth = Auth()
    connection: ConnectionForm
    headers: dict[str, str] = {}  # sent with every request
    errors: Errors = Errors()
    health: HealthRead | None = None
    operations: dict[str, Operation] = Field(min_length=1, max_length=MOST_TOOLS)

    def tool(self, name: str) -> Tool:
        """The tool as the rest of the product knows it. Raises KeyError for a name it does not have."""
        operation = self.operations[name]
        shared = ("title", "verb", "risk", "object", "categories", "input", "tier", "hold_s", "index_lag_s",
                  "outside_text", "outside_fields", "private")  # fmt: skip
        return Tool(
            connector=self.connector,
            name=name,
            **{field: getattr(operation, field) for field in shared},
            undo=operation.way_back,
            leaves=not operation.verb.reads,
            blanks=operation.blanks,
            definition=self.definition(name),
        )

    def definition(self, name: str) -> str:
        """The digest of all that decides what this tool does: its own part, and what it shares with the others."""
        whole = self.model_dump(mode="json", by_alias=True, exclude={"operations", "title", "health"})
        return digest(
            {**whole, "tool": name, "operation": self.operations[name].model_dump(mode="json", by_alias=True)}
        )
